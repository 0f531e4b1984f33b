"""Several digits in one drawing: its parts, and the number that they make.

Begin with drawing_answer.py, by which all drawings are answered; reading.py reads a
number. The ink's pieces (pieces.py) and slices (cuts.py) are atoms (atoms.py), groups
of them may be digits (lattice.py), each has scores (features.py, scores.py), and the
likeliest path through them is the number (paths.py).
"""
