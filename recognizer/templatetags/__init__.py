"""What templates can load. Begin with figures.py: numbers as people read them."""
