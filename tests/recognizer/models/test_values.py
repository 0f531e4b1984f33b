"""What a drawing shows as one value, and that value as text for forms."""

import pytest

from recognizer.models import key_of, value_of_key


@pytest.mark.parametrize(
    ("value", "key"),
    [(None, ""), (0, "0"), (10, "10"), ("10", "n10"), ("007", "n007")],
)
def test_a_value_comes_back_from_its_key(value, key):
    assert key_of(value) == key
    assert value_of_key(key) == value


@pytest.mark.parametrize("key", ["11", "-1", "n", "n7", "n4x", "x", "07", "\u0667"])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ValueError, match="Expected a class or a number"):
        value_of_key(key)
