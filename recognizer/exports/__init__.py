"""Labelled drawings as files: MNIST's pair, .npz, pictures by class, JSON lines.

A plan fixes what all parts share; each listed drawing becomes a record, on whichever
machine; a format makes the records into named files, each an iterable of bytes. So a
folder, a download and a job's file are written by the same code. Begin with bundle.py.
"""
