"""All files are read once before a drawing is kept, to know what the parts cannot.

That is whether labels can be true, and which pictures come more than once: with these
marked, sections may be imported at the same time, in any order, with one result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from recognizer.imports.candidates import Candidate
from recognizer.imports.records import ImportedPicture, Refusal
from recognizer.imports.repeats import Repeats
from recognizer.imports.sections import Files, Section, Tiles, pictures_first
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
    repeats: Repeats = field(default_factory=Repeats)

    @property
    def lacks_labels(self) -> bool:
        """Whether there are pictures, and nothing says what any of them shows."""
        return self.pictures > 0 and self.unlabelled == self.pictures

    def look_at(self, section: Section, files: Files, *, has_both: bool) -> None:
        """Read a section; with `has_both`, pictures may be those of tiles."""
        repeats = []
        for number, record in enumerate(section.read(files)):
            if isinstance(record, ImportedPicture):
                self._count(record)
                candidate = Candidate.check(record, self.survey.turn)
                if self.repeats.is_repeat(candidate, with_tile=has_both):
                    repeats.append(number)
        self.sections.append(replace(section, repeats=repeats))

    def _count(self, record: ImportedPicture) -> None:
        self.pictures += 1
        self.survey.look_at(record)
        if record.label is None:
            self.unlabelled += 1
            if len(self.first_unlabelled) < NAMED:
                self.first_unlabelled.append(record.name)


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
    to_read = []
    for section in pictures_first(sections):
        if isinstance(section, Refusal):
            first_look.refusals.append(section)
        else:
            to_read.append(section)
    has_both = len({isinstance(section, Tiles) for section in to_read}) > 1
    for section in to_read:
        first_look.look_at(section, files, has_both=has_both)
        seen(section.size)
    return first_look
