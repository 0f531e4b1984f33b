"""JSON lines -> pictures, one by one."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BufferedIOBase, TextIOWrapper
from typing import IO, Any, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from recognizer.drawings.strokes import BadStrokes, Strokes, read_strokes
from recognizer.imports.arrays import MOST
from recognizer.imports.containers import BadFile
from recognizer.imports.records import ImportedPicture, Record, Refusal
from recognizer.models import Digit, Shown, is_number
from recognizer.models.values import FEWEST
from recognizer.models.values import MOST as MOST_DIGITS

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)  # year 1 is year 0 in some zone: no date

Value = TypeVar("Value")


def is_json_lines(start: bytes) -> bool:
    """Whether a file that begins so has JSON lines: empty lines may come first."""
    text = start.decode(json.detect_encoding(start), errors="ignore")
    return text.lstrip().startswith("{")


def find_lines(
    file: BufferedIOBase, encoding: str, step: int
) -> Iterator[tuple[int, int, int]]:
    """Where to begin to read, and which lines follow: place, first line, count.

    Lines are numbered from 1 on. Ends with a line that is too long, and after MOST.
    """
    lines, longest = decoded(file, encoding), longest_line()
    first, is_last = 1, False
    while not is_last and first <= MOST:
        place, count = lines.tell(), 0
        while count < step and not is_last:
            line = lines.readline(longest + 1)
            is_last = not line or len(line) > longest
            count += bool(line)
        if count:
            yield place, first, count
        first += count


def read_lines(
    title: str,
    file: BufferedIOBase,
    encoding: str,
    place: int,
    first: int,
    count: int,
) -> Iterator[Record]:
    """Each line's picture, or why it is refused; an empty line is none."""
    lines = decoded(file, encoding)
    lines.seek(place)
    for number in range(first, first + count):
        name = f"{title}:{number}"
        line = lines.readline(longest_line() + 1)
        if len(line) > longest_line():
            yield Refusal(name, "Longer than a drawing can be; the rest is not read.")
        elif line.strip():
            yield read_line(title, name, line)


def read_line(title: str, name: str, line: str) -> Record:
    try:
        return read_row(name, json.loads(line))._replace(source=title)
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, BadFile) else "Not a line of JSON."
        return Refusal(name, why)


def decoded(file: BufferedIOBase, encoding: str) -> TextIOWrapper:
    return TextIOWrapper(cast(IO[bytes], file), encoding, errors="replace")


def longest_line() -> int:
    """In characters."""
    return 2 * settings.MAX_PICTURE_BYTES + 1_000_000  # base64, and the rest


def read_row(name: str, row: Any) -> ImportedPicture:
    """Check one line's object, as an export writes it. Raises BadFile."""
    if not isinstance(row, dict):
        raise BadFile("Expected an object.")
    return ImportedPicture(
        name,
        picture=read_picture(row.get("picture")),
        label=read_value(row.get("label"), "label"),
        id=parse(row.get("id"), UUID, "id"),
        claim=read_value(row.get("claim"), "claim"),
        strokes=strokes_or_none(row.get("strokes")),
        created_at=read_time(row.get("created_at")),
    )


def read_picture(text: Any) -> bytes:
    if not isinstance(text, str):
        raise BadFile("Expected the picture in base64.")
    return parse(text, lambda text: base64.b64decode(text, validate=True), "picture")


def read_value(value: Any, name: str) -> Shown | None:
    """A class, 0 to 10, or a number as text. Raises BadFile."""
    if value is None or (type(value) is int and value in Digit.values):
        return value
    if isinstance(value, str) and is_number(value):
        return value
    number = f'a number such as "42", of {FEWEST} to {MOST_DIGITS} digits'
    raise BadFile(f"Expected a {name} from 0 to 10, or {number}, got {value!r:.40}.")


def strokes_or_none(data: Any) -> Strokes | None:
    try:
        return None if data is None else read_strokes(data)
    except BadStrokes as error:
        raise BadFile(str(error)) from error


def read_time(text: Any) -> datetime | None:
    time = parse(text, datetime.fromisoformat, "created_at")
    if time and (time.tzinfo is None or not EARLIEST <= time <= timezone.now()):
        wanted = "from 1970 on that is past, with its zone"
        raise BadFile(f"Expected a created_at {wanted}, got {time}.")
    return time


def parse(text: Any, parser: Callable[[Any], Value], name: str) -> Value | Any:
    """What the parser makes of a field, None of none. Raises BadFile."""
    if text is None:
        return None
    try:
        return parser(text)
    except (ValueError, TypeError, AttributeError) as error:
        raise BadFile(f"The {name} cannot be read.") from error
