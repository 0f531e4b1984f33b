"""Drawings are deleted for good, with all that is kept of them.

Begin with forgetting.py, by which every deletion goes.
"""
