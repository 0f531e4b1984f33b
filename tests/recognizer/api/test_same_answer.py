"""The site, the library and the command answer alike."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from ml.reader import Reader
from tests.support.drawings import BLACK, DIGITS, WHITE, data_url, draw, encode, png
from tests.support.mnist import digits

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def photograph(pixels):
    """White on black, many times as large, as a JPEG."""
    return encode(Image.fromarray(pixels).resize((900, 900)), "JPEG", quality=60)


@pytest.fixture
def pictures():
    on_paper = draw(DIGITS[4], mode="RGB", colour=BLACK, paper=WHITE)
    kept = digits().x
    return [
        Path("tests/data/seven.png").read_bytes(),
        *(encode(Image.fromarray(pixels)) for pixels in kept[:20]),
        *(photograph(pixels) for pixels in kept[20:25]),
        *(png(strokes, page=(900, 600)) for strokes in DIGITS.values()),
        encode(on_paper, "WEBP"),
        png([[(0, 0), (1, 1)], [(0, 1), (1, 0)]]),
    ]


def test_a_picture_gets_the_same_answer_everywhere(api, pictures, tmp_path):
    for i, picture in enumerate(pictures):
        (tmp_path / f"{i:02}.png").write_bytes(picture)
    command = [sys.executable, "-m", "ml.read", tmp_path, "--format", "jsonl"]
    printed = subprocess.run(command, capture_output=True, text=True, check=False)
    reader = Reader()
    for picture, line in zip(pictures, printed.stdout.splitlines(), strict=True):
        address = "/api/v1/predictions/"
        site = api.post(address, {"image": data_url(picture)}, format="json").json()
        row, reading = json.loads(line), reader.read(picture)
        for field in ("digit", "word"):
            assert site[field] == row[field] == getattr(reading, field)
        sure = round(reading.confidence, 6)
        assert site["confidence"] == row["confidence"] == sure
        shares = [round(share, 6) for share in reading.probabilities]
        assert row["probabilities"] == shares
        assert site["probabilities"] == shares[: len(site["probabilities"])]
