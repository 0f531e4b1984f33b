"""What drawings are: who waits for review, labels, undo, agreement, doubtful labels.

Begin with labels.py.
"""
