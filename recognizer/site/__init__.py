"""The public pages; the health checks stand in pages.py."""
