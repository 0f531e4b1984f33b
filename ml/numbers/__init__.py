"""Several digits in one drawing: its parts, and the number that they make.

Begin with drawing_answer.py, by which all drawings are answered.
"""
