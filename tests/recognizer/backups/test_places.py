"""What is written to a folder or a bucket is whole or not there, and old ones go."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from recognizer.backups import s3
from recognizer.backups.errors import BackupError
from recognizer.backups.names import name_of
from recognizer.backups.places import place_at
from recognizer.backups.retention import kept_in, remove_old
from recognizer.backups.streams import read_block
from recognizer.models import Backup

WRITTEN = bytes(range(256)) * 60_000  # 15 MB: of a bucket three parts


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path, monkeypatch):
    monkeypatch.setattr(s3, "PART_SIZE", 5 << 20)
    if request.param == "folder":
        return place_at(str(tmp_path / "backups"))
    request.getfixturevalue("bucket")
    return place_at("s3://backups/of/digitsite")


class Breaking(io.BytesIO):
    """Ends by an exception where others end."""

    def read(self, size):
        if data := super().read(size):
            return data
        raise KeyboardInterrupt


def test_what_is_written_is_read(place):
    place.write("a.dump", io.BytesIO(WRITTEN))
    place.write("empty", io.BytesIO())
    assert place.sizes() == {"a.dump": len(WRITTEN), "empty": 0}
    with place.open("a.dump") as file:
        assert read_block(file, len(WRITTEN) + 1) == WRITTEN
    with pytest.raises(FileNotFoundError), place.open("b.dump"):
        pass


def test_nothing_half_is_written(place):
    with pytest.raises(KeyboardInterrupt):
        place.write("a.dump", Breaking(WRITTEN))
    assert not place.sizes()


def test_a_bucket_keeps_no_parts_of_what_was_stopped(bucket):
    with pytest.raises(KeyboardInterrupt):
        place_at("s3://backups/of").write("a.dump", Breaking(WRITTEN))
    assert "Uploads" not in bucket.list_multipart_uploads(Bucket="backups")


def test_uploads_that_were_left_long_ago_go(bucket):
    where = {"Bucket": "backups", "Key": "of/digitsite-20261126T223000Z.dump"}
    bucket.create_multipart_upload(**where)  # in 2010, says moto
    place_at("s3://backups/of").remove_unfinished()
    assert "Uploads" not in bucket.list_multipart_uploads(Bucket="backups")
    place_at("s3://nobodys").remove_unfinished()  # which no write needs


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there_says_so():
    place = place_at("s3://nobodys")
    with pytest.raises(BackupError, match=r"^s3://nobodys: .*NoSuchBucket"):
        place.write("a.dump", io.BytesIO(b"a"))


@pytest.mark.django_db
def test_old_ones_of_ours_go_but_not_the_newest_that_is_whole(place):
    now = timezone.now()
    names = [name_of(now - timedelta(days=days), ".dump.age") for days in (1, 40, 50)]
    for name in names:
        place.write(name, io.BytesIO(b"a"))
    for name in names[1:]:  # the newest was never finished
        place.write(f"{name}.sha256", io.BytesIO(b"b"))
    place.write("digitsite-20200101.dump", io.BytesIO(b"somebody else's"))
    row = {"place": str(place), "made_at": now, "took": timedelta(), "size": 1}
    for name in (names[2], name_of(now, ".dump")):  # which somebody has removed
        Backup.objects.create(name=name, is_encrypted=True, **row)
    assert remove_old(place, 30) == [names[2]]
    assert [row.name for row in kept_in(place)] == names[:2]
    assert "digitsite-20200101.dump" in place.sizes()
    assert not Backup.objects.exists()
