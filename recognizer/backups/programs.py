"""Programs that dump, load, encrypt and decrypt, and what they complain of."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

from recognizer.backups.errors import BackupError
from recognizer.backups.streams import Readable, chunks

STDERR = 2_000  # bytes of its end that are looked at


@dataclass(frozen=True)
class Program:
    """What to start. A secret goes by its environment, which others cannot see."""

    arguments: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)


class Running:
    """A program that runs, with its complaints in a file, so that it never waits."""

    def __init__(self, program: Program, stdin: int | IO, stdout: int | IO):
        self.name = Path(program.arguments[0]).name
        self._complaints = TemporaryFile()  # noqa: SIM115  # until end()
        try:
            self.process = subprocess.Popen(  # noqa: S603  # no shell, and ours
                program.arguments,
                env=os.environ | program.environment,
                stdin=stdin,
                stdout=stdout,
                stderr=self._complaints,
            )
        except OSError as error:
            raise BackupError(f"{self.name}: {error.strerror}.") from error

    def complaint(self) -> str:
        """Waits for its end; '' if all went well."""
        if not self.process.wait():
            return ""
        size = self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, size - STDERR))
        lines = self._complaints.read().decode(errors="replace").split("\n")
        words = [line for line in lines if line.strip()]
        why = words[0] if words else self._how_it_ended()
        return why if why.startswith(self.name) else f"{self.name}: {why}"

    def _how_it_ended(self) -> str:
        """By a signal where memory was short, or a file so damaged that it crashed."""
        code = self.process.returncode
        if code > 0:
            return f"ended with {code}."
        return f"was ended by {signal.strsignal(-code)}; is the file damaged?"

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        self._complaints.close()


class Output:
    """What the last of some programs writes; each reads what the one before writes."""

    def __init__(self, programs: Iterable[Program], source: Readable | None = None):
        """The first program reads the source, if there is one."""
        self._programs: list[Running] = []
        self._feeder: Feeder | None = None
        stdin: int | IO = subprocess.PIPE if source else subprocess.DEVNULL
        try:
            for program in programs:
                running = Running(program, stdin, subprocess.PIPE)
                if self._programs and not isinstance(stdin, int):
                    stdin.close()  # the program before notices if this one ends
                self._programs.append(running)
                assert running.process.stdout
                stdin = running.process.stdout
            if source:
                self._feeder = Feeder(source, self._programs[0])
                self._feeder.start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def read(self, size: int) -> bytes:
        """At the end raises BackupError if one of them has failed."""
        pipe = self._programs[-1].process.stdout
        assert pipe
        data = pipe.read(size)
        if not data:
            check(self._programs)
            if self._feeder:
                self._feeder.check()
        return data

    def close(self) -> None:
        for program in self._programs:
            program.end()
        if self._feeder:
            self._feeder.join()


class Feeder(threading.Thread):
    """Gives a program what it reads, beside whoever reads what it writes."""

    def __init__(self, source: Readable, program: Running):
        super().__init__(name=f"feeds {program.name}", daemon=True)
        self._source, self._program = source, program
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            pour(self._source, [self._program])
        except BaseException as error:
            self._error = error
            self._program.process.kill()

    def check(self) -> None:
        self.join()
        if self._error:
            raise self._error


def pour(source: Readable, programs: Iterable[Running]) -> None:
    """Give all of them what the source holds; one that has enough closes its pipe."""
    pipes = [program.process.stdin for program in programs]
    for data in chunks(source):
        for pipe in [pipe for pipe in pipes if pipe]:
            try:
                pipe.write(data)
            except (BrokenPipeError, ValueError):
                pipes.remove(pipe)
    for pipe in pipes:
        with suppress(BrokenPipeError):
            if pipe:
                pipe.close()


def check(programs: Iterable[Running]) -> None:
    """Raise BackupError if one has failed: the last, since those before miss it."""
    complaints = [program.complaint() for program in programs]
    for complaint in reversed(complaints):
        if complaint:
            raise BackupError(f"{complaint.rstrip('.')}.")
