"""Tiles as pictures, and back."""

import base64
import io

import numpy as np
from PIL import Image

from ml.preprocessing.picture import check_picture
from recognizer.drawings.fingerprints import hash_of_tile, picture_hash
from recognizer.drawings.tile_images import imported_tile, tile_png, tile_url
from tests.support.drawings import SEVEN, png
from tests.support.mnist import digits


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(picture)))


def test_every_grey_of_a_tile_is_a_pixel_of_its_picture():
    tile = digits().x[0]
    assert np.array_equal(pixels(tile_png(tile.astype(np.float32) / 255)), tile)


def test_the_address_of_an_image_holds_the_whole_picture():
    tile = digits().x[0] / 255
    start, data = tile_url(tile).split(",")
    assert start == "data:image/png;base64"
    assert base64.b64decode(data) == tile_png(tile)


def test_a_picture_of_an_imported_tile_gives_the_tile_back():
    tile = digits().x[0]
    picture = check_picture(tile_png(tile / 255))
    assert np.array_equal(imported_tile(picture, hash_of_tile(tile)), tile)
    assert imported_tile(picture, picture_hash(b"another")) is None


def test_a_drawing_is_no_imported_tile():
    assert imported_tile(check_picture(png(SEVEN)), picture_hash(b"")) is None
