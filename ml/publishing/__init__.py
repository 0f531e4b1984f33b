"""Turns a trained model into a version's folder and card: begin with publish.py."""
