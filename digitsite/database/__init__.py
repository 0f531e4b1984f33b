"""How the site lives with its database when that is slow, silent or down.

Begin with waiting.py; configuration.py is all that the settings read.
"""
