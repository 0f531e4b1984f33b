"""schemathesis: requests by the OpenAPI document and against it, some with real digits.

It loads this file for its strategies, too (SCHEMATHESIS_HOOKS).
"""

import os
import subprocess
import sys
from pathlib import Path

import schemathesis
from hypothesis import strategies as st

from tests.support.drawings import BLACK, DIGITS, WHITE, blank_png, data_url, png

SMALL = {"page": (56, 56), "colour": BLACK, "paper": WHITE}
PICTURES = [
    png(strokes, pen=pen, **SMALL) for strokes in DIGITS.values() for pen in range(3, 8)
]
pictures = st.sampled_from([*PICTURES, blank_png((28, 28))]) | st.binary(max_size=99)
schemathesis.openapi.media_type("image/png", pictures)
schemathesis.openapi.format("data-url", pictures.map(data_url) | st.text(max_size=99))

# What a document cannot say: which bytes are a picture, which cursors there are.
NOT_CHECKED = "positive_data_acceptance,negative_data_rejection"


def fuzz(site, key, *options):
    """Run schemathesis on a site, by a key that may do all; returns the process."""
    program = Path(sys.executable).with_name("schemathesis")
    command = [program, "run", f"{site}/api/schema/", "--no-color"]
    command += ["--header", f"Authorization: Bearer {key}"]
    command += ["--exclude-checks", NOT_CHECKED, *options]
    hooks = {"PYTHONPATH": ".", "SCHEMATHESIS_HOOKS": "tests.support.fuzzing"}
    environment = os.environ | hooks
    return subprocess.run(command, env=environment, text=True, stdout=subprocess.PIPE)
