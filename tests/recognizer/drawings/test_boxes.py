"""Where the boxes of a number's digits stand over its picture."""

from itertools import pairwise

from recognizer.drawings.boxes import place_boxes


def part(*box, digit=4, confidence=0.99):
    return {"digit": digit, "confidence": confidence, "box": list(box)}


def test_a_box_stands_around_its_ink_and_the_tag_above_it():
    (box,) = place_boxes([part(100, 100, 50, 80)], 400, 300)
    assert box.left < 100 < 150 < box.left + box.width
    assert box.top < 100 < 180 < box.top + box.height
    assert box.middle == 125
    assert 0 <= box.tag_top < box.tag_top + box.tag_side <= box.top


def test_the_tag_stands_below_where_there_is_no_room_above():
    (box,) = place_boxes([part(100, 5, 50, 80)], 400, 300)
    assert box.tag_top >= box.top + box.height


def test_where_ink_fills_the_height_the_tag_is_on_the_picture():
    (box,) = place_boxes([part(100, 2, 50, 296)], 400, 300)
    assert (box.top, box.height) == (0, 300)
    assert 0 <= box.tag_top <= box.tag_top + box.tag_side <= 300


def test_neighbours_share_the_room_between_them():
    parts = [part(x, 100, 40, 80) for x in (50, 94, 138)]
    boxes = place_boxes(parts, 400, 300)
    for before, after in pairwise(boxes):
        assert before.left + before.width < after.left


def test_without_parts_there_are_none():
    assert place_boxes([], 400, 300) == []


def test_ink_that_overlaps_keeps_its_own_box():
    boxes = place_boxes([part(50, 100, 60, 80), part(100, 100, 40, 80)], 400, 300)
    assert boxes[0].left + boxes[0].width == 110
    assert boxes[1].left == 100
