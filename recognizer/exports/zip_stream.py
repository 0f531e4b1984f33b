"""Zip archives written into a stream: nothing goes back to patch a header."""

import zipfile
from collections.abc import Iterable, Iterator

File = tuple[str, Iterable[bytes]]  # a name, and what is in it


class Outbox:
    """What ZipFile writes to; it is emptied again after each chunk."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._position = 0

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self._position += len(data)
        return len(data)

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        """Nothing waits."""

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zip_stream(
    files: Iterable[File], compression: int = zipfile.ZIP_STORED
) -> Iterator[bytes]:
    """The bytes of a zip of those files, which are read as it goes on.

    Every file has the same date, so that the same drawings make the same archive. The
    archive's own list of files is what it keeps in memory.
    """
    outbox = Outbox()
    # The hint wants a close(), which ZipFile calls only on what it opened itself.
    with zipfile.ZipFile(outbox, "w", compression) as archive:  # type: ignore[call-overload]
        for name, chunks in files:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = compression
            entry.external_attr = 0o644 << 16  # else unpacked as files nobody may read
            with archive.open(entry, "w", force_zip64=True) as member:
                for chunk in chunks:
                    member.write(chunk)
                    yield outbox.take()
    yield outbox.take()
