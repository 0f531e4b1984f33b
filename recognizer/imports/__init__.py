"""Reads back what recognizer.exports writes, and MNIST's own files: files -> rows.

Nothing of a file is trusted: every picture is read as an upload is, and every size has
a bound. Nor are the labels: survey.py compares them with answers before anything is
kept. Begin with readers.py, which cuts the files into sections that may be imported at
the same time; first_look.py sees what only all of them together show, and importer.py
keeps the pictures.
"""
