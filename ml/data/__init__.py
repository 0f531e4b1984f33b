"""The digits to train on, of people and drawn by code; begin in mnist.py."""
