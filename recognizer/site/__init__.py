"""The public pages. Begin with draw.py: the page where visitors draw."""
