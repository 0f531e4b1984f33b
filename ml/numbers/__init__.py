"""Several digits in one drawing: its parts, and what they are; begin with parts.py."""
