"""Markdown that reads well as it is."""

from ml.markdown import bullets, percent, table


def test_a_table_is_aligned_numbers_to_the_right():
    assert table(["set", "n"], [["digits", 30], ["a", 1234]]).splitlines() == [
        "| set    |    n |",
        "| ------ | ---: |",
        "| digits |   30 |",
        "| a      | 1234 |",
    ]


def test_a_share_has_two_decimals_and_nothing_is_a_dash():
    assert percent(0.9952) == "99.52"
    assert percent(None) == "-"


def test_a_long_point_is_wrapped_under_its_first_word():
    first, *rest = bullets(["word " * 40, "short"]).splitlines()
    assert first.startswith("- word")
    assert max(map(len, (first, *rest))) <= 88
    assert rest[0].startswith("  word")
    assert rest[-1] == "- short"
