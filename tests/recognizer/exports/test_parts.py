"""An export that is read in parts is, to the byte, the one that is read at once."""

import io
import json

import pytest

from recognizer.drawings.recognition import recognise
from recognizer.exports.bundle import bundle, download
from recognizer.exports.dataset import Export
from recognizer.exports.plan import Plan, pack_labels, unpack_labels
from recognizer.exports.records import (
    batches,
    pack_record,
    read_records,
    unpack_records,
)
from recognizer.exports.zip_stream import zip_stream
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing
from tests.support.drawings import DIGITS, draw, encode, png
from tests.support.versions import add_version

pytestmark = [pytest.mark.database, pytest.mark.django_db]
each_format = pytest.mark.parametrize("format", ["idx", "npz", "png", "jsonl"])


@pytest.fixture
def labelled(staff, other):
    """Six drawings, the last of them a JPEG, labelled by two; one is unreadable."""
    pictures = [png(DIGITS[digit]) for digit in range(5)]
    pictures += [encode(draw(DIGITS[8], paper=(255, 255, 255), mode="RGB"), "JPEG")]
    drawings = [recognise(picture).drawing for picture in pictures]
    for digit, drawing in enumerate(drawings):
        label_drawing(drawing, digit, by=(staff, other)[digit % 2])
    Drawing.objects.filter(pk=drawings[2].pk).update(picture=b"no picture")
    return drawings


def listed_in_parts(export, parts):
    """The drawings as each part's chunk is given them."""
    listed = list(export.listed("png"))
    return list(batches(listed, -(-len(listed) // parts)))


def read_part(plan, listed):
    ids = [drawing.pk for drawing in listed]
    drawings = unpack_labels(ids, pack_labels(listed))
    records = read_records(plan, drawings, tick=lambda: None, unreadable=[])
    return b"".join(map(pack_record, records))


def joined(plan, parts):
    records = unpack_records(io.BytesIO(b"".join(parts)))
    return b"".join(zip_stream(bundle(plan, records)))


def planned(export, format):
    """The plan as a chunk on another machine has it."""
    return Plan.from_json(json.loads(json.dumps(export.plan(format).as_json())))


@each_format
def test_one_part_and_four_make_the_bytes_of_the_download(labelled, format):
    export = Export()
    plan, whole = planned(export, format), b"".join(download(Export(), format))
    for parts in (1, 4):
        read = [read_part(plan, listed) for listed in listed_in_parts(export, parts)]
        assert joined(plan, read) == whole


@each_format
def test_what_is_labelled_and_answered_meanwhile_is_not_in_it(labelled, other, format):
    export = Export()
    plan, lists = planned(export, format), listed_in_parts(export, 2)
    before = b"".join(download(Export(), format))
    label_drawing(labelled[0], 7, by=other)
    label_drawing(labelled[4], None, by=other)
    version = add_version()
    labelled[5].predictions.create(
        version=version, digit=8, confidence=1, probabilities=[0] * 8 + [1, 0, 0]
    )
    assert joined(plan, [read_part(plan, listed) for listed in lists]) == before


@each_format
def test_what_is_deleted_meanwhile_is_as_if_it_had_never_been(labelled, format):
    export = Export()
    plan, lists = planned(export, format), listed_in_parts(export, 2)
    labelled[3].delete()
    after = b"".join(download(Export(), format))
    assert joined(plan, [read_part(plan, listed) for listed in lists]) == after


def test_without_numbers_a_worker_of_the_release_before_does_its_part(labelled):
    """It takes no field that it does not know: of a plan, or of a packed record."""
    plan = Export().plan("png")
    known = "format count once day reviewers last_change last_answer"
    assert plan.as_json().keys() == {*known.split()}
    packed = read_part(plan, list(Export().listed("png"))[:1])
    head = json.loads(packed[8 : 8 + int.from_bytes(packed[:4])])
    assert "parts" not in head


def test_a_label_comes_back_as_it_was_listed(labelled):
    listed = list(Export().listed("idx"))
    packed = pack_labels(listed)
    assert len(packed) == 17 * len(listed)
    assert list(unpack_labels([drawing.pk for drawing in listed], packed)) == listed
