"""manage.py jobs: what runs, one job with its log; cancel it, or run it again."""

from __future__ import annotations

import json
import time
from argparse import ArgumentTypeError
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from recognizer.jobs.kind import BadArguments
from recognizer.jobs.kinds import KINDS
from recognizer.jobs.submission import cancel, run_again
from recognizer.jobs.summary import last_lines, summarize
from recognizer.management.arguments import user
from recognizer.management.console import stoppable
from recognizer.management.job_output import one_line, whole_job
from recognizer.models import Job, JobState

SHOWN = 20  # in the list
PACE = 1.0  # s between two looks of --follow


class Command(BaseCommand):
    help = "Lists the jobs, the newest first, or shows one with its log."

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("job", nargs="?", type=job, metavar="ID", help="or the first digits of it")
        act = parser.add_mutually_exclusive_group()
        act.add_argument("--cancel", type=job, metavar="ID")
        act.add_argument("--again", type=job, metavar="ID", help="with its arguments")
        act.add_argument("--follow", type=job, metavar="ID", help="until it has ended")
        add("--by", type=user, help="who cancels it, or runs it again")
        add("--limit", type=int, default=SHOWN, help=f"of the list; {SHOWN}")
        add("--json", action="store_true")

    def handle(self, *, job, follow, by, limit, **options) -> None:
        if options["cancel"]:
            self.cancel(options["cancel"], by)
        elif options["again"]:
            self.run_again(options["again"], by)
        elif follow:
            self.follow(follow)
        elif job:
            shown = summarize(job) | {"lines": last_lines(job)}
            self.show(shown, whole_job(shown), options["json"])
        else:
            jobs = Job.objects.filter(kind__in=KINDS).select_related("by", "version")
            rows = [summarize(job) for job in jobs[: max(limit, 0)]]
            self.show(rows, [one_line(row) for row in rows], options["json"])

    def show(self, values: Any, lines: list[str], as_json: bool) -> None:
        if as_json:
            lines = [json.dumps(values, indent=2, cls=DjangoJSONEncoder)]
        self.stdout.write("\n".join(lines) or "There is no job.")

    def cancel(self, job: Job, by: Any) -> None:
        name = by.get_username() if by else "a command"
        if not cancel(job, by=name):
            raise CommandError(f"{job} had ended already.")
        self.stdout.write(f"Cancelled {job}.")

    def run_again(self, job: Job, by: Any) -> None:
        try:
            self.stdout.write(str(run_again(job, by=by).pk))
        except BadArguments as error:
            raise CommandError(f"{job} cannot be run again: {error}") from error

    def follow(self, job: Job) -> None:
        """Write its log, and its progress as it changes; fail where it fails."""
        last_line, shown = 0, ""
        with stoppable(lambda: f"{job} goes on; this command alone has ended."):
            while True:
                job.refresh_from_db()  # before its lines, of which none is missed so
                for line in last_lines(job, last_line):
                    last_line = line["pk"]
                    self.stdout.write(line["text"])
                if (now := one_line(summarize(job))) != shown:
                    self.stdout.write(shown := now)
                if job.is_finished:
                    break
                time.sleep(PACE)
        if job.state != JobState.DONE:
            raise CommandError(job.sentence or f"{job} was {job.state}.")


def job(text: str) -> Job:
    """The job whose id begins so. Raises ArgumentTypeError."""
    digits = text.replace("-", "").lower()
    try:
        first, last = (UUID(digits.ljust(32, end)) for end in "0f")
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no id of a job.") from error
    jobs = Job.objects.filter(pk__gte=first, pk__lte=last, kind__in=KINDS)
    named = jobs.select_related("by", "version")[:2]
    if len(named) != 1:
        raise ArgumentTypeError(f"{len(named) or 'No'} jobs begin with {text!r}.")
    return named[0]
