"""What python -m ml.read finds, reads and prints; begin with sources.py."""
