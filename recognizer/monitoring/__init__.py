"""How the site does: whether it is ready, what it counts, whether its drawings drift.

Begin with readiness.py.
"""
