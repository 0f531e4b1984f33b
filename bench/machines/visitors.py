"""Programs that post drawings until they are ended, each until it is kept.

    python -m bench.machines.visitors URL KEY REPORT

A line of the report for each request: when it began, how long it took, its status (0:
no answer), its Idempotency-Key, the drawing's id, the version that answered, and what
the answer was: its Content-Type, or the error's name where there was none.
"""

import json
import sys
import threading
import time
import urllib.request
from http.client import HTTPException
from itertools import count
from pathlib import Path
from urllib.error import HTTPError
from uuid import uuid4

from bench.rescore import drawing
from tests.support.drawings import data_url

VISITORS = 4
PAUSE = 0.15  # s between two drawings, and before one is sent again
PATIENCE = 20  # s
KEPT = (200, 201)  # 200: the same picture was kept before, and the answer was lost


def visit(url: str, key: str, numbers: count, report) -> None:
    while True:
        body = json.dumps({"image": data_url(drawing(next(numbers)))}).encode()
        drawn = str(uuid4())
        while not post(url, key, drawn, body, report):
            time.sleep(PAUSE)
        time.sleep(PAUSE)


def post(url: str, key: str, drawn: str, body: bytes, report) -> bool:
    """Post it; whether it was kept."""
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Idempotency-Key": drawn,
    }
    request = urllib.request.Request(f"{url}/api/v1/predictions/", body, headers)
    began, answer = time.time(), {}
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            status, what = response.status, response.headers["Content-Type"]
            answer = json.load(response)
    except HTTPError as error:
        status, what = error.code, error.headers["Content-Type"]
    except (OSError, HTTPException, ValueError) as error:
        status, what = 0, type(getattr(error, "reason", error)).__name__
    took = round(time.time() - began, 3)
    facts = [began, took, status, drawn, answer.get("id"), answer.get("version"), what]
    report.write(json.dumps(facts) + "\n")
    return status in KEPT


def main() -> None:
    url, key, path = sys.argv[1:]
    numbers = count(1_000_000)
    with Path(path).open("a", buffering=1) as report:
        threads = [
            threading.Thread(target=visit, args=(url, key, numbers, report))
            for _ in range(VISITORS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main()
