"""Import: uploaded files -> drawings, a section of a file in each chunk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet

from recognizer.imports.first_look import FirstLook, look
from recognizer.imports.importer import Import, batches
from recognizer.imports.readers import find_sections
from recognizer.imports.records import EVERYTHING, Refusal
from recognizer.imports.sections import section_of
from recognizer.imports.summary import (
    NO_LABEL,
    held_back_lines,
    judgement,
    printable,
    sentence,
    unlabelled_line,
)
from recognizer.imports.survey import doubtful_sources
from recognizer.imports.turns import TURNS
from recognizer.jobs.chunk_run import ChunkRun
from recognizer.jobs.chunks import added_counts
from recognizer.jobs.job_files import JobFiles
from recognizer.jobs.kind import Kind, Outcome, Part, Refused
from recognizer.jobs.upload_field import UploadField, name_of
from recognizer.jobs.uploads import BadUpload, attach, number_of
from recognizer.models import JobChunk
from recognizer.versions.predictor import NoVersion

NAMED = 100  # refusals that a job's lines name; the others are counted
NO_VERSION = "No version is promoted that could answer."


class ImportForm(forms.Form):
    uploads = UploadField(
        label="Files",
        help_text="MNIST's IDX files (images and labels), .npz, JSON lines, or zips of "
        "pictures in folders by class; packed or not.",
    )
    turn = forms.ChoiceField(
        choices=[("", "as they are"), *((key, t.done) for key, t in TURNS.items())],
        required=False,
        label="Read the pictures",
        help_text="EMNIST's files need to be transposed.",
    )
    dry_run = forms.BooleanField(
        required=False,
        label="Dry run",
        help_text="Read everything, keep nothing, and say what an import would. The "
        "files stay for a day.",
    )


class ImportDrawings(Kind):
    name, title, form = "import", "Import", ImportForm
    time_limit = 3600  # the plan reads all files once

    def describe(self, arguments: dict[str, Any]) -> str:
        first, *more = map(name_of, arguments["uploads"])
        text = f"Import {first}" + (f" and {len(more)} more" if more else "")
        if turn := TURNS.get(arguments["turn"]):
            text += f", {turn.done}"
        return text + (" (dry run)" if arguments["dry_run"] else "")

    def plan(self, run: ChunkRun) -> Iterator[Part]:
        how = how_to_import(run)
        try:
            with run.step():
                attach(map(number_of, run.job.arguments["uploads"]), run.job)
        except BadUpload as error:
            raise Refused(str(error)) from error
        files = JobFiles(run)
        try:
            sections = find_sections(files, files)
            seen = look(sections, files, how.turn, lambda size: run.checkpoint())
            agreements = seen.survey.agreements()
        except NoVersion as error:
            raise Refused(NO_VERSION) from error
        if seen.lacks_labels:
            raise Refused(NO_LABEL)
        report(run, [*plan_lines(seen), *judgement(agreements)], seen.refusals)
        doubtful = doubtful_sources(agreements)
        for section in seen.sections:
            of_section = doubtful & {EVERYTHING, *section.sources}
            arguments = {"section": section.as_json(), "doubtful": [*of_section]}
            yield Part(arguments, section.size)

    def run(self, run: ChunkRun) -> None:
        how = how_to_import(run)
        section = section_of(run.arguments["section"])
        records = section.read(JobFiles(run))
        for batch in batches(islice(records, run.done, None)):
            try:
                answered = how.read(batch)
            except NoVersion as error:
                raise Refused(NO_VERSION) from error
            with run.step() as progress:
                tally = how.keep(answered)
                name_refusals(run, tally.refusals)
                progress.add(done=len(batch), **tally.counts)

    def finish(self, run: ChunkRun, chunks: QuerySet[JobChunk]) -> Outcome:
        counts = added_counts(run.job)
        counts.pop("planned")
        dry_run = run.job.arguments["dry_run"]
        lines: list[str] = []
        if held_back := counts.get("held_back"):
            lines += held_back_lines(held_back, dry_run=dry_run)
        if (refused := counts.get("refused", 0)) > NAMED:
            lines.append(f"{refused:,} were refused; the first {NAMED} are named.")
        run.log(*lines)
        if not dry_run:
            run.job.files.all().delete()
        return Outcome(sentence(Counter(counts), dry_run=dry_run), counts)


def how_to_import(run: ChunkRun) -> Import:
    """Who asked for the job vouches for the labels. Raises Refused."""
    by, arguments = run.job.by, run.job.arguments
    if not isinstance(by, User) or not by.has_perm("recognizer.change_drawing"):
        raise Refused("Who asks for an import vouches for its labels: a reviewer.")
    return Import(
        by=by,
        turn=TURNS.get(arguments["turn"]),
        doubtful=run.arguments.get("doubtful", ()),
        dry_run=arguments["dry_run"],
    )


def plan_lines(seen: FirstLook) -> Iterator[str]:
    yield f"{seen.pictures:,} pictures in {len(seen.sections):,} chunks."
    if seen.unlabelled:
        yield unlabelled_line(seen.unlabelled, seen.first_unlabelled)


def report(run: ChunkRun, lines: list[str], refusals: list[Refusal]) -> None:
    """Say what the plan has seen, once, however often it is begun."""
    if run.counts.get("planned"):
        return
    with run.step() as progress:
        run.log(*lines)
        name_refusals(run, refusals)
        progress.add(planned=1, refused=len(refusals))


def name_refusals(run: ChunkRun, refusals: list[Refusal]) -> None:
    """Name them in the job's lines, if it has not named enough."""
    if refusals:
        left = max(0, NAMED - added_counts(run.job).get("refused", 0))
        run.log(*(f"{printable(r.name)}: {r.why}" for r in refusals[:left]))
