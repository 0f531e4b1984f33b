"""A version's file and card answer for tiles, without Keras; begin in classifier.py."""
