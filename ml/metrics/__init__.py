"""How good a version is, and whether it may be promoted: begin with gate.py."""
