"""Pen trajectories as pendigits publishes them."""

import numpy as np
import pytest

from ml.data.mnist import BadData
from ml.data.synthetic import redraw_tiles
from ml.data.unipen import by_writer, held_out, read_unipen

HEAD = '.INCLUDE pendigits.doc\n.LEXICON "0" "1"\n.HIERARCHY DIGIT\n'
FOUR = """\
.SEGMENT DIGIT 0-1 ? "4"
.COMMENT 4 {writer} 224
.PEN_DOWN
  100   300
  100   200
  200   200
.PEN_UP
.DT 100
.PEN_DOWN
  180   250
  180   100
.PEN_UP
.DT 100
"""


def written(folder, *writers, text=FOUR, name="pens.tra"):
    path = folder / name
    path.write_text(HEAD + "".join(text.format(writer=w) for w in writers))
    return path


def test_a_digit_is_read_with_its_strokes_label_and_writer(tmp_path):
    (four,) = read_unipen(written(tmp_path, 12))
    assert (four.label, four.writer) == (4, "pens/12")
    assert [len(stroke) for stroke in four.strokes] == [3, 2]


def test_y_points_down_as_on_a_canvas(tmp_path):
    (four,) = read_unipen(written(tmp_path, 12))
    top, *_, bottom = four.strokes[0]
    assert top[1] < bottom[1]


def test_a_file_without_digits_is_refused(tmp_path):
    with pytest.raises(BadData, match="expected digits in UNIPEN form"):
        read_unipen(written(tmp_path))


def test_a_damaged_point_is_named_by_its_line(tmp_path):
    path = written(tmp_path, 1, text=FOUR.replace("  180   250", "  180"))
    with pytest.raises(BadData, match="line 13: expected a point, got '180'"):
        read_unipen(path)


def test_the_last_six_writers_of_a_file_are_held_out(tmp_path):
    pens = read_unipen(written(tmp_path, *range(1, 12)))
    train, held = by_writer(pens)
    assert {one.writer for one in train} == {f"pens/{n}" for n in range(1, 6)}
    assert {one.writer for one in held} == {f"pens/{n}" for n in range(6, 12)}


def test_a_file_of_few_writers_only_trains(tmp_path):
    few = read_unipen(written(tmp_path, 1, 2, name="few.tra"))
    many = read_unipen(written(tmp_path, *range(1, 8)))
    train, held = by_writer(few + many)
    assert {one.writer for one in train} == {"few/1", "few/2", "pens/1"}
    assert len(held) == 6


def test_a_trajectory_is_drawn_with_several_pens(tmp_path):
    pens = read_unipen(written(tmp_path, 12))
    drawn = redraw_tiles(pens, 8, seed=0)
    ink = drawn.x.reshape(8, -1).sum(1)
    assert drawn.y.tolist() == [4] * 8
    assert ink.max() > 2 * ink.min()
    assert np.array_equal(
        drawn.x, redraw_tiles(read_unipen(tmp_path / "pens.tra"), 8, 0).x
    )


def test_writers_are_held_out_by_number_however_it_is_written():
    padded = [f"tra{n:02}" for n in range(1, 31)]
    assert held_out(padded) == {f"tra{n}" for n in range(25, 31)}
    plain = [f"v2-{n}" for n in range(1, 31)]
    assert held_out(reversed(plain)) == {f"v2-{n}" for n in range(25, 31)}
