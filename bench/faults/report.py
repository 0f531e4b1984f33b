"""A line of the table for each fault."""

from collections import Counter
from dataclasses import dataclass

from bench.machines.visitors import KEPT

COLUMNS = (
    "what happens",
    "drawings kept",
    "other answers",
    "no answer",
    "longest request",
    "longest until kept",
    "well after it",
)
HEAD = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|"
PROBLEM = "application/problem+json"


@dataclass
class Event:
    """A fault: when it began, when it was taken back, and when the next one began."""

    name: str
    began: float
    over: float
    end: float


def row(event: Event, posts: list[list]) -> str:
    within = [post for post in posts if event.began <= post[0] + post[1] < event.end]
    kept = {post[3] for post in within if post[2] in KEPT}
    failed = [post for post in within if post[2] not in KEPT]
    well = max((began + took - event.over for began, took, *_ in failed), default=0)
    cells = (
        event.name,
        f"{len(kept):,}",
        counts(answer_of(post) for post in failed if post[2]),
        counts(post[6] for post in failed if not post[2]),
        f"{max((post[1] for post in within), default=0):.1f} s",
        f"{longest_until_kept(within, posts):.1f} s",
        f"{max(well, 0):.1f} s",
    )
    return f"| {' | '.join(cells)} |"


def answer_of(post: list) -> str:
    """A status; with the type where it is no problem in words."""
    return str(post[2]) if post[6] == PROBLEM else f"**{post[2]} {post[6]}**"


def counts(names) -> str:
    pairs = sorted(Counter(names).items())
    return ", ".join(f"{number} x {name}" for name, number in pairs) or "none"


def longest_until_kept(within: list[list], posts: list[list]) -> float:
    """How long the visitor waited, all tries of one drawing together."""
    kept = {post[3]: post[0] + post[1] for post in within if post[2] in KEPT}
    began: dict[str, float] = {}
    for post in posts:
        began.setdefault(post[3], post[0])
    return max((end - began[key] for key, end in kept.items()), default=0)
