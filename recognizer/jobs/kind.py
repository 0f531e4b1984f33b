"""What a kind of job is: how it is cut into chunks, done and put together."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from recognizer.models import Job, JobChunk, ModelVersion, Queue

if TYPE_CHECKING:
    from recognizer.jobs.chunk_run import ChunkRun


class Refused(Exception):
    """The job cannot be done, however often it is tried; the message says why."""


class BadArguments(Refused):
    """What the job is asked to do makes no sense, or not any more."""


@dataclass(frozen=True)
class Part:
    """What one chunk is to do, and how much that is, in the kind's units."""

    arguments: dict[str, Any]
    size: int


@dataclass(frozen=True)
class Outcome:
    """What came of a job; the chunks' counts are added up where there are none."""

    sentence: str
    counts: dict[str, Any] = field(default_factory=dict)
    version: ModelVersion | None = None


class Kind(ABC):
    """One kind of job. Each method that does a chunk may be called again for it.

    That is so after its worker was killed: what is done already is known by the rows
    that were written in ChunkRun.step().
    """

    name: ClassVar[str]
    title: ClassVar[str]
    unit: ClassVar[str] = "drawings"
    queue: ClassVar[Queue] = Queue.SERVE
    time_limit: ClassVar[int] = 600  # s that a chunk may take
    form: ClassVar[type[forms.Form]]  # what its arguments are
    outcome_template: ClassVar[str] = ""  # shows outcome_of() on the job's page

    @property
    def permission(self) -> str:
        """What a user needs who starts or cancels such a job."""
        return f"recognizer.run_{self.name}"

    def clean(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """The arguments as the database keeps them. Raises BadArguments."""
        values = self.values(arguments)
        return {name: as_json(value) for name, value in values.items()}

    def values(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """The arguments as the form's fields give them. Raises BadArguments."""
        form = self.form(arguments)
        if form.is_valid():
            return form.cleaned_data
        faults = (
            f"{name}: {' '.join(map(str, messages))}"
            for name, messages in form.errors.items()
        )
        raise BadArguments(" ".join(faults))

    def description(self, job: Job) -> str:
        """What the job is to do, in one line.

        One from before the form had all of its fields did what is usual.
        """
        fields = self.form.base_fields.items()
        usual = {name: field.initial for name, field in fields}
        return self.describe(usual | job.arguments)

    @abstractmethod
    def describe(self, arguments: dict[str, Any]) -> str:
        """What a job with these arguments is to do."""

    def preview(self, values: dict[str, Any]) -> str:
        """What the job would do, of what cannot be taken back: staff confirm it.

        `values` are the form's.
        """
        return ""

    @abstractmethod
    def plan(self, run: ChunkRun) -> Iterable[Part]:
        """Cut the job into parts. Raises Refused."""

    @abstractmethod
    def run(self, run: ChunkRun) -> None:
        """Do one part. Raises Refused."""

    @abstractmethod
    def finish(self, run: ChunkRun, chunks: QuerySet[JobChunk]) -> Outcome:
        """Put together what the chunks have done, of which all are."""

    def outcome_of(self, job: Job) -> dict[str, Any]:
        """What the kind's own template shows of a job that is done."""
        return {}


def as_sent(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments as a browser sends the form: what is empty or off is missing.

    0 is neither, and what is missing would be as usual.
    """
    return {
        name: value
        for name, value in arguments.items()
        if value is not False and value not in (None, "", [])
    }


def as_json(value: Any) -> Any:
    """A form's value as JSON has it and the form takes it again."""
    if isinstance(value, ModelVersion):
        return value.name
    if value is None or isinstance(value, bool | int | float | str | list):
        return value
    return DjangoJSONEncoder().default(value)
