"""What differs by the database: how it becomes bytes, and bytes become it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import ClassVar

from recognizer.backups.programs import Program
from recognizer.backups.streams import Readable

Migration = tuple[str, str]  # app and name


class Engine(ABC):
    """Each method raises BackupError."""

    vendor: ClassVar[str]  # as Django's connection has it
    title: ClassVar[str]
    suffix: ClassVar[str]
    magic: ClassVar[bytes]  # how its backups begin

    @abstractmethod
    def check(self) -> None:
        """Refuse to dump or to fill another database than the site's."""

    @abstractmethod
    def dump(self, then: Sequence[Program]) -> AbstractContextManager[Readable]:
        """The database of one moment, as those programs write what they read of it."""

    @abstractmethod
    def look_into(self, source: Readable) -> set[Migration]:
        """Read all of a backup, whose parts must fit; which migrations it has seen."""

    @abstractmethod
    def load(self, source: Readable) -> None:
        """Fill the empty database, which is empty again where that fails."""

    @abstractmethod
    def empty(self, tables: Collection[str]) -> None:
        """Take these tables away, which are all that there are."""

    @abstractmethod
    def analyze(self) -> None:
        """Let the planner look through tables that were filled at once."""
