"""What a version was shown and answered: measured once, then kept as counts.

Reading a picture takes one or two milliseconds, so of a day a sample counts.
Ids are random: the first ones by id are a sample that is the same at each look.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import numpy as np
from django.conf import settings

from ml.data.replay import HOLDOUT, load_tiles
from ml.inference.classifier import BadVersion, decide_all
from ml.metrics.ink_measures import ink_shares, pen_widths
from ml.metrics.stability import count_in_bins, decile_edges
from ml.preprocessing.errors import BadImage, Blank
from ml.preprocessing.ink import read_kept_ink
from ml.preprocessing.tile import from_bytes, to_tile
from recognizer.models import (
    Digit,
    Distribution,
    Drawing,
    ModelVersion,
    Source,
    created_between,
)
from recognizer.versions.classifiers import load_classifier

LEAST = 200  # drawings of a day; fewer say too little
ANSWERS = 10_000  # of a day at most
PICTURES = 500  # of a version and day at most
EVERY = 3  # of the hold-out's tiles, each third: a hundred of each class
BETWEEN_ANSWERS = [digit + 0.5 for digit in Digit][:-1]

Values = dict[str, np.ndarray]  # numbers by the name of what they measure


def measure_day(day: date) -> list[Distribution]:
    """Keep the distributions of all versions that answered enough on that day."""
    by_version: dict[int, list[tuple[UUID, int, float]]] = {}
    for version, drawing, digit, confidence in sample_answers(day):
        by_version.setdefault(version, []).append((drawing, digit, confidence))
    measured = []
    for version, answers in by_version.items():
        if len(answers) < LEAST:
            continue
        try:
            reference = validation_of(version)
        except BadVersion:
            continue  # the log says so already, where it should answer
        edges = {name: bins["edges"] for name, bins in reference.measures.items()}
        values = answer_values(answers) | picture_values(
            [drawing for drawing, *_ in answers[:PICTURES]]
        )
        measured.append(distribution(version, day, values, edges))
    Distribution.objects.bulk_create(measured, ignore_conflicts=True)
    return measured


def validation_of(version: int) -> Distribution:
    """Return what the version answers to the tiles that ship. Raises BadVersion.

    The first time takes about a second.
    """
    kept = Distribution.objects.filter(version=version, day=None).first()
    if kept:
        return kept
    values = validation_values(ModelVersion.objects.get(pk=version))
    edges = {name: decile_edges(numbers) for name, numbers in values.items()}
    edges["answer"] = BETWEEN_ANSWERS
    reference = distribution(version, None, values, edges)
    Distribution.objects.bulk_create([reference], ignore_conflicts=True)
    return reference


def validation_values(version: ModelVersion) -> Values:
    """Of tiles that are made anew, as those of pictures are. Raises BadVersion."""
    classifier = load_classifier(version)
    tiles = from_bytes(load_tiles(settings.WEIGHTS_DIR / HOLDOUT).x[::EVERY])
    seen = np.stack([classifier.prepare(tile) for tile in tiles])
    probabilities = classifier.probabilities(seen)
    return {
        "answer": decide_all(probabilities),
        "confidence": probabilities.max(axis=1),
        **tile_values(np.stack([to_tile(tile) for tile in tiles])),
    }


def sample_answers(day: date) -> Iterable[tuple[int, UUID, int, float]]:
    """Version, drawing, answer and confidence of that day, imports aside.

    Without those that were read as numbers: the validation's tiles are single digits.
    """
    drawn = Drawing.objects.filter(created_between(day, day))
    answered = drawn.exclude(source=Source.IMPORT).with_answer()
    rows = answered.filter(digit__isnull=False, number="").order_by("pk")
    return rows.values_list("given__version_id", "pk", "digit", "confidence")[:ANSWERS]


def answer_values(answers: Sequence[tuple[UUID, int, float]]) -> Values:
    _, digits, confidences = zip(*answers, strict=True)
    return {"answer": np.array(digits), "confidence": np.array(confidences)}


def picture_values(drawings: Sequence[UUID]) -> Values:
    """Of those whose pictures can still be read."""
    pictures = Drawing.objects.filter(pk__in=drawings).order_by()
    tiles = []
    for picture in pictures.values_list("picture", flat=True).iterator(chunk_size=50):
        try:
            tiles.append(to_tile(read_kept_ink(bytes(picture))))
        except (BadImage, Blank):
            continue
    return tile_values(np.stack(tiles)) if tiles else {}


def tile_values(tiles: np.ndarray) -> Values:
    return {"ink": ink_shares(tiles), "pen": pen_widths(tiles)}


def distribution(
    version: int, day: date | None, values: Values, edges: Mapping[str, list[float]]
) -> Distribution:
    measures = {
        name: {"edges": edges[name], "counts": count_in_bins(numbers, edges[name])}
        for name, numbers in values.items()
    }
    n = len(values["answer"])
    return Distribution(version_id=version, day=day, n=n, measures=measures)
