"""Tiles distorted as other hands and pens would draw them; begin in distort.py."""
