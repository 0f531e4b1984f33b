"""Counts of requests, as a new process begins them."""

import pytest

from recognizer.accounts import limits
from recognizer.accounts.limiter import Limiter


@pytest.fixture
def fresh_counts(monkeypatch):
    """Nobody has asked anything yet."""
    monkeypatch.setattr(limits, "limiter", Limiter(""))
