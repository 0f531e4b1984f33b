"""What the OpenAPI document shows as sent is sent, and answered as it shows."""

import json
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils.dateparse import parse_datetime
from rest_framework.views import APIView

from digitsite.problem_types import TYPES
from ml.preprocessing.errors import MemoryTaken
from recognizer.accounts.keys import create_key
from recognizer.api.schema.examples import BLANK, ID, JOB, SEVEN
from recognizer.drawings import idempotency
from recognizer.models import Job, ModelVersion, Phase, Promotion, Scope
from tests.support.openapi import examples

# What no example can show: a query, a body, or its type, that is sent instead.
ALTERED = {
    "NUL": {"query": {"x": "\0"}},
    "TooLarge": {"body": {"image": "A" * 3_000_000}},
    "BatchTooLarge": {"body": {"images": ["A" * 17_000_000]}},
    "WrongType": {"content_type": "text/plain"},
    "WrongTypeOfABatch": {"content_type": "text/plain"},
    "NeitherJSONNorAForm": {"content_type": "image/png"},
    "UnknownKey": {"headers": {"Authorization": "Bearer unknown"}},
}
VOLATILE = {
    "id",
    "confidence",
    "probabilities",
    "tile",
    "url",
    "page",
    "created_at",
    "results",
    "type",  # of another site
    "request_id",
    "waits_for",  # for a second opinion, by chance
}
BEFORE_ANY_ADDRESS = {  # problems of no one request in particular
    "headers-too-large",
    "method-not-allowed",
    "unsupported-encoding",
    "wrong-host",
}
JSON = "application/json"


class Visitor:
    """Somebody who asks the real server, and keeps its cookie."""

    def __init__(self, site):
        self.site = site
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def ask(self, method, path, query=(), body=None, content_type=JSON, headers=()):
        address = f"{self.site}{path}?{urllib.parse.urlencode(query)}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address, data, dict(headers), method=method)
        request.add_header("Content-Type", content_type)
        try:
            return self.opener.open(request)
        except urllib.error.HTTPError as error:
            return error

    def send_a_seven(self):
        with self.ask("POST", "/api/v1/predictions/", body={"image": SEVEN}) as reply:
            return json.load(reply)["id"]


def ask(example, visitor, session):
    """Send the example's request, for a drawing of the visitor's own."""
    sends = example.operation["operationId"] in ("recognise", "recognise_batch")
    own = "" if sends and example.name != "SentAgain" else visitor.send_a_seven()
    usual = JOB["id"] if "/jobs/" in example.path else ID
    shown = example.parameters("path").get("id", usual)
    path = example.path.format(id=shown.replace(ID, own))
    request = {"query": example.parameters("query"), "body": example.body()}
    request["headers"] = example.parameters("header")
    if example.name == "IdempotencyKeyReused":
        visitor.ask(example.method, path, **request | {"body": {"image": BLANK}})
    request |= ALTERED.get(example.name, {})
    if example.is_for_staff() and example.name != "Nobody":
        request["headers"] = session | request["headers"]
    if example.code == 304:
        etag = visitor.ask("GET", path, headers=request["headers"]).headers["ETag"]
        request["headers"] |= {"If-None-Match": etag}
    if example.name.startswith("NoScope"):
        request["headers"] = {"Authorization": f"Bearer {key_without(example)}"}
    return visitor.ask(example.method, path, **request)


def key_without(example):
    """A key that has another scope than the one that the example needs."""
    scope = Scope.PREDICT if example.name == "NoScopeRead" else Scope.READ
    return create_key("camera", [scope])[1]


def is_answered_as_shown(example, status, headers, body):
    assert status == example.code, (example, body)
    media_type = headers.get("Content-Type", "").partition(";")[0]
    assert media_type in example.media_types(), example
    assert example.headers() <= {name.lower() for name in headers}, example
    if example.answer is not None:
        answer = json.loads(body)
        example.validate(answer)
        example.validate(example.answer)
        assert stable(answer) == stable(example.answer), example


def stable(answer):
    """An answer without what differs from one request to the next."""
    stays = {key: value for key, value in answer.items() if key not in VOLATILE}
    # Boxes and confidences are those of one version.
    stays |= {"parts": [part["digit"] for part in answer.get("parts", ())]}
    return stays | {"type": answer.get("type", "").partition("/api/")[2]}


@pytest.fixture
def session(site, admin):
    """The headers by which the admin's pages are known, forms included."""
    token = "a" * 32
    key = admin.cookies["sessionid"].value
    return {"Cookie": f"sessionid={key}; csrftoken={token}", "X-CSRFToken": token}


@pytest.fixture
def job(site, base, django_user_model):
    """The job that the document shows, done by one chunk."""
    columns = "id", "kind", "state", "why", "sentence", "counts"
    times = "created_at", "started_at", "finished_at"
    job = Job.objects.create(
        **{name: JOB[name] for name in columns},
        **{name: parse_datetime(JOB[name]) for name in times},
        queue="serve",
        phase=Phase.FINISH,
        arguments={"version": "seed75", "labelled": True, "since": None, "limit": None},
        by=django_user_model.objects.create_user(JOB["by"]),
        version=ModelVersion.objects.get(name=JOB["version"]),
    )
    of = JOB["progress"]["of"]
    job.chunks.create(number=0, phase=0, state="done", beat_at=job.started_at)
    job.chunks.create(number=1, phase=1, state="done", size=of, done=of)


@pytest.mark.usefixtures("job")
def test_each_example_is_answered_as_shown(site, session):
    shown = [example for example in examples() if example.name not in STATES]
    assert len(shown) > 40
    for example in shown:
        with ask(example, Visitor(site), session) as reply:
            is_answered_as_shown(example, reply.status, reply.headers, reply.read())


def fail(error):
    def raise_error(*_, **__):
        raise error

    return raise_error


def allow_one(monkeypatch):
    for name in ("THROTTLE_ANON", "THROTTLE_LIVE", "THROTTLE_READS"):
        monkeypatch.setattr(settings, name, "1/min")


# What brings the site into the state that an example is named after.
STATES = {
    "NoLength": lambda _: None,  # no ordinary client leaves it out
    "InProgress": lambda patch: patch.setattr(
        idempotency, "begin", fail(idempotency.InProgress())
    ),
    "TooManyDrawings": allow_one,
    "TooManyRequests": allow_one,
    "NoVersion": lambda _: Promotion.objects.all().delete(),
    "Busy": lambda patch: patch.setattr(APIView, "initial", fail(MemoryTaken())),
    "OurFault": lambda patch: patch.setattr(APIView, "initial", fail(KeyError())),
    "NoDatabase": lambda patch: patch.setattr(
        APIView, "initial", fail(OperationalError())
    ),
}


@pytest.mark.parametrize(
    "example", [example for example in examples() if example.name in STATES], ids=str
)
@pytest.mark.usefixtures("fresh_counts")
def test_a_problem_of_the_site_is_answered_as_shown(example, api, monkeypatch, staff):
    api.raise_request_exception = False
    api.force_login(staff)
    STATES[example.name](monkeypatch)
    path = example.path.format(id=ID)
    body = "" if example.name == "NoLength" else json.dumps(example.body())
    how = {"content_type": JSON, "headers": example.parameters("header")}
    for _ in range(2):
        reply = api.generic(example.method, path, body, **how)
    is_answered_as_shown(example, reply.status_code, reply.headers, reply.content)


def test_each_kind_of_problem_is_shown():
    types = [example.answer["type"] for example in examples() if example.code >= 400]
    shown = {address.rstrip("/").rpartition("/")[2] for address in types}
    assert TYPES.keys() - shown == BEFORE_ANY_ADDRESS
