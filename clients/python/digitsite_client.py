"""Asks a digitsite for the digit or number in a picture; one file, for Python 3.11.

from digitsite_client import Digitsite

site = Digitsite("http://127.0.0.1:8000", key="...")
print(site.recognise("seven.png").word)

python digitsite_client.py seven.png --url http://127.0.0.1:8000 --key ...
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import random
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

BATCH_PICTURES, BATCH_BYTES = 64, 8_000_000  # base64 makes a third more of them
MAY_SUCCEED_LATER = (409, 429, 502, 503, 504)
LONGEST_WAIT = 120.0  # seconds, whatever Retry-After says


class PillowImage(Protocol):
    def save(self, fp: Any, format: str) -> None: ...


Picture = str | os.PathLike[str] | bytes | PillowImage
JSON = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the site read in a picture; docs/api.md describes each field."""

    digit: int | None
    word: str
    confidence: float
    probabilities: list[float]
    version: str
    tile: str | None = None  # drawings() leaves it out: drawing() has it
    number: str | None = None  # "7", "42"; an older site says none
    parts: list[JSON] = field(default_factory=list)  # of several digits, with boxes
    several_digits: bool = False
    other_signs: bool = False
    second: JSON | None = None
    id: str | None = None  # None where nothing is kept, as all below
    claim: JSON | None = None
    url: str | None = None
    page: str | None = None
    created_at: str | None = None

    @classmethod
    def read(cls, members: JSON) -> Answer:
        """Read an answer, also of a newer site that says more."""
        known = members.keys() & {each.name for each in fields(cls)}
        return cls(**{name: members[name] for name in known})


class Problem(Exception):
    """The site refused; the message is its sentence, `slug` names the problem."""

    def __init__(self, members: JSON, retry_after: float | None = None):
        super().__init__(members.get("detail") or members.get("title", "No answer."))
        self.status = int(members.get("status", 0))
        self.slug = str(members.get("type", "")).rstrip("/").rpartition("/")[2]
        self.request_id = members.get("request_id")
        self.retry_after = retry_after


class Digitsite:
    """A site, asked with a key, or as a visitor for as long as this object lives.

    What may succeed later is sent again, up to `retries` times, when the site says or
    after longer and longer pauses. A drawing is kept once however often it was sent.
    """

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        timeout: float = 30,
        retries: int = 4,
        language: str = "en",
    ):
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"Expected http://... or https://..., got {url!r}.")
        self.api = url.rstrip("/") + "/api/v1/"
        self.timeout, self.retries = timeout, retries
        self.headers = {"Accept-Language": language}
        if key:
            self.headers["Authorization"] = f"Bearer {key}"
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies, NoRedirects())

    def recognise(self, picture: Picture, *, keep: bool = True) -> Answer:
        """Send a picture: a path, its bytes, or a Pillow image. Raises Problem."""
        body, address = read_picture(picture), f"predictions/{keep_query(keep)}"
        return Answer.read(self.post(address, body, "application/octet-stream"))

    def recognise_all(
        self,
        pictures: Iterable[Picture],
        *,
        keep: bool = True,
        progress: bool = False,
        batch_size: int = BATCH_PICTURES,
    ) -> Iterator[Answer | Problem]:
        """Send many pictures; yields an answer or a problem for each, in order.

        With `progress` a bar on stderr tells how far it is.
        """
        total = len(pictures) if isinstance(pictures, Sequence) else None
        done = 0
        for batch in in_batches(map(read_picture, pictures), batch_size):
            images = [base64.b64encode(picture).decode() for picture in batch]
            body = json.dumps({"images": images}).encode()
            address = f"predictions/batch/{keep_query(keep)}"
            reply = self.post(address, body, "application/json")
            done += len(batch)
            if progress:
                show_progress(done, total)
            for members in reply["results"]:
                is_answer = "probabilities" in members
                yield Answer.read(members) if is_answer else Problem(members)

    def drawings(self, **filters: str) -> Iterator[Answer]:
        """Yield the answers to your own drawings; docs/api.md names the filters."""
        return map(Answer.read, self.pages(f"predictions/?{urlencode(filters)}"))

    def drawing(self, id: str) -> Answer:
        return Answer.read(self.get(f"predictions/{id}/"))

    def picture(self, id: str) -> bytes:
        """Return the picture that is kept, as a PNG, JPEG or WebP."""
        return self.ask("GET", f"predictions/{id}/picture/")

    def claim(self, id: str, value: int | str | None) -> None:
        """Say what a drawing is: 7, a number such as "42", or None: not a digit."""
        name = "number" if isinstance(value, str) else "digit"
        body = json.dumps({name: value}).encode()
        self.post(f"predictions/{id}/claim/", body, "application/json")

    def take_claim_back(self, id: str) -> None:
        self.ask("DELETE", f"predictions/{id}/claim/")

    def delete(self, id: str) -> None:
        """Delete a drawing and all that is kept of it."""
        self.ask("DELETE", f"predictions/{id}/")

    def delete_all(self) -> None:
        """Delete all your own drawings."""
        self.ask("DELETE", "predictions/")

    def versions(self) -> Iterator[JSON]:
        """Yield the versions of the network; `answers` is true of one."""
        return self.pages("versions/")

    def pages(self, address: str) -> Iterator[JSON]:
        """Yield the rows of a list, page by page."""
        following: str | None = address
        while following is not None:
            page = self.get(following)
            yield from page["results"]
            # The site's name for itself may be another than the one that we asked.
            path, query = address.partition("?")[0], urlsplit(page["next"] or "").query
            following = f"{path}?{query}" if query else None

    def get(self, address: str) -> JSON:
        return json.loads(self.ask("GET", address))

    def post(self, address: str, body: bytes, content_type: str) -> JSON:
        return json.loads(self.ask("POST", address, body, content_type))

    def ask(
        self, method: str, address: str, body: bytes | None = None, kind: str = ""
    ) -> bytes:
        """Send a request, again where that may help. Raises Problem or OSError."""
        headers = dict(self.headers)
        if method == "POST":
            headers |= {"Content-Type": kind, "Idempotency-Key": str(uuid.uuid4())}
        url = self.api + address
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310
        for attempt in range(self.retries):
            pause = 2**attempt * random.uniform(0.25, 0.5)  # noqa: S311  # seconds
            try:
                return self.send(request)
            except Problem as problem:
                if problem.status not in MAY_SUCCEED_LATER:
                    raise
                pause = problem.retry_after or pause
            except ConnectionError:
                pass
            time.sleep(min(pause, LONGEST_WAIT))
        return self.send(request)

    def send(self, request: urllib.request.Request) -> bytes:
        """Send a request once. Raises Problem or ConnectionError."""
        try:
            with self.opener.open(request, timeout=self.timeout) as reply:
                return reply.read()
        except urllib.error.HTTPError as error:
            raise read_problem(error) from None
        except (OSError, HTTPException) as error:
            raise ConnectionError(f"{self.api} does not answer: {error}") from error


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows none: it would turn a POST into a GET, and give others the key."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        return None


def show_progress(done: int, total: int | None) -> None:
    """Show how far a batch is, on one line of stderr."""
    bar = f"[{'#' * round(30 * done / total):30}] {done} of {total}" if total else done
    end = "\n" if done == total else ""
    print(f"\r{bar}", end=end, file=sys.stderr, flush=True)


def read_problem(error: urllib.error.HTTPError) -> Problem:
    """Read what the site, or a proxy before it, says of a refused request."""
    try:
        members = json.loads(error.read())
    except ValueError:
        members = {}
    if not isinstance(members, dict) or "detail" not in members:
        place = error.headers.get("Location")
        moved = f" It leads to {place}." if place else ""
        members = {"detail": f"{error.url} answers {error.code} {error.reason}.{moved}"}
    seconds = error.headers.get("Retry-After") or ""
    after = float(seconds) if seconds.isdecimal() else None
    return Problem({"status": error.code} | members, after)


def read_picture(picture: Picture) -> bytes:
    if isinstance(picture, bytes):
        return picture
    if isinstance(picture, str | os.PathLike):
        return Path(picture).read_bytes()
    file = io.BytesIO()
    picture.save(file, format="PNG")
    return file.getvalue()


def in_batches(pictures: Iterable[bytes], most: int) -> Iterator[list[bytes]]:
    """Cut into lists of at most so many pictures and BATCH_BYTES."""
    batch: list[bytes] = []
    for picture in pictures:
        if len(batch) == most or sum(map(len, [*batch, picture])) > BATCH_BYTES:
            yield batch
            batch = []
        batch.append(picture)
    if batch:
        yield batch


def keep_query(keep: bool) -> str:
    return "" if keep else "?keep=false"


def main() -> int:
    parser = argparse.ArgumentParser(description="Which number is in each picture?")
    parser.add_argument("pictures", nargs="+", metavar="PICTURE")
    url, key = os.environ.get("DIGITSITE_URL"), os.environ.get("DIGITSITE_KEY")
    parser.add_argument("--url", default=url, required=not url, help="or DIGITSITE_URL")
    parser.add_argument("--key", default=key, help="or DIGITSITE_KEY")
    parser.add_argument("--forget", action="store_true", help="the site keeps nothing")
    options = parser.parse_args()
    site, problems = Digitsite(options.url, options.key), 0
    try:
        answers = site.recognise_all(
            options.pictures,
            keep=not options.forget,
            progress=sys.stderr.isatty() and len(options.pictures) > BATCH_PICTURES,
        )
        for name, answer in zip(options.pictures, answers, strict=True):
            if isinstance(answer, Problem):
                problems += 1
                print(f"{name}: {answer}")
            else:
                print(f"{name}: {answer.word}, {answer.confidence:.1%} sure")
    except (Problem, OSError) as error:
        sys.exit(str(error))
    return int(problems > 0)


if __name__ == "__main__":
    sys.exit(main())
