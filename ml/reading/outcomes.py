"""What came of reading a source: a reading or an error, and the exit code for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from ml.inference.workers import work
from ml.reader import Blank, Reader, Reading
from ml.reading.sources import Source

READ, NO_DIGIT, UNREADABLE = 0, 1, 2  # exit codes, the worst last
CHUNK = 16  # pictures that a process takes at a time, where there are several


@dataclass(frozen=True)
class Outcome:
    """Either a reading or an error."""

    name: str  # of the source
    code: int
    reading: Reading | None = None
    error: str | None = None  # a sentence


class SourceReader:
    """A version, loaded once in a process: a worker of ml.inference.workers."""

    def __init__(self, version: str):
        self.reader = Reader(version)

    def __call__(self, sources: list[Source]) -> list[Outcome]:
        return [self.outcome(source) for source in sources]

    def outcome(self, source: Source) -> Outcome:
        if source.fault:
            return Outcome(source.name, UNREADABLE, error=source.fault)
        picture = source.name if source.picture is None else source.picture
        try:
            reading = self.reader.read(picture)
        except Blank as error:
            return Outcome(source.name, NO_DIGIT, error=str(error))
        except OSError as error:
            return Outcome(source.name, UNREADABLE, error=f"{error.strerror}.")
        except ValueError as error:  # BadImage, or a name with a null byte
            return Outcome(source.name, UNREADABLE, error=str(error))
        code = NO_DIGIT if reading.number is None else READ
        return Outcome(source.name, code, reading)


def read_sources(
    sources: Iterable[Source], version: str, processes: int
) -> Iterator[Outcome]:
    """Yield what came of each source, in order. Raises BadVersion and OSError.

    Sources are taken as they are needed; one process reads each as soon as it comes.
    """
    Reader(version)  # raises here, and not in a process that dies of it
    chunks = _chunks(sources, CHUNK if processes > 1 else 1)
    for outcomes in work(partial(SourceReader, version), chunks, processes):
        yield from outcomes


def _chunks(sources: Iterable[Source], size: int) -> Iterator[list[Source]]:
    waiting = iter(sources)
    while chunk := list(islice(waiting, size)):
        yield chunk
