"""Names of an export's files and folders, by which an import finds them again."""

from django.utils.text import slugify

from ml.inference.networks import NOT_A_DIGIT, WORDS
from recognizer.formatting import digit_name

CARD, MANIFEST = "README.md", "manifest.json"
IMAGES_FILE, LABELS_FILE = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"
ARRAYS_FILE, LINES_FILE = "drawings.npz", "drawings.jsonl"
TILES_ARRAY, LABELS_ARRAY, IDS_ARRAY = "x", "y", "id"


def pictures_file(number: int, count: int) -> str:
    """The name of one of `count` zips of pictures, numbered from 1 on."""
    return "pictures.zip" if count == 1 else f"pictures-{number:04}.zip"


def class_folder(label: int) -> str:
    """The folder of a class's pictures: "7", or "not-a-digit"."""
    return digit_name(label, none=slugify(WORDS[NOT_A_DIGIT]))
