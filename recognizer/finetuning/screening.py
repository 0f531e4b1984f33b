"""Labels that may be wrong or meant ill, found before they train."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from recognizer.finetuning.labelled_drawing import LabelledDrawing
from recognizer.finetuning.selection import Selection

ONE_REVIEWER = "Its reviewer has labelled more than a fair share of the run."
FAR = "It is unlike all else with its label: a second reviewer has to confirm it."
FEW_WAITING = 5  # so many odd corrections say nothing of the others
# Of UNIPEN's people, strangers to the network, 30 % of whose labels were made wrong,
# these leave out 97 % of the wrong ones, and a third of the right corrections.
IMPOSSIBLE = 0.01  # a label's probability below this
NEIGHBOURS = 3
BLOCK = 1_000  # drawings compared at once with all others: bounds the memory


def beyond_fair_share(
    rows: list[LabelledDrawing], share: float
) -> list[LabelledDrawing]:
    """Rows that one reviewer labelled beyond a `share` (0..1) of what then remains.

    The drawings' random ids decide which of the reviewer's rows these are; what another
    has confirmed is not among them. With one reviewer there is nobody to compare with,
    and nothing is left out.
    """
    counts = Counter(row.reviewer for row in rows)
    if len(counts) < 2:
        return []
    [(reviewer, count)] = counts.most_common(1)
    # Of the run that is left: count - excess <= share * (rows - excess).
    excess = (count - share * len(rows)) / max(1 - share, 1e-9)
    excess = int(np.ceil(excess - 1e-6))  # 50 is not 51 for a rounding error
    theirs = [row for row in rows if row.reviewer == reviewer and not row.confirmed]
    theirs.sort(key=lambda row: row.pk)
    return theirs[: max(0, excess)]


def mostly_unconfirmed(selection: Selection) -> Iterator[str]:
    """The sentence that refuses a run of which most corrections wait as far.

    Odd labels are a third of a stranger's corrections, and nearly all wrong ones. Where
    they are the most, some of the others are wrong too, on both sides.
    """
    waiting = len(selection.left_out.get(FAR, ()))
    rows = (*selection.train, *selection.held_out)
    trusted = sum(row.is_correction for row in rows)
    if waiting > max(trusted, FEW_WAITING):
        yield (
            f"{waiting} corrections wait for a second opinion, and {trusted} do not: "
            "labels of which most are odd are not to be trusted before they are "
            "confirmed (--trust-far trusts them)."
        )


def far(
    features: np.ndarray,
    labels: np.ndarray,
    probabilities: np.ndarray,
    known: np.ndarray,
    classes: np.ndarray,
    drawings: np.ndarray | None = None,
) -> np.ndarray:
    """Which labels neither the network nor any similar tile speaks for: bool (n,).

    `features` (n, d) of tiles with `labels`, and `known` (m, d) of tiles with certain
    `classes`, are the network's last hidden layer; `probabilities` (n, classes) are its
    answers; `drawings`, int (n,) from 0 on, says which tiles are of one drawing (None:
    each is of its own). A label is far when the network holds it for nearly impossible
    and none of the nearest tiles of other drawings and of the known ones has it: the
    edited nearest neighbour rule (Wilson 1972, IEEE Transactions SMC 2:408), but one
    neighbour is enough. So several drawings of one new style speak for each other; the
    digits of one number, which one label names, do not.
    """
    rows = np.arange(len(labels))
    drawings = rows if drawings is None else drawings
    nearest = _nearest(features, known, drawings)
    neighbours = np.concatenate([labels, classes])[nearest]
    has_company = (neighbours == labels[:, None]).any(1)
    return (probabilities[rows, labels] < IMPOSSIBLE) & ~has_company


def _nearest(
    points: np.ndarray, others: np.ndarray, drawings: np.ndarray
) -> np.ndarray:
    """Each point's NEIGHBOURS among the rows of points, then others: int (n, 3).

    All have length 1, so the nearest have the largest product. Points of one drawing,
    and so a point and itself, are no neighbours.
    """
    all_points = np.concatenate([points, others])
    nearest = np.empty((len(points), NEIGHBOURS), int)
    for i in range(0, len(points), BLOCK):
        products = points[i : i + BLOCK] @ all_points.T
        same = drawings[i : i + BLOCK, None] == drawings
        products[:, : len(points)][same] = -np.inf
        order = np.argpartition(-products, NEIGHBOURS, axis=1)
        nearest[i : i + BLOCK] = order[:, :NEIGHBOURS]
    return nearest
