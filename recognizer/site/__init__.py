"""The public page and the addresses of health checks, all in pages.py."""
