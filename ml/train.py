"""Train a network from nothing and write it as a version: `python -m ml.train --help`.

A run can be interrupted (Ctrl-C, kill) and taken up again by the same command.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ml.data.mnist import BadData, Mnist, load_mnist
from ml.data.unipen import Trajectory, by_writer, read_pens
from ml.inference.networks import NETWORKS
from ml.publishing.publish import publish
from ml.publishing.seeds import is_finished, ship_best
from ml.training.batches import Log, base_source, seed75_source
from ml.training.checkpoint import Checkpoint, OtherRun
from ml.training.label_noise import without_suspects
from ml.training.loop import Interrupted, Progress, Run
from ml.training.optimiser import compiled
from ml.training.recipes import RECIPES, Recipe

DOUBTS = "doubts.json"  # beside the output: which pens are labelled wrong
SOURCES = {"deep": base_source, "seed75": seed75_source}


def train(
    name: str,
    mnist: Mnist,
    recipe: Recipe,
    out: Path,
    *,
    pens: Sequence[Trajectory] = (),
    fresh: bool = False,
    stop: Callable[[], bool] = lambda: False,
    log: Log = print,
    show_bars: bool = False,
) -> dict:
    """Train network `name` to the end of its recipe and publish it in folder `out`.

    Returns the card's scores. `stop` is called after every step; once it returns True,
    the state is kept and Interrupted raised. Raises OtherRun (training.checkpoint).
    """
    checkpoint = Checkpoint(
        out.with_name(out.name + ".training"),
        {"network": name, "pens": len(pens), **dataclasses.asdict(recipe)},
    )
    if fresh:
        checkpoint.remove()
    left_out: dict[str, int] = {}
    if pens and recipe.pen_share:
        pens, left_out = _trusted(pens, out.with_name(DOUBTS), stop, log)
    source = SOURCES[name](mnist, recipe, log, pens)
    source = dataclasses.replace(source, counts=source.counts | left_out)
    model = compiled(name, recipe, source.per_epoch)
    progress = Progress()
    if kept := checkpoint.restore(model):
        progress = Progress(**kept)
        epoch, step = divmod(progress.step, source.per_epoch)
        log(f"Resuming in epoch {epoch + 1}, step {step}/{source.per_epoch}.")
    run = Run(model, source, recipe, checkpoint, progress, stop, log, show_bars)
    run.to_the_end()
    seconds = progress.seconds
    scores = publish(name, model, source, recipe, seconds, run.epochs, out, log)
    checkpoint.remove()
    return scores


def _trusted(
    pens: Sequence[Trajectory], file: Path, stop: Callable[[], bool], log: Log
) -> tuple[list[Trajectory], dict[str, int]]:
    """Without those to train on whose label is doubted; held-out ones all stay."""
    train_pens, held_pens = by_writer(list(pens))
    trusted, left_out = without_suspects(train_pens, file, stop=stop, log=log)
    return trusted + held_pens, left_out


@contextmanager
def stop_on_signals() -> Iterator[Callable[[], bool]]:
    """Ctrl-C and kill ask for a stop after the current step; a second one insists."""
    received: list[int] = []

    def receive(number: int, _frame) -> None:
        if received:
            raise KeyboardInterrupt
        received.append(number)

    signals = (signal.SIGINT, signal.SIGTERM)
    handlers = {number: signal.signal(number, receive) for number in signals}
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ml.train", description=__doc__)
    parser.add_argument("--network", choices=sorted(SOURCES), default="deep")
    parser.add_argument("--data", type=Path, help="MNIST as .npz (default: download)")
    parser.add_argument(
        "--pens",
        type=Path,
        nargs="+",
        default=[],
        metavar="FOLDER|FILE",
        help="pen trajectories: UNIPEN's folder train_r01_v07, files in its form such "
        "as pendigits-orig.tra (default: digits and non-digits drawn by code instead)",
    )
    parser.add_argument("--epochs", type=int, help="(default: the network's recipe)")
    parser.add_argument(
        "--seeds",
        type=int,
        nargs="+",
        default=[0],
        help="with several, each is trained beside the output (OUT.seed0 ...), and the "
        "best on validation ships",
    )
    parser.add_argument(
        "--out", type=Path, help="(default: in weights/, base or seed75)"
    )
    parser.add_argument("--fresh", action="store_true", help="forget an unfinished run")
    return parser.parse_args(argv)


def train_all(options: argparse.Namespace, recipe: Recipe, **train_options) -> None:
    """Train each seed that is not finished yet; with several, ship the best.

    `train_options` is what else train() takes.
    """
    out = options.out or Path("weights") / NETWORKS[options.network].version
    several = len(options.seeds) > 1
    folders = []
    for seed in options.seeds:
        folder = out.with_name(f"{out.name}.seed{seed}") if several else out
        seeded = dataclasses.replace(recipe, seed=seed)
        if not (several and is_finished(folder, seeded)):
            train(options.network, recipe=seeded, out=folder, **train_options)
        folders.append(folder)
    if several:
        best = ship_best(folders, out)
        train_options["log"](f"{best.name} is the best; it is in {out}.")


def _pens(options: argparse.Namespace, log: Log) -> list[Trajectory]:
    if options.network == "deep" and not options.pens:
        log("No --pens: digits and non-digits drawn by code stand in for people's.")
    return read_pens(options.pens, log)


def main(argv: list[str] | None = None) -> int:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    options = parse(argv)
    recipe = RECIPES[options.network]
    if options.epochs is not None:
        recipe = dataclasses.replace(recipe, epochs=options.epochs)
    from tqdm import tqdm

    try:
        with stop_on_signals() as stop:
            train_all(
                options,
                recipe,
                mnist=load_mnist(options.data),
                pens=_pens(options, tqdm.write),
                fresh=options.fresh,
                stop=stop,
                log=tqdm.write,
                show_bars=True,
            )
    except Interrupted as stopped:
        print(f"{stopped} The same command goes on from there.", file=sys.stderr)
        return 130
    except (BadData, OtherRun, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
