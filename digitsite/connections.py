"""One connection of a client, as waitress keeps it, with what waitress leaves open."""

import json
import math
import time

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestHeaderFieldsTooLarge

from digitsite.problem_types import (
    FAULT,
    HEADERS_TOO_LARGE,
    TOO_LARGE,
    UNREADABLE,
    UNSUPPORTED_ENCODING,
)
from digitsite.problems import PROBLEM_JSON, problem_body, title
from digitsite.request_ids import HEADER, begin_request

REQUEST_TIMEOUT = 60  # seconds within which a request must arrive whole
REFUSALS = {  # by waitress's status
    413: (TOO_LARGE, "The body is too large."),
    431: (HEADERS_TOO_LARGE, "The headers are too large."),
    500: (FAULT, "Something went wrong on our side."),
    501: (UNSUPPORTED_ENCODING, "This transfer encoding is not supported."),
}


class Request(HTTPRequestParser):
    """One request; what comes behind it without awaiting the answer is dropped.

    Nobody's program sends that, and a hundred answers that nobody reads would fill the
    buffers until the thread that answers waits for the client.
    """

    has_surplus = False
    path = ""  # also of what cannot be read: waitress logs whose client is gone

    def received(self, data):
        consumed = super().received(data)
        if self.chunked and not self.completed:
            self.limit_chunk_lines()
        if not self.completed or self.empty:
            return consumed
        self.has_surplus = bool(data[consumed:].strip())
        return len(data)

    def limit_chunk_lines(self):
        """Refuse a long line before a chunk, or many after the last one.

        waitress keeps both in memory, and searches all of it at each byte that comes.
        """
        body = self.body_rcv
        if len(body.control_line + body.trailer) > self.adj.max_request_header_size:
            self.error = RequestHeaderFieldsTooLarge("of a chunk")
            self.completed = True

    def parse_header(self, header_plus):
        """Raises ParsingError, also where the address is none: http://[."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("Invalid address") from error


class Answer(WSGITask):
    """The answer of the site; to HEAD only its headers."""

    def build_response_header(self):
        """Say that it is the last one here where this process is about to end."""
        if not self.channel.server.accepting:
            self.set_close_on_finish()
        return super().build_response_header()

    def write(self, data):
        super().write(b"" if self.request.command == "HEAD" else data)

    def finish(self):
        if self.request.command == "HEAD":
            self.write(b"")  # the headers; no end of chunks
        else:
            super().finish()


class Refusal(ErrorTask):
    """The answer to a request that no application could read, as problem+json."""

    def execute(self):
        error = self.request.error
        self.response_headers.append((HEADER, begin_request({})))
        unreadable = UNREADABLE, f"The request cannot be read ({error.body})."
        kind, detail = REFUSALS.get(error.code, unreadable)
        answer = json.dumps(problem_body(kind, detail)).encode()
        self.status = f"{kind.code} {title(kind.code)}"
        self.response_headers.append(("Content-Type", PROBLEM_JSON))
        self.set_close_on_finish()
        self.content_length = len(answer)
        self.write(answer)


class Connection(HTTPChannel):
    """Answers one request at a time, and does not wait for ever for the next byte."""

    parser_class = Request
    task_class = Answer
    error_task_class = Refusal
    receiving_since = 0.0
    active_at = 0.0

    @property
    def last_activity(self):
        return self.active_at

    @last_activity.setter
    def last_activity(self, _):
        """Note that something happens: waitress gives the wall clock's time."""
        self.active_at = time.monotonic()

    def received(self, data):
        if self.request is None:
            self.receiving_since = time.monotonic()
        return super().received(data)

    def service(self):
        request = self.requests[0]
        super().service()
        if request.has_surplus:
            self.close_when_flushed = True
            self.server.pull_trigger()

    def waits_since(self):
        """Return since when it waits for its client; None while a thread answers."""
        if self.requests:
            return None
        return self.last_activity if self.request is None else self.receiving_since

    def grace(self):
        """Return how many seconds a worker that is to stop still waits for this."""
        if self.requests or self.total_outbufs_len:
            return math.inf  # a thread answers, or the answer is being sent
        return 2 if self.request is None else 10  # idle, or half received

    def close_if_late(self, now):
        """Close it where nothing happens, or a request takes too long to come."""
        receives = self.request is not None
        answers = self.requests and not self.total_outbufs_len  # a thread computes
        silent = now > self.last_activity + self.adj.channel_timeout
        if (silent and not answers) or (
            receives and now > self.receiving_since + REQUEST_TIMEOUT
        ):
            self.will_close = True
