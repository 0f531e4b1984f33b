"""The lines that python -m ml.read prints."""

import csv
import io
import os
import re
import shutil

from ml.read import main
from ml.reader import Reader
from tests.support.drawings import png
from tests.support.numbers import side_by_side
from tests.support.reading import rows, run


def test_a_line_of_text_has_the_word_how_sure_it_is_and_the_name(
    picture_folder, capsys
):
    assert main(["b/seven of mine.png", "nothing.png"]) == 2
    seven, nothing = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"Seven +\d\d\.\d %  b/seven of mine\.png", seven)
    assert re.fullmatch(r"- +nothing\.png: No such file or directory\.", nothing)
    assert seven.index("b/seven") == nothing.index("nothing")


def test_json_lines_have_what_the_library_reads(picture_folder, capsys):
    main(["b", "--format", "jsonl"])
    seven = rows(capsys)[0]
    reading = Reader().read("b/seven of mine.png")
    assert seven == {
        "file": "b/seven of mine.png",
        "digit": 7,
        "word": "Seven",
        "confidence": round(reading.confidence, 6),
        "probabilities": [round(share, 6) for share in reading.probabilities],
        "error": None,
        "number": "7",
        "parts": [],
    }


def test_csv_is_read_back_whatever_a_file_is_called(picture_folder, capsys):
    name = 'line\nbreak, "quoted".png'
    shutil.copy("c.png", name)
    main([name, "notes.txt", "--format", "csv"])
    eight, notes = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (eight["file"], eight["digit"], eight["word"]) == (name, "8", "Eight")
    assert (notes["digit"], notes["error"]) == (
        "",
        "This is not a picture that we can read.",
    )


def test_a_number_stands_in_each_format(picture_folder, capsys):
    (picture_folder / "n.png").write_bytes(png(side_by_side("42"), pen=6))
    assert main(["n.png"]) == 0
    assert capsys.readouterr().out.startswith("Forty-two ")
    main(["n.png", "--format", "jsonl"])
    (line,) = rows(capsys)
    reading = Reader().read("n.png")
    assert (line["digit"], line["number"], line["word"]) == (None, "42", "Forty-two")
    assert [part["digit"] for part in line["parts"]] == [4, 2]
    assert [part["box"] for part in line["parts"]] == [[*p.box] for p in reading.parts]
    main(["n.png", "--format", "csv"])
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["digit"], row["number"], row["word"]) == ("", "42", "Forty-two")


def test_text_shows_a_name_that_would_break_its_line_escaped(picture_folder, capsys):
    shutil.copy("c.png", "line\nbreak\x1b[2J.png")
    main(["line\nbreak\x1b[2J.png"])
    assert capsys.readouterr().out.endswith("  line\\nbreak\\x1b[2J.png\n")


def test_a_name_that_is_no_utf8_is_found_and_printed_as_it_is(picture_folder):
    name = os.fsencode(picture_folder) + b"/b/\xff.png"
    shutil.copy("c.png", name)
    done = run(b"b", "--format", "csv", cwd=picture_folder)
    assert done.returncode == 0
    assert b"\nb/\xff.png,8,Eight," in done.stdout
    assert b"\\udcff.png" in run(b"b/\xff.png", cwd=picture_folder).stdout
