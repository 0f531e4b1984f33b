"""Photographs of a digit on paper, composed by code; begin with compose.py."""
