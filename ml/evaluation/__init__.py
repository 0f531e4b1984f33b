"""Measures versions on MNIST and on people's drawings: begin with measure.py."""
