"""All files are read once before a drawing is kept, to know what the parts cannot.

That is whether labels can be true, and which pictures come more than once: with these
marked, sections may be imported at the same time, in any order, with one result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from recognizer.drawings.fingerprints import picture_hash
from recognizer.imports.records import ImportedPicture, Refusal
from recognizer.imports.sections import Files, Section
from recognizer.imports.survey import Survey
from recognizer.imports.turns import Turn

NAMED = 3  # of the pictures without a label


@dataclass
class FirstLook:
    """What was seen, and the sections with their repeats."""

    survey: Survey
    sections: list[Section] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    pictures: int = 0
    unlabelled: int = 0
    first_unlabelled: list[str] = field(default_factory=list)
    _seen: set[bytes] = field(default_factory=set)

    @property
    def lacks_labels(self) -> bool:
        """Whether there are pictures, and nothing says what any of them shows."""
        return self.pictures > 0 and self.unlabelled == self.pictures

    def look_at(self, section: Section, files: Files, seen: Callable[[int], object]):
        repeats = []
        for number, record in enumerate(section.read(files)):
            if isinstance(record, ImportedPicture):
                self._count(record)
                if self._is_repeat(record):
                    repeats.append(number)
        self.sections.append(replace(section, repeats=repeats))
        seen(section.size)

    def _count(self, record: ImportedPicture) -> None:
        self.pictures += 1
        self.survey.look_at(record)
        if record.label is None:
            self.unlabelled += 1
            if len(self.first_unlabelled) < NAMED:
                self.first_unlabelled.append(record.name)

    def _is_repeat(self, record: ImportedPicture) -> bool:
        """Whether the same was seen before, with a label if this has one."""
        same = identity(record)
        labelled = b"labelled " + same
        is_repeat = labelled in self._seen or (
            record.label is None and same in self._seen
        )
        self._seen.add(same if record.label is None else labelled)
        return is_repeat


def look(
    sections: Iterable[Section | Refusal],
    files: Files,
    turn: Turn | None = None,
    seen: Callable[[int], object] = lambda size: None,
) -> FirstLook:
    """Read all sections, telling `seen` the size of each.

    Raises NoVersion (recognizer.versions.predictor).
    """
    first_look = FirstLook(Survey(turn))
    for section in sections:
        if isinstance(section, Refusal):
            first_look.refusals.append(section)
        else:
            first_look.look_at(section, files, seen)
    return first_look


def identity(record: ImportedPicture) -> bytes:
    """The same for pictures of which an import keeps one: 16 bytes."""
    if record.id:
        return bytes.fromhex(picture_hash(record.id.bytes + record.picture))
    return bytes.fromhex(record.tile_hash or picture_hash(record.picture))
