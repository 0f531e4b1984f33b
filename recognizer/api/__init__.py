"""The HTTP API under /api/v1/, for visitors and reviewers; begin with views.py."""
