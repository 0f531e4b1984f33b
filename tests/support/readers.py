"""Whoever reads a kept picture later: each has its own idea of what is damaged."""

import io

import cv2
import numpy as np
import pyspng
from PIL import Image

from ml.preprocessing.ink import find_ink, read_kept_ink
from ml.preprocessing.metadata import header_size
from ml.preprocessing.picture import check_kept_picture, check_picture

MIME = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


def keep(file, **limits):
    """The file as the site keeps it. Raises BadImage, Blank or TooLarge."""
    picture = check_picture(file, **limits)
    ink = find_ink(picture)
    for path in (read_kept_ink, lambda file: find_ink(check_picture(file))):
        np.testing.assert_array_equal(path(picture.file), ink, "another ink")
    assert check_picture(picture.file).file == picture.file, "not kept as it is"
    return picture.file


def read_by_all(file):
    """Assert that every reader takes the kept file, and that they see the same."""
    pixels = by_pillow(file)
    assert check_kept_picture(file).file == file
    assert header_size(file) == (pixels.shape[1], pixels.shape[0])
    for read in (by_pillow_checking, by_opencv, by_pyspng):
        other = read(file)
        if other is not None:
            np.testing.assert_allclose(other, pixels, atol=1, err_msg=read.__name__)


def by_pillow(file):
    return np.asarray(Image.open(io.BytesIO(file)).convert("RGBA"), np.int16)


def by_pillow_checking(file):
    """As tools do that look for damaged files: it refuses wrong checksums."""
    Image.open(io.BytesIO(file)).verify()


def by_opencv(file):
    """Compares no pixels where OpenCV means others: it turns, and mixes CMYK itself."""
    pixels = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None, "OpenCV"


def by_pyspng(file):
    """Only of the drawings that it is asked for."""
    if file[1:4] == b"PNG" and file[24:29] == bytes([8, 6, 0, 0, 0]):
        return pyspng.load(file)
    return None
