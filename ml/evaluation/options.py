"""The command line's options that say which drawings are measured."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_drawing_options(
    parser: argparse.ArgumentParser, *, required: bool = False
) -> None:
    """Which version, which drawings, on how many processes."""
    add = parser.add_argument
    add("--version", default="base", help="a folder of weights/, or any (base)")
    add(
        "--drawings",
        type=Path,
        metavar="PATH",
        required=required,
        help="a folder with render.py",
    )
    add("--sets", default="all", help="with commas; or all (the default)")
    add("--split", default="dev", help="of the drawings (dev)")
    add(
        "--held-out",
        metavar="SETS",
        action="extend",
        type=lambda names: names.split(","),
        default=[],
        help="of these sets only the writers whom ml.train keeps apart, where it is "
        "given the same people's pens",
    )
    add(
        "--halves",
        metavar="SETS",
        action="extend",
        type=lambda names: names.split(","),
        default=[],
        help="of these sets of numbers tell apart the half of the writers on whom no "
        "choice in ml.numbers was made",
    )
    add("--limit", type=int, default=500, help="drawings of a set (500); 0: all")
    add("--seed", type=int, default=0, help="which drawings, and where on the page")
    add("--workers", type=int, help="processes (one a core)")
