"""Pen trajectories in UNIPEN form: its own distribution, and files such as pendigits'.

UNIPEN: Guyon, Schomaker, Plamondon, Liberman and Janet 1994, "UNIPEN project of on-line
data exchange and recognizer benchmarks"; train_r01_v07, International Unipen Foundation
1999, doi 10.5281/zenodo.1195803, CC BY 4.0.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from ml.data.unipen.distribution import read_distribution
from ml.data.unipen.single_file import read_file
from ml.data.unipen.trajectory import Trajectory
from ml.data.unipen.writers import by_writer, held_out

__all__ = ["Trajectory", "by_writer", "held_out", "read_pens"]


def read_pens(
    paths: Iterable[Path], log: Callable[[str], None] = print
) -> list[Trajectory]:
    """Read folders of UNIPEN's distribution and single files, in the order given.

    Raises BadData with file and line, FileNotFoundError.
    """
    pens: list[Trajectory] = []
    for path in paths:
        pens += read_distribution(path, log) if path.is_dir() else read_file(path)
    return pens
