"""Where the pen went: what are strokes, and what is refused."""

import json

import pytest

from recognizer.drawings.strokes import BadStrokes, read_strokes

STROKES = [[[1, 2], [3.14159, -4]], [[0.125, 5]]]


def test_strokes_or_their_json_are_read_to_a_hundredth_of_a_pixel():
    rounded = [[[1, 2], [3.14, -4]], [[0.12, 5]]]
    assert read_strokes(STROKES) == read_strokes(json.dumps(STROKES)) == rounded


@pytest.mark.parametrize(
    "strokes",
    [
        7,
        "a line",
        "[" * 100_000,
        {"x": 1},
        {},
        "{}",
        "",
        [7],
        ["12"],
        [[]],
        [[7]],
        [["12"]],
        [[[1, 2, 3]]],
        [[[1, None]]],
        [[[1, True]]],
        [[[1, "2"]]],
        [[[1, 1e300]]],
        [[[1, 10**400]]],
        "[[[1, NaN]]]",
        "[[[1, Infinity]]]",
    ],
    ids=lambda strokes: str(strokes)[:20],
)
def test_what_are_no_strokes_is_refused(strokes):
    with pytest.raises(BadStrokes, match=r"list of points \[x, y\]"):
        read_strokes(strokes)


def test_too_many_points_are_refused():
    assert len(read_strokes([[[1, 2]] * 10_000] * 2)) == 2
    with pytest.raises(BadStrokes, match="at most 20,000"):
        read_strokes([[[1, 2]] * 20_001])
