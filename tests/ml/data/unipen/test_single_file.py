"""Pen trajectories as pendigits publishes them."""

import numpy as np
import pytest

from ml.data.mnist import BadData
from ml.data.synthetic import redraw_tiles
from ml.data.unipen.single_file import read_file

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
    (four,) = read_file(written(tmp_path, 12))
    assert (four.label, four.writer) == (4, "pens/12")
    assert [len(stroke) for stroke in four.strokes] == [3, 2]


def test_y_points_down_as_on_a_canvas(tmp_path):
    (four,) = read_file(written(tmp_path, 12))
    top, *_, bottom = four.strokes[0]
    assert top[1] < bottom[1]


def test_a_file_without_digits_is_refused(tmp_path):
    with pytest.raises(BadData, match="expected digits in UNIPEN form"):
        read_file(written(tmp_path))


def test_a_damaged_point_is_named_by_its_line(tmp_path):
    path = written(tmp_path, 1, text=FOUR.replace("  180   250", "  180"))
    with pytest.raises(BadData, match="line 13: expected a point, got '180'"):
        read_file(path)


def test_a_trajectory_is_drawn_with_several_pens(tmp_path):
    pens = read_file(written(tmp_path, 12))
    drawn = redraw_tiles(pens, 8, seed=0)
    ink = drawn.x.reshape(8, -1).sum(1)
    assert drawn.y.tolist() == [4] * 8
    assert ink.max() > 2 * ink.min()
    assert np.array_equal(
        drawn.x, redraw_tiles(read_file(tmp_path / "pens.tra"), 8, 0).x
    )
