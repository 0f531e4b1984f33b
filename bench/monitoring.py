"""What ids, counts and log lines add to a request.

    python -m bench.monitoring 2> /dev/null

Each part alone, in CPU time of this process. The counts stand in files, as under
gunicorn; the log is written to stderr.
"""

import logging
import os
import tempfile
import time
from collections.abc import Callable
from types import SimpleNamespace

from digitsite.metrics_folder import VARIABLE
from tests.support import postgres

TIMES = 20_000
ROUNDS = 5  # of which the quickest counts: others run on the machine too


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= postgres.SETTINGS | {
            VARIABLE: folder,
            "DATABASE_URL": "sqlite://",
            "DJANGO_SETTINGS_MODULE": "digitsite.settings",
        }
        import django

        django.setup()
        for name, part in parts().items():
            print(f"{name:12}{1000 * cpu_seconds(part):7.4f} ms")


def parts() -> dict[str, Callable[[], object]]:
    """What is measured, by its name."""
    from django.http import HttpRequest, HttpResponse
    from django.test import RequestFactory

    from digitsite.counters import count_prediction
    from digitsite.logs import json_formatter
    from digitsite.request_ids import RequestIdMiddleware
    from recognizer.monitoring.measuring import MeasuringMiddleware
    from recognizer.monitoring.request_log import log_request

    request = RequestFactory().post("/")
    request.resolver_match = SimpleNamespace(view_name="api:prediction-list")  # type: ignore[assignment]
    response = HttpResponse(b"x" * 900, status=201)

    def answer(_: HttpRequest) -> HttpResponse:
        return response

    def log(formatter: logging.Formatter) -> None:
        handler.setFormatter(formatter)
        log_request(request, response, 0.004)

    handler = logging.getLogger().handlers[0]
    line, json = handler.formatter, json_formatter()
    assert line
    name, measure = RequestIdMiddleware(answer), MeasuringMiddleware(answer)
    return {
        "id": lambda: name(request),
        "request": lambda: measure(request),
        "prediction": lambda: count_prediction("base", "7", 0.998, kept=True),
        "log line": lambda: log(line),
        "log JSON": lambda: log(json),
    }


def cpu_seconds(part: Callable[[], object]) -> float:
    """What one call takes."""
    return min(seconds_of_round(part) for _ in range(ROUNDS)) / TIMES


def seconds_of_round(part: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(TIMES):
        part()
    return time.process_time() - began


if __name__ == "__main__":
    main()
