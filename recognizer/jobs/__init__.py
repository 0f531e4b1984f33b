"""Jobs: work that outlasts a request, done in chunks by workers on any machine.

Begin with submission.py; runner.py does one chunk, chunks.py says whose it is.
"""
