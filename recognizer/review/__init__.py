"""Staff go through the queue of drawings that wait for a label. Begin with page.py."""
