"""How lists are asked for: pages, and which drawings they have."""

from recognizer.api.schema.components import ref
from recognizer.api.schema.descriptions import (
    ANYONE,
    JSON,
    SESSION,
    UNCHANGED,
    answer,
    etag,
    operation,
    query,
    refusals,
)
from recognizer.api.schema.examples import LISTED

VALUE = {"type": "string", "pattern": "^([0-9]{1,12}|number|none)$"}
STATED = {"type": "string", "pattern": "^([0-9]{1,12}|number|none|any|missing)$"}
MOMENT = {"type": "string"}
CURSOR = query(
    "cursor",
    {"type": "string"},
    "The place of a page: follow `next` and `previous`.",
    {"first page": "", "wrong cursor": "nowhere"},
)
PAGE_SIZE = query(
    "page_size",
    {"type": "string", "default": "20"},
    "How many rows a page has, up to 60; 20 where it is no number.",
    {},
)
PAGES = (CURSOR, PAGE_SIZE)
FILTERS = (
    query(
        "day",
        {"type": "string", "format": "date"},
        "Of that day, in UTC.",
        {"every day": "", "wrong day": "yesterday"},
    ),
    query(
        "after", MOMENT, "From that day or time on.", {"ever": "", "wrong time": "noon"}
    ),
    query("before", MOMENT, "Before that day or time.", {}),
    query(
        "answer",
        VALUE,
        'Answered so: "7", "42"; `number`: any of several digits; `none`: no digit.',
        {},
    ),
    query("version", {"type": "string"}, "Answered by the version of that name.", {}),
    query(
        "claim", STATED, "Claimed so, or with `any` claim, or with one `missing`.", {}
    ),
    query("label", STATED, "Labelled so; for reviewers.", {}),
    query(
        "everyone",
        {"type": "string", "enum": ["false", "true"], "default": "false"},
        "Of everyone; for reviewers.",
        {"your own": "false", "not a reviewer": "true"},
    ),
)
LIST = operation(
    "list_predictions",
    "List your own answers",
    {
        (200, JSON): answer(
            ref("ListedPrediction"),
            "The newest first; their tiles have addresses of their own.",
            {"seven": LISTED},
        ),
        304: UNCHANGED,
        **refusals(
            "wrong cursor", "wrong day", "wrong time", "no scope read", "not a reviewer"
        ),
    },
    *PAGES,
    *FILTERS,
    etag("page"),
    auth=[*ANYONE, SESSION],
)
