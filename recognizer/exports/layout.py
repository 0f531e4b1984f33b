"""Names of an export's files and folders, by which an import finds them again."""

from uuid import UUID

from django.utils.text import slugify

from ml.inference.networks import NOT_A_DIGIT, WORDS
from recognizer.formatting import digit_name
from recognizer.models import Shown

CARD, MANIFEST = "README.md", "manifest.json"
IMAGES_FILE, LABELS_FILE = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"
ARRAYS_FILE, LINES_FILE = "drawings.npz", "drawings.jsonl"
NUMBERS_FOLDER, PARTS_FOLDER = "several-digits", "parts"
TILES_ARRAY, LABELS_ARRAY, IDS_ARRAY = "x", "y", "id"


def pictures_file(number: int, count: int) -> str:
    """The name of one of `count` zips of pictures, numbered from 1 on."""
    return "pictures.zip" if count == 1 else f"pictures-{number:04}.zip"


def class_folder(label: Shown) -> str:
    """The folder of a label's pictures: "7", "not-a-digit" or "several-digits-42"."""
    if isinstance(label, str):
        return f"{NUMBERS_FOLDER}-{label}"
    return digit_name(label, none=slugify(WORDS[NOT_A_DIGIT]))


def part_file(digit: int, drawing: UUID, place: int) -> str:
    """The name of a number's digit, the first of which has the place 1."""
    return f"{PARTS_FOLDER}/{digit}/{drawing}-{place}.png"
