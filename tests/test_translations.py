"""Nothing that a visitor sees lacks a translation; `make translations` is run anew."""

import gettext
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.programs import need_program

ROOT = Path(__file__).parent.parent
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")


@pytest.fixture(scope="session")
def programs():
    """What gettext brings."""
    need_program("xgettext", "gettext")


@pytest.fixture(scope="session")
def extracted(programs, tmp_path_factory):
    """The folder locale/ as `make translations` leaves it, in a copy of the code."""
    copy = tmp_path_factory.mktemp("translations")
    for folder in ("digitsite", "locale", "ml", "recognizer", "static", "templates"):
        shutil.copytree(ROOT / folder, copy / folder)
    for name in ("Makefile", "manage.py"):
        shutil.copy(ROOT / name, copy)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    made = ["--assume-old=.venv/serve.stamp", "--assume-old=.env"]
    subprocess.run(["make", *made, "translations"], cwd=copy, check=True)
    return copy / "locale"


def read_mo(path):
    """The sentences of a compiled file; its header aside."""
    with path.open("rb") as file:
        catalog = gettext.GNUTranslations(file)._catalog
    return {sentence: text for sentence, text in catalog.items() if sentence}


def files(folder, ending):
    return sorted(folder.glob(f"*/LC_MESSAGES/*.{ending}"))


@pytest.mark.parametrize("kind", ["untranslated", "only-fuzzy"])
def test_every_sentence_of_the_code_is_translated(extracted, kind):
    for file in files(extracted, "po"):
        command = ["msgattrib", "--no-wrap", f"--{kind}", file]
        listed = subprocess.run(command, capture_output=True, check=True, text=True)
        assert re.findall('^msgid "(.+)"$', listed.stdout, re.MULTILINE) == [], file


def test_what_is_served_is_compiled_from_what_is_written(programs, tmp_path):
    for file in files(ROOT / "locale", "po"):
        compiled = tmp_path / "compiled.mo"
        subprocess.run(["msgfmt", "--check-format", f"-o{compiled}", file], check=True)
        assert read_mo(file.with_suffix(".mo")) == read_mo(compiled), file


def test_a_translation_has_the_same_places_for_values():
    for file in files(ROOT / "locale", "mo"):
        for sentence, text in read_mo(file).items():
            if isinstance(sentence, str):  # msgfmt has checked plurals
                places = sorted(PLACE.findall(sentence))
                assert places == sorted(PLACE.findall(text)), (file, sentence)
