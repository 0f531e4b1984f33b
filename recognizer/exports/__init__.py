"""Labelled drawings as files: MNIST's pair, .npz, pictures by class, JSON lines.

Each format is a function that yields named files, each file an iterable of bytes, so
that a folder and a download are written by the same code, row by row. Begin with
bundle.py.
"""
