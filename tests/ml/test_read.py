"""python -m ml.read: its exit codes, how it ends, what is wrong about a command."""

import os
import shutil
import signal
import subprocess
import time

import pytest

from ml.read import main
from tests.support.drawings import DIGITS, blank_png, png
from tests.support.numbers import side_by_side
from tests.support.reading import COMMAND, ENVIRONMENT, ROOT, rows, run

CROSS = [[(0, 0), (1, 1)], [(0, 1), (1, 0)], [(0, 0.5), (1, 0.5)], [(0.5, 0), (0.5, 1)]]


def test_lines_come_in_the_order_of_the_names_from_any_number_of_processes(
    picture_folder, capsys
):
    names = ["c.png", "a.png", "nothing.png", "b/three.PNG"] * 10
    assert main([*names, "--format", "jsonl"]) == 2
    alone = rows(capsys)
    assert [row["file"] for row in alone] == names
    assert main([*names, "--format", "jsonl", "--jobs", "2"]) == 2
    assert rows(capsys) == alone


@pytest.mark.parametrize(
    ("picture", "code", "line"),
    [
        (png(DIGITS[7]), 0, "Seven "),
        (png(side_by_side("42"), pen=6), 0, "Forty-two "),
        (png(CROSS), 1, "Not a digit "),
        (blank_png(), 1, "The drawing is empty."),
        (b"words", 2, "This is not a picture that we can read."),
        (b"", 2, "This is not a picture that we can read."),
    ],
    ids=["digit", "number", "cross", "blank", "words", "nothing"],
)
def test_a_picture_comes_by_standard_input_and_the_exit_code_judges_it(
    picture, code, line
):
    done = run(input=picture)
    assert line in done.stdout.decode()
    assert done.returncode == code


def test_the_exit_code_is_the_worst(picture_folder, capsys):
    (picture_folder / "blank.png").write_bytes(blank_png())
    assert main(["a.png", "blank.png", "a.png"]) == 1
    assert main(["notes.txt", "blank.png", "a.png"]) == 2
    assert len(capsys.readouterr().out.splitlines()) == 6


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_it_ends_quietly_when_nobody_reads_or_on_ctrl_c(picture_folder, jobs):
    (picture_folder / "list").write_text("a.png\n" * 100_000)
    for end, code in ((close, 141), (interrupt, 130)):
        with subprocess.Popen(
            [*COMMAND, "--files-from", "list", "--jobs", jobs],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            cwd=picture_folder,
            start_new_session=True,
            preexec_fn=hear_ctrl_c,
        ) as reading:
            assert reading.stdout.readline().startswith(b"One")
            end(reading)
            reading.stdout.close()
            assert b"Traceback" not in reading.stderr.read()
            assert reading.wait(60) == code


def hear_ctrl_c():
    """Also where the tests run in a shell's background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def close(reading):
    reading.stdout.close()


def interrupt(reading):
    time.sleep(0.2)  # it is in the midst of the list
    os.killpg(reading.pid, signal.SIGINT)  # as a terminal does
    while reading.stdout.read(1 << 16):
        pass


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--version", "other"], "No version 'other' in "),
        (["--version", "other", "--jobs", "2"], "No version 'other' in "),
        (["--files-from", "nothing"], "No such file or directory: 'nothing'"),
        (["--jobs", "0"], "expected a number from 1 on, got '0'"),
        (["--format", "xml"], "invalid choice: 'xml'"),
    ],
)
def test_a_wrong_command_is_told_what_is_wrong(picture_folder, argv, message):
    done = run("a.png", *argv, cwd=picture_folder)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_another_version_reads(picture_folder, capsys):
    shutil.copytree(ROOT / "weights" / "seed75", picture_folder / "mine")
    assert main(["b/three.PNG", "--version", "mine", "--format", "jsonl"]) == 0
    assert len(rows(capsys)[0]["probabilities"]) == 10
