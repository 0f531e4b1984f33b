"""A picture that is sent -> its answer, kept as two rows; begin with recognition.py."""
