"""Which pictures python -m ml.read takes, and in which order."""

import os
import subprocess

from ml.read import main
from tests.support.reading import COMMAND, ENVIRONMENT, rows, run


def test_a_folder_is_read_by_name_with_its_folders(picture_folder, capsys):
    assert main([".", "--format", "jsonl"]) == 0
    found = [(row["file"], row["digit"]) for row in rows(capsys)]
    assert found == [
        ("./a.png", 1),
        ("./b/seven of mine.png", 7),
        ("./b/three.PNG", 3),
        ("./c.png", 8),
    ]


def test_names_come_from_a_list(picture_folder, capsys):
    (picture_folder / "list").write_text("a.png\r\n\nb/seven of mine.png\nb\n-\n")
    assert main(["c.png", "--files-from", "list", "--format", "jsonl"]) == 2
    digits = [(row["file"], row["digit"]) for row in rows(capsys)]
    assert [digit for _, digit in digits] == [8, 1, 7, 7, 3, None]
    assert digits[-1][0] == "./-"
    done = run("--files-from", "-", input=b"a.png\nc.png\n", cwd=picture_folder)
    assert [line.split()[0] for line in done.stdout.splitlines()] == [b"One", b"Eight"]


def test_what_a_folder_cannot_give_is_told(picture_folder, capsys):
    (picture_folder / "empty").mkdir()
    os.symlink("nowhere", picture_folder / "b" / "broken.png")
    assert main(["empty", "b", "nul\0.png"]) == 2
    empty, _, _, nul = capsys.readouterr().out.splitlines()
    assert empty.endswith("empty: No pictures in it (.png, .jpg, .jpeg, .webp).")
    assert nul.endswith("nul\\x00.png: embedded null byte")


def test_names_are_taken_as_they_are_needed_and_read_at_once(picture_folder):
    """Of a list that never ends, each picture's line comes before the next name."""
    with subprocess.Popen(
        [*COMMAND, "--files-from", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=ENVIRONMENT,
        cwd=picture_folder,
    ) as reading:
        for name, word in (("a.png", b"One"), ("c.png", b"Eight")):
            reading.stdin.write(f"{name}\n".encode())
            reading.stdin.flush()
            assert reading.stdout.readline().startswith(word)
        reading.stdin.close()
        assert reading.wait(30) == 0
