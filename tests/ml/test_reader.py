"""The library: pictures in, whatever they come as, and what they show out."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ml import reader as library
from ml.inference.version_files import WEIGHTS
from ml.reader import BadImage, BadVersion, Blank, Reader, TooLarge
from tests.support.drawings import BLACK, DIGITS, WHITE, blank_png, draw, encode, png
from tests.support.mnist import digits
from tests.support.numbers import side_by_side

SEVEN = Path("tests/data/seven.png")
ON_PAPER = {"colour": BLACK, "paper": WHITE}


@pytest.fixture(scope="module")
def reader():
    return Reader()


def grey(digit=7):
    return np.asarray(draw(DIGITS[digit], mode="L", **ON_PAPER))


def test_a_picture_is_read_from_its_path_its_bytes_and_its_pixels(reader):
    by_path = reader.read(SEVEN)
    assert (by_path.digit, by_path.word) == (7, "Seven")
    assert reader.read(str(SEVEN)) == by_path
    assert reader.read(SEVEN.read_bytes()) == by_path
    assert reader.read(Image.open(SEVEN)) == by_path
    assert reader.read(np.asarray(Image.open(SEVEN).convert("RGBA"))) == by_path


def test_a_reading_has_a_probability_for_each_answer(reader):
    reading = reader.read(SEVEN)
    assert len(reading.probabilities) == 11
    assert sum(reading.probabilities) == pytest.approx(1)
    assert reading.confidence == reading.probabilities[7]


def test_what_is_no_digit_has_no_digit(reader):
    t = np.linspace(0, 40, 400)
    scribble = np.stack([np.sin(2.3 * t) + np.sin(t), np.cos(3.1 * t)], axis=1)
    reading = reader.read(draw([scribble], pen=6))
    assert (reading.digit, reading.word) == (None, "Not a digit")
    assert reading.number is None
    assert reading.confidence == reading.probabilities[10]


def test_a_number_is_read_with_its_digits_and_where_they_stand(reader):
    picture = draw(side_by_side("42"), pen=6)
    reading = reader.read(picture)
    assert (reading.digit, reading.number, reading.word) == (None, "42", "Forty-two")
    four, two = reading.parts
    assert (four.digit, two.digit) == (4, 2)
    columns = np.flatnonzero(np.asarray(picture.getchannel("A")).any(axis=0))
    assert four.box[0] == pytest.approx(columns[0], abs=3)
    assert two.box[0] + two.box[2] == pytest.approx(columns[-1] + 1, abs=3)
    assert four.box[0] + four.box[2] < two.box[0] + 3
    assert 0.5 < reading.confidence <= 1
    assert reading.probabilities[10] == max(reading.probabilities)


def test_a_number_keeps_its_leading_zeros(reader):
    reading = reader.read(png(side_by_side("007"), pen=6))
    assert (reading.number, reading.word) == ("007", "Zero zero seven")


def test_a_single_digit_is_a_number_too_and_has_no_parts(reader):
    reading = reader.read(SEVEN)
    assert (reading.number, reading.parts) == ("7", ())


def test_a_network_of_ten_classes_reads_digits_alone():
    reading = Reader("seed75").read(SEVEN)
    assert (reading.digit, len(reading.probabilities)) == (7, 10)


def test_arrays_are_read_in_any_of_their_forms(reader):
    pixels = grey()
    expected = reader.read(pixels)
    assert expected.digit == 7
    assert reader.read(pixels / 255) == expected
    assert reader.read((pixels / 255).astype(np.float32)) == expected
    assert reader.read(np.stack([pixels] * 3, axis=2)) == expected
    assert reader.read(255 - pixels) == expected
    assert reader.read(pixels < 128).digit == 7


def test_mnists_arrays_are_read_as_they_are(reader):
    kept = digits()
    read = [reader.read(pixels).digit for pixels in kept.x[:100]]
    assert np.mean(read == kept.y[:100]) >= 0.97


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "CMYK", "I;16", "F"])
def test_pillow_images_of_each_mode_are_read(reader, mode):
    image = draw(DIGITS[3], mode="L", **ON_PAPER)
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 256)
    assert reader.read(image.convert(mode)).digit == 3


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_an_image_reads_like_its_file_and_turned_as_its_orientation_says(
    reader, format
):
    turned = draw(DIGITS[7], mode="RGB", **ON_PAPER).transpose(
        Image.Transpose.ROTATE_90
    )
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it right by 90 degrees
    file = encode(turned, format, exif=exif)
    assert reader.read(file).digit == 7
    assert reader.read(Image.open(io.BytesIO(file))) == reader.read(file)


def test_what_is_no_picture_is_refused(reader, tmp_path):
    with pytest.raises(BadImage, match="not a picture that we can read"):
        reader.read(b"words")
    with pytest.raises(BadImage, match="kind GIF"):
        reader.read(encode(draw(), "GIF"))
    with pytest.raises(BadImage, match="not a picture that we can read"):
        reader.read(Image.open(io.BytesIO(png()[:-900])))
    with pytest.raises(BadImage, match="no pixels"):
        reader.read(Image.new("L", (0, 4)))
    with pytest.raises(FileNotFoundError):
        reader.read(tmp_path / "nothing.png")
    with pytest.raises(TypeError, match=r"Expected a path, bytes, .* got int"):
        reader.read(7)


def test_an_empty_picture_is_refused(reader):
    for picture in (blank_png(), Image.new("RGB", (90, 90)), np.ones((28, 28))):
        with pytest.raises(Blank, match="The drawing is empty"):
            reader.read(picture)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((28, 28), int), r"got int64 \(28, 28\)"),
        (np.zeros((2, 28, 28, 3)), r"got float64 \(2, 28, 28, 3\)"),
        (np.zeros((28, 28, 2)), r"got float64 \(28, 28, 2\)"),
        (np.zeros((0, 28)), r"got float64 \(0, 28\)"),
        (grey() * 1.0, r"Expected floats in 0..1, got 0 to 255"),
        (np.full((28, 28), np.nan), r"Expected floats in 0..1, got nan"),
    ],
)
def test_arrays_that_are_no_picture_are_refused(reader, array, message):
    with pytest.raises(BadImage, match=message):
        reader.read(array)


def test_an_endless_file_is_too_large(reader, monkeypatch):
    monkeypatch.setattr(library, "MAX_BYTES", 1000)
    with pytest.raises(TooLarge, match="at most 1,000 are read"):
        reader.read("/dev/zero")


def test_a_version_is_named_or_is_a_folder():
    assert Reader(WEIGHTS / "base").read(SEVEN) == Reader("base").read(SEVEN)
    with pytest.raises(BadVersion, match="No version 'other'"):
        Reader("other")


def test_reading_needs_neither_the_site_nor_what_trains(tmp_path):
    code = (
        "import sys\n"
        "from ml.reader import Reader\n"
        "print(Reader().read(sys.argv[1]).digit)\n"
        "top = {name.partition('.')[0] for name in sys.modules}\n"
        "print(top & {'django', 'tensorflow', 'keras', 'cv2', 'recognizer'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, SEVEN.resolve()],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["7", "set()"]
