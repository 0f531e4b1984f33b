"""Errors of the log, sent to a server that speaks Sentry's protocol (SENTRY_DSN).

What is sent is built here from nothing, so that a newer SDK adds nothing to it: where
in the code it happened, never what the visitor sent (docs/monitoring.md).
"""

import logging
import time
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import EventHandler

from digitsite.addresses import route_of
from digitsite.release import VERSION
from digitsite.request_ids import request_id

MOST = 10  # reports of a process in a minute: a fault of each request is known by then
MINUTE = 60.0  # s
LONGEST = 200  # characters of an error's first line; PostgreSQL's second one has data
PATIENCE = 1  # s in which a process that ends sends the last ones
OURS = ("digitsite", "recognizer", "root")  # loggers of which no sentence is finished
PASSED_ON = (
    "event_id",
    "timestamp",
    "level",
    "platform",
    "release",
    "environment",
    "server_name",
    "logger",
    "sdk",
)


def report_handler(dsn: str) -> logging.Handler:
    """Return a handler that sends records to the server of this address.

    A thread sends them, and gives up those that wait where the server is away.
    """
    sentry_sdk.init(
        dsn,
        release=VERSION,
        environment="production",
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[ExcepthookIntegration(), AtexitIntegration(callback=be_quiet)],
        before_send=reduce_event,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        shutdown_timeout=PATIENCE,
    )
    handler = EventHandler(level=logging.ERROR)
    handler.addFilter(FewAMinute())
    return handler


class FewAMinute(logging.Filter):
    """Lets the first records of each minute pass."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.passed = 0.0, 0

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        if not self.passed or now > self.began + MINUTE:
            self.began, self.passed = now, 0
        self.passed += 1
        return self.passed <= MOST


def reduce_event(event: Any, hint: dict[str, Any]) -> Any:
    """Return what is sent of an event."""
    reduced = {name: event[name] for name in PASSED_ON if name in event}
    record = hint.get("log_record")
    if record:
        reduced["logentry"] = {"message": sentence_of(record)}
    if "exception" in event:
        errors = map(reduce_error, event["exception"]["values"])
        reduced["exception"] = {"values": list(errors)}
    request = getattr(record, "request", None)
    facts = {
        "request_id": request_id(),
        "route": route_of(request) if request else "",
        "method": request.method if request else "",
    }
    reduced["tags"] = {name: fact for name, fact in facts.items() if fact}
    return reduced


def reduce_error(error: dict[str, Any]) -> dict[str, Any]:
    """Its class, the beginning of its message, and the lines of code that led to it."""
    first_line = (error.get("value") or "").partition("\n")[0]
    names = ("type", "module", "stacktrace", "mechanism")
    reduced = {name: error[name] for name in names if name in error}
    return {**reduced, "value": first_line[:LONGEST]}


def sentence_of(record: logging.LogRecord) -> str:
    """Without its arguments, which are what it is about.

    Other packages may have put them into it: waitress does so with an address.
    """
    if record.args or record.name.startswith(OURS):
        return str(record.msg).partition("\n")[0]
    return f"An error of {record.name}."


def be_quiet(pending: int, timeout: float) -> None:
    """In place of a line on the console while the last reports are sent."""
