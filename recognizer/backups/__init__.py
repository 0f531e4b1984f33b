"""The database as one file elsewhere, and back.

Begin with making.py and restoring.py; engine.py says what differs by the database.
"""
