"""Labels: setting, undoing and doubting them, and the queue of drawings that need one.

Begin with labels.py.
"""
