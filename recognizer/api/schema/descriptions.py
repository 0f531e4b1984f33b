"""How a view's methods are described; the view itself is left alone.

A request's example and the example of its answer have the same name: the tests send
the one and expect the other.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiViewExtension
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiRequest,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework.views import APIView

from digitsite.problems import PROBLEM_JSON
from recognizer.api.schema.components import Schema, ref
from recognizer.api.schema.examples import ID, STRANGER
from recognizer.api.schema.problems import OF_ANY_REQUEST, problem

JSON, MULTIPART = "application/json", "multipart/form-data"
FORM = "application/x-www-form-urlencoded"
Examples = Mapping[str, Any]
SESSION: Schema = {"session": []}
ANYONE: list[Schema] = [{"key": []}, {"visitor": []}, {}]


def describe(view: type[APIView], **methods: dict[str, Any]) -> None:
    """Describe each method of a view by the arguments of extend_schema()."""
    decorators = {name: extend_schema(**words) for name, words in methods.items()}

    class Description(OpenApiViewExtension):
        target_class = view

        def view_replacement(self) -> type[APIView]:
            described_view = type(view.__name__, (view,), {})
            return extend_schema_view(**decorators)(described_view)


def operation(
    name: str,
    summary: str,
    responses: Mapping[Any, OpenApiResponse],
    *parameters: OpenApiParameter,
    tag: str = "drawings",
    auth: Sequence[Schema] = ANYONE,
    **more: Any,
) -> dict[str, Any]:
    """Return the arguments of extend_schema() for one method."""
    return {
        "operation_id": name,
        "summary": summary,
        "responses": responses,
        "parameters": [*parameters, *ALWAYS],
        "tags": [tag],
        "auth": auth,
        **more,
    }


def request(schema: Schema, examples: Examples) -> OpenApiRequest:
    return OpenApiRequest(schema, examples=named(examples))


def answer(schema: Schema, text: str, examples: Examples) -> OpenApiResponse:
    return OpenApiResponse(schema, text, examples=named(examples))


def refusals(*names: str) -> dict[tuple[int, str], OpenApiResponse]:
    """Return the problems of those names, and those of any request, by status."""
    examples: dict[int, dict[str, Any]] = defaultdict(dict)
    limits = {"too many drawings", "too many requests"}
    limit = () if limits & {*names} else ("too many requests",)
    for name in (*names, *limit, *OF_ANY_REQUEST):
        code, body = problem(name)
        examples[code][name] = body
    return {
        (code, PROBLEM_JSON): answer(
            ref("Problem"), HTTPStatus(code).phrase, examples[code]
        )
        for code in sorted(examples)
    }


def query(name: str, schema: Schema, text: str, examples: Examples) -> OpenApiParameter:
    return OpenApiParameter(name, schema, description=text, examples=named(examples))


def named(examples: Examples) -> list[OpenApiExample]:
    return [OpenApiExample(name, value) for name, value in examples.items()]


def header(
    name: str, text: str, *codes: int, is_certain: bool = True
) -> OpenApiParameter:
    """A header of the answers with those codes, or of all."""
    return OpenApiParameter(
        name,
        {"type": "string"},
        OpenApiParameter.HEADER,
        required=is_certain,
        description=text,
        response=list(codes) or True,
    )


def etag(what: str) -> OpenApiParameter:
    return header("ETag", f"Of the {what}; send it as If-None-Match.", 200)


def limit_header(name: str, text: str) -> OpenApiParameter:
    return header(f"RateLimit-{name}", text, is_certain=False)


ALWAYS = (
    header("X-Request-ID", "The request's name in the site's log."),
    header("Retry-After", "Seconds until it may succeed.", 409, 429, 503),
    header("WWW-Authenticate", "How a key is sent.", 401),
    limit_header("Limit", "How many requests are allowed in the time."),
    limit_header("Remaining", "How many of them are left."),
    limit_header("Reset", "Seconds until the oldest of them counts no longer."),
)
UNCHANGED = OpenApiResponse(description="It is still what has that ETag.")
DONE = {204: OpenApiResponse(description="It is done.")}
OWN = OpenApiParameter(
    "id",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.PATH,
    examples=named({"seven": ID, "no such drawing": STRANGER}),
)
