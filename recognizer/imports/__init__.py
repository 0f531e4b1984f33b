"""Reads back what recognizer.exports writes, and MNIST's own files: files -> rows.

Nothing of a file is trusted: every picture is read as an upload is, every size has a
bound, and nothing is unpacked to the disk. Nor are the labels: survey.py compares them
with answers before anything is kept. Begin with importer.py; readers.py finds the
pictures in the files.
"""
