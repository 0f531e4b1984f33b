"""How manage.py jobs writes what recognizer.jobs.summary says of a job."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from recognizer.formatting import duration, whole


def one_line(shown: dict[str, Any]) -> str:
    """Id, state and what it does, and how far it is or what came of it."""
    text = f"{shown['id'][:8]}  {shown['state']:9}  {shown['description']}"
    end = shown["sentence"] or progress_words(shown["progress"])
    return f"{text}: {end}" if end else text


def progress_words(progress: dict[str, Any]) -> str:
    done, of, unit = (progress[name] for name in ("done", "of", "unit"))
    if not of:
        return ""
    words = f"{done:,} of {of:,} {unit} ({whole(done / of)})"
    if progress["rate"]:
        words += f", {progress['rate']:g} a second"
    if progress["seconds_left"] is not None:
        words += f", {duration(timedelta(seconds=progress['seconds_left']))} left"
    return words


def whole_job(shown: dict[str, Any]) -> list[str]:
    asked = f"Asked for by {shown['by'] or 'a schedule or a command'} "
    asked += f"at {shown['created_at']:%Y-%m-%d %H:%M} UTC"
    lines = [one_line(shown), asked + (f": {shown['why']}" if shown["why"] else "")]
    lines += [shown["waits_for"]] if shown["waits_for"] else []
    lines += [
        f"{chunk['worker']} has chunk {chunk['number']}, last sign of life "
        f"{chunk['beat_at']:%H:%M:%S}"
        for chunk in shown["workers"]
    ]
    lines += [
        f"Chunk {chunk['number']} failed {chunk['failures']} times: {chunk['error']}"
        for chunk in shown["failed"]
    ]
    lines += [f"{name}: {number:,}" for name, number in shown["counts"].items()]
    lines += [f"Version: {shown['version']}"] if shown["version"] else []
    lines += [f"{file['name']}, {file['size']:,} bytes" for file in shown["files"]]
    return lines + [f"{line['at']:%H:%M:%S}  {line['text']}" for line in shown["lines"]]
