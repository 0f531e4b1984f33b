"""A zip that is sent while it is written."""

import io
import zipfile

from recognizer.exports.zip_stream import zip_stream

FILES = [("a.txt", [b"one ", b"two"]), ("folder/b.bin", [bytes(1000)]), ("empty", [])]


def test_what_is_streamed_unpacks_to_the_same_files():
    data = b"".join(zip_stream(FILES, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: b"".join(chunks) for name, chunks in FILES
        }
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}


def test_the_same_files_make_the_same_archive():
    assert b"".join(zip_stream(FILES)) == b"".join(zip_stream(FILES))


def test_a_file_is_read_when_the_one_before_was_sent():
    events = []

    def chunks(name):
        events.append(f"read {name}")
        yield name.encode()

    for chunk in zip_stream((name, chunks(name)) for name in ("first", "second")):
        events += [f"sent {name}" for name in ("first", "second") if name in str(chunk)]
    assert events[:3] == ["read first", "sent first", "read second"]
