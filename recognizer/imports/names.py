"""What the names of files and folders tell: labels, and pairs of MNIST's files."""

import re
from collections.abc import Iterable
from pathlib import PureWindowsPath as AnyPath  # a zip may have / or \

from ml.inference import networks
from recognizer.exports.layout import NUMBERS_FOLDER, PARTS_FOLDER, class_folder
from recognizer.models import Digit, Shown, is_number

SEPARATORS = re.compile(r"[\s._-]+")
NUMBERED = re.compile(r"(?:(?:digit|class|label|number) ?)?([0-9]+)")
SEVERAL = re.compile(SEPARATORS.sub(" ", NUMBERS_FOLDER) + " ([0-9]+)")
# as exports name them
PART = re.compile(r"[0-9a-f-]{36}-[0-9]{1,2}")  # a drawing's id, and a digit's place
PADDED = re.compile(r"0?[0-9]")  # "07", but not "007", which counts something
WORDS = {word.casefold(): digit for digit, word in enumerate(networks.WORDS[:10])}
WORDS[SEPARATORS.sub(" ", class_folder(Digit.NOT_A_DIGIT))] = Digit.NOT_A_DIGIT.value
# A folder of a month or a day: 2026/07, 2026/11/07.
DATE = re.compile(r"(?:^|[/\\])(?:19|20)[0-9]{2}(?:[/\\][01]?[0-9])?[/\\][0-3]?[0-9]$")
MNIST_PART = re.compile(r"images?|labels?|idx[13]|[._-]")


def is_part(name: str) -> bool:
    """Whether it is a digit of a number that an export has whole in another folder."""
    path = AnyPath(name)
    folders = [folder.casefold() for folder in path.parts[-3:-1]]
    return folders[:1] == [PARTS_FOLDER] and bool(PART.fullmatch(path.stem))


def folder_of(name: str) -> str:
    return str(AnyPath(name).parent)


def folder_labels(names: Iterable[str]) -> dict[str, Shown]:
    """The label that each folder's name stands for, of those that stand for one.

    7, 07, digit_7, class7, label-7, number 7, seven, not-a-digit, and of a number
    several-digits-42. "10" is no label: some mean 'not a digit' by it, some the digit
    0, some the tenth of ten classes from 0 on. "none" is none either: it may be what
    nobody has labelled. Where numbers beyond 10 lie beside a number, they count
    writers, batches or days.
    """
    folders = {folder_of(name) for name in names}
    counting = {str(AnyPath(f).parent) for f in folders if (number_in(f) or 0) > 10}
    labels = {folder: label_of(folder) for folder in folders}
    return {
        folder: label
        for folder, label in labels.items()
        if label is not None and str(AnyPath(folder).parent) not in counting
    }


def label_of(folder: str) -> Shown | None:
    """The label that a folder's own name stands for."""
    name = plain(folder)
    if (several := SEVERAL.fullmatch(name)) and is_number(several[1]):
        return several[1]
    numbered = NUMBERED.fullmatch(name)
    if not numbered:
        return WORDS.get(name)
    if DATE.search(folder) or not PADDED.fullmatch(numbered[1]):
        return None
    return int(numbered[1])


def number_in(folder: str) -> int | None:
    numbered = NUMBERED.fullmatch(plain(folder))
    return int(numbered[1][-9:]) if numbered else None


def plain(folder: str) -> str:
    """A folder's own name, without case, and with single spaces as separators."""
    return SEPARATORS.sub(" ", AnyPath(folder).name.casefold()).strip()


def mnist_pair(name: str, names: Iterable[str], part: str) -> str | None:
    """The name of MNIST's other file, whose name says `part`: "images" or "labels".

    train-images-idx3-ubyte and train-labels.idx1-ubyte.gz are a pair: separators, case
    and packing do not matter. Where there are several, the one that is packed alike.
    """
    pairs = [
        other
        for other in names
        if other != name
        and part[:-1] in AnyPath(other).name.casefold()
        and mnist_key(other) == mnist_key(name)
    ]
    packed = name.endswith(".gz")
    return min(pairs, key=lambda other: other.endswith(".gz") != packed, default=None)


def mnist_key(name: str) -> str:
    """The same for both files of a pair, in every way of writing them."""
    return MNIST_PART.sub("", name.casefold().removesuffix(".gz"))
