"""How drawings are sent, seen again and deleted."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from recognizer.api import views
from recognizer.api.schema.components import ref
from recognizer.api.schema.descriptions import (
    DONE,
    FORM,
    JSON,
    MULTIPART,
    OWN,
    UNCHANGED,
    answer,
    describe,
    etag,
    header,
    named,
    operation,
    query,
    refusals,
    request,
)
from recognizer.api.schema.examples import (
    ANSWER,
    BLANK,
    FORTY_TWO,
    NUMBER_ANSWER,
    NUMBER_PREDICTION,
    PREDICTION,
    SEVEN,
)
from recognizer.api.schema.lists import LIST

KEEP = query(
    "keep",
    {"type": "string", "enum": ["true", "false"], "default": "true"},
    "With false nothing is kept, and no cookie is set.",
    {
        "kept": "true",
        "answer only": "false",
        "number only": "false",
        "answers only": "false",
        "wrong keep": "perhaps",
    },
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255},
    OpenApiParameter.HEADER,
    description="Random text; sent again within a day, it gets the same answer.",
    examples=named(
        {
            "none": "",
            "wrong idempotency key": "k" * 256,
            "idempotency key reused": "4b54-b4c2-3e3a",
            "in progress": "4b54-b4c2-3e3a",
        }
    ),
)
REPLAYED = header(
    "Idempotent-Replayed", "It is the answer of before.", 200, 201, is_certain=False
)
ANSWERED = {
    "seven": {"image": SEVEN},
    "sent again": {"image": SEVEN},
    "answer only": {"image": SEVEN},
    "forty-two": {"image": FORTY_TWO},
    "number only": {"image": FORTY_TWO},
}
REFUSED = {
    "wrong idempotency key": {"image": SEVEN},
    "idempotency key reused": {"image": SEVEN},
    "in progress": {"image": SEVEN},
    "wrong keep": {"image": SEVEN},
    "too many drawings": {"image": SEVEN},
    "no version": {"image": SEVEN},
    "busy": {"image": SEVEN},
    "blank": {"image": BLANK},
    "no picture": {},
    "not a picture": {"image": "c2V2ZW4="},
    "wrong strokes": {"image": SEVEN, "strokes": [[1, 2]]},
}
AGAIN = answer(ref("Prediction"), "The answer that was given.", {"seven": PREDICTION})

describe(
    views.PredictionsView,
    get=LIST,
    post=operation(
        "recognise",
        "Send a drawing and be told which digit or number it is",
        {
            (200, JSON): answer(
                {"oneOf": [ref("Prediction"), ref("Answer")]},
                "You sent it before, or nothing is kept.",
                {
                    "sent again": PREDICTION,
                    "answer only": ANSWER,
                    "number only": NUMBER_ANSWER,
                },
            ),
            (201, JSON): answer(
                ref("Prediction"),
                "It is recognised and kept.",
                {"seven": PREDICTION, "forty-two": NUMBER_PREDICTION},
            ),
            **refusals(
                *REFUSED, "no scope predict", "no length", "wrong type", "too large"
            ),
        },
        KEEP,
        IDEMPOTENCY_KEY,
        REPLAYED,
        header("Location", "Where the answer is.", 201),
        request={
            "image/png": OpenApiTypes.BINARY,
            "image/jpeg": OpenApiTypes.BINARY,
            "image/webp": OpenApiTypes.BINARY,
            JSON: request(ref("PictureInJSON"), ANSWERED | REFUSED),
            MULTIPART: ref("PictureInForm"),
            FORM: ref("PictureInForm"),
        },
    ),
    delete=operation(
        "delete_predictions",
        "Delete all your drawings",
        DONE | refusals("no scope predict"),
    ),
)
describe(
    views.PredictionView,
    get=operation(
        "get_prediction",
        "See an answer again",
        {
            (200, JSON): AGAIN,
            304: UNCHANGED,
            **refusals("no scope read", "no such drawing"),
        },
        OWN,
        etag("answer"),
    ),
    delete=operation(
        "delete_prediction",
        "Delete a drawing and all that is kept of it",
        DONE | refusals("no scope predict", "no such drawing"),
        OWN,
    ),
)
