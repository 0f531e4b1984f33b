"""Conditions by what they change, so that a table of two dozen reads at a glance.

The names are those of the renderer's conditions. One that no group names stands alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

GROUPS = {
    "canvases": ("plain280", "wide", "phone", "retina"),
    "pens": ("thin", "thick"),
    "sizes and places": ("tiny", "small", "big", "corner"),
    "colours": (
        *("black-on-white", "black", "white-on-black", "white-on-transparent"),
        *("yellow-on-white", "blue-on-white", "green", "pink-on-white"),
        *("cyan-on-navy", "red-on-green", "halfclear"),
    ),
}
GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}


def group_conditions(conditions: Iterable[str]) -> dict[str, list[str]]:
    """The conditions by group, in order of appearance.

    A group says how many they are, "pens (2)"; one alone keeps its name.
    """
    members = defaultdict(list)
    for name in conditions:
        members[GROUP_OF.get(name, name)].append(name)
    return {
        f"{group} ({len(names)})" if len(names) > 1 else names[0]: names
        for group, names in members.items()
    }
