"""The single characters of UNIPEN's distribution, a folder `train_r01_v07`.

data/1a/.../name.dat names its characters by the numbers of their components, and by
.INCLUDE the file with the pen's movements, counted from the folder include/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from ml.data.mnist import BadData
from ml.data.unipen.recording import read_recording
from ml.data.unipen.segments import read_segment, strokes_of
from ml.data.unipen.trajectory import Trajectory
from ml.inference.networks import NOT_A_DIGIT

NAME = "train_r01_v07"
DIGITS = "1a"
SECTIONS = (DIGITS, "1b", "1c", "1d")  # the others: capitals, small letters, symbols
UNDECODED = {"cea", "ceb", "lou", "tos"}  # their numbers fit no strokes
LABELS = {str(digit): digit for digit in range(10)}
COUNT_PEN_UPS = {"pri"}  # the others number the movements on the paper alone
LOOK_ALIKES = set("OoIl|SsZzbqgDB/\\'`,().")  # nobody can tell them from a digit


def read_distribution(
    folder: Path, log: Callable[[str], None] = print
) -> list[Trajectory]:
    """Read the digits, and those letters and symbols that can be told from digits.

    The folder is the distribution's or one above it. Says what was read and left out.
    Raises BadData with file and line, or where there is no such folder.
    """
    root = _root(folder)
    files = _files(root)
    pens = [
        pen
        for section, contributor, path in files
        if contributor not in UNDECODED
        for pen in _characters(root, section, contributor, path)
    ]
    if not pens:
        raise BadData(f"{root}: expected characters in data/1a to data/1d, found none.")
    digits = sum(pen.label != NOT_A_DIGIT for pen in pens)
    writers = len({pen.writer for pen in pens})
    log(
        f"{root}: {digits:,} digits and {len(pens) - digits:,} letters and symbols of "
        f"{writers} writers."
    )
    if undecoded := UNDECODED & {contributor for _, contributor, _ in files}:
        names = ", ".join(sorted(undecoded))
        log(f"Left out, as their component numbers fit no strokes: {names}.")
    return pens


def _root(folder: Path) -> Path:
    for root in (folder, *sorted(folder.rglob(NAME))):
        if (root / "data").is_dir() and (root / "include").is_dir():
            return root
    raise BadData(f"{folder}: expected UNIPEN's folder {NAME} (data and include).")


def _files(root: Path) -> list[tuple[str, str, Path]]:
    """Section, contributor and path of each; those of the same name in a row."""
    found = [
        (path.relative_to(root / "data" / section), section, path)
        for section in SECTIONS
        for path in (root / "data" / section).rglob("*")
        if path.is_file()
    ]
    return [(section, name.parts[0], path) for name, section, path in sorted(found)]


def _characters(
    root: Path, section: str, contributor: str, path: Path
) -> Iterator[Trajectory]:
    """A file's characters, without look-alikes and lone dots."""
    recording = read_recording(
        path, root / "include", counts_pen_ups=contributor in COUNT_PEN_UPS
    )
    for segment in recording.segments:
        numbers, label = read_segment(segment)
        if (digit := _class(section, label)) is None:
            continue
        writer, strokes = strokes_of(recording, numbers, segment.where)
        if strokes and np.ptp(np.concatenate(strokes), axis=0).any():
            yield Trajectory(digit, f"{contributor}/{writer}", strokes)


def _class(section: str, label: str) -> int | None:
    """0..9, NOT_A_DIGIT, or None for what trains nothing."""
    if section == DIGITS:
        return LABELS.get(label)
    is_told_apart = len(label) == 1 and label not in LABELS.keys() | LOOK_ALIKES
    return NOT_A_DIGIT if is_told_apart else None
