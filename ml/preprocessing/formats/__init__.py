"""The files of PNG, JPEG and WebP, not decoded: what they claim, what is kept of them.

Each module has size(), strip() and needs_redrawing(); ml.preprocessing.metadata calls
the one that fits.
"""
