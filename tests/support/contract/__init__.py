"""How each row of the tables in docs/api.md is tried; begin with rows.py."""
