"""The OpenAPI document at /api/schema/ and its page; begin with drawings.py.

Serving imports document.py, and with it drf-spectacular, when the document is first
asked for.
"""
