"""Who asks: a visitor, or a program with an API key.

Begin with identity.py; keys.py makes keys and finds them again.
"""
