"""UNIPEN's distribution, in made-up characters laid out as it lays them out."""

import numpy as np
import pytest

from ml.data.mnist import BadData
from ml.data.unipen import read_pens
from ml.inference.networks import NOT_A_DIGIT

PEN = """\
.INCLUDE {contributor}/pad.doc
.WRITER_ID w07
.PEN_DOWN
100 300 0
100 300 8
100 200 16
200 200 24
.PEN_UP
.PEN_DOWN
180 250 40
180 100 48
.PEN_UP
.START_BOX
.PEN_DOWN
5 5 60
.PEN_UP
"""


@pytest.fixture
def write(tmp_path):
    """Return a function that writes one file of segments, and the pen's file."""

    def write(segments, section="1a", contributor="aga", pen=PEN):
        place = f"{contributor}/data/w07.dat"
        texts = {
            f"include/{contributor}/pad.doc": ".COORD X Y T\n.HIERARCHY CHARACTER\n",
            f"include/{place}": pen.format(contributor=contributor),
            f"data/{section}/{contributor}/w07.dat": (
                f".VERSION 1.0\n.INCLUDE {place}\n"
                + "".join(f".SEGMENT CHARACTER {segment}\n" for segment in segments)
            ),
        }
        for name, text in texts.items():
            file = tmp_path / "train_r01_v07" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    return write


@pytest.fixture
def read(tmp_path):
    return lambda log=lambda line: None: read_pens([tmp_path], log)


def test_a_character_has_the_strokes_that_its_numbers_name(write, read):
    write(['0-1 ? "4"', '1 OK "1" '])
    four, one = read()
    assert (four.label, four.writer) == (4, "aga/w07")
    assert [stroke.tolist() for stroke in four.strokes] == [
        [[100, -300], [100, -200], [200, -200]],
        [[180, -250], [180, -100]],
    ]
    assert np.array_equal(one.strokes[0], four.strokes[1])


def test_numbers_may_be_listed_and_name_points(write, read):
    write(['1,0 ? "4"', '0:2-1:0 ? "7"', '0:2-0:3 ? "1"'])
    four, seven, one = read()
    assert [stroke[0].tolist() for stroke in four.strokes] == [[180, -250], [100, -300]]
    assert [len(stroke) for stroke in seven.strokes] == [2, 1]
    assert one.strokes[0].tolist() == [[100, -200], [200, -200]]


def test_one_contributor_numbers_the_pens_way_through_the_air_too(write, read):
    write(['0-2 ? "4"'], contributor="pri")
    (four,) = read()
    assert [len(stroke) for stroke in four.strokes] == [3, 2]


def test_letters_and_symbols_are_no_digits(write, read):
    write(['0-1 ? "4"'])
    write(['0 ? "A"', '0 ? "O"'], section="1b")
    write(['0 ? "\\\\"', r'0 ? "\""', '0 ? "7"'], section="1d")
    assert [pen.label for pen in read()] == [4, NOT_A_DIGIT, NOT_A_DIGIT]


def test_a_lone_dot_and_a_word_in_quotes_are_left_out(write, read):
    write(['2 ? "1"', '0 ? "12"', '1 ? "1"'])
    (one,) = read()
    assert len(one.strokes[0]) == 2


def test_contributors_whose_numbers_fit_no_strokes_are_named(write, read):
    write(['0 ? "7"'])
    write(['70 ? "4"'], contributor="lou")
    lines = []
    assert len(read(lines.append)) == 1
    assert "1 digits and 0 letters and symbols of 1 writers" in lines[0]
    assert lines[1].endswith("strokes: lou.")


@pytest.mark.parametrize(
    ("segment", "message"),
    [
        ('0-9 ? "4"', "w07.dat, line 3: expected components of 0 to 2, got '0-9'"),
        ('1-0 ? "4"', "line 3: expected components of 0 to 2, got '1-0'"),
        ('x ? "4"', "line 3: expected components of 0 to 2, got 'x'"),
        ("0 ? 4", "line 3: expected a labelled CHARACTER, got 'CHARACTER 0 [?] 4'"),
    ],
)
def test_a_damaged_segment_is_named_by_its_line(write, read, segment, message):
    write([segment])
    with pytest.raises(BadData, match=message):
        read()


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("180 250 40", "180 x", "line 10: expected a point, got '180 x'"),
        ("pad.doc", "pod.doc", "line 1: expected a file to include, got .*pod.doc"),
        ("pad.doc", "data/w07.dat", "line 1: expected a file to include"),  # itself
        (".WRITER_ID", ".COORD T\n.WRITER_ID", "line 2: expected X and Y among"),
    ],
)
def test_a_damaged_recording_is_named_by_its_line(write, read, right, wrong, message):
    write(['0-1 ? "4"'], pen=PEN.replace(right, wrong))
    with pytest.raises(BadData, match=message):
        read()


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(BadData, match="expected UNIPEN's folder train_r01_v07"):
        read_pens([tmp_path])
