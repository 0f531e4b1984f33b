"""How many drawings are sent at once."""

from recognizer.api import batches
from recognizer.api.schema.components import closed_object, ref
from recognizer.api.schema.descriptions import (
    JSON,
    MULTIPART,
    answer,
    describe,
    operation,
    refusals,
    request,
)
from recognizer.api.schema.drawings import IDEMPOTENCY_KEY, KEEP, REPLAYED
from recognizer.api.schema.examples import ANSWER, BLANK, PREDICTION, SEVEN
from recognizer.api.schema.problems import problem

SEVEN_AND_BLANK = {"images": [SEVEN, BLANK]}
ANSWERED = {"seven and blank": SEVEN_AND_BLANK, "answers only": SEVEN_AND_BLANK}
REFUSED = {
    "wrong idempotency key": SEVEN_AND_BLANK,
    "idempotency key reused": SEVEN_AND_BLANK,
    "in progress": SEVEN_AND_BLANK,
    "wrong keep": SEVEN_AND_BLANK,
    "too many drawings": SEVEN_AND_BLANK,
    "no version": SEVEN_AND_BLANK,
    "busy": SEVEN_AND_BLANK,
    "no pictures": {"images": []},
    "65 pictures": {"images": [BLANK] * 65},
}
_, BLANK_PROBLEM = problem("blank")
RESULTS = closed_object(
    results={
        "type": "array",
        "items": {"oneOf": [ref("Prediction"), ref("Answer"), ref("Problem")]},
    }
)

describe(
    batches.BatchView,
    post=operation(
        "recognise_batch",
        "Send up to 64 drawings at once",
        {
            (200, JSON): answer(
                RESULTS,
                "For each picture an answer or a problem, in their order.",
                {
                    "seven and blank": {"results": [PREDICTION, BLANK_PROBLEM]},
                    "answers only": {"results": [ANSWER, BLANK_PROBLEM]},
                },
            ),
            **refusals(
                *REFUSED,
                "no scope predict",
                "no length",
                "batch too large",
                "wrong type of a batch",
            ),
        },
        KEEP,
        IDEMPOTENCY_KEY,
        REPLAYED,
        request={
            JSON: request(ref("PicturesInJSON"), ANSWERED | REFUSED),
            MULTIPART: ref("PicturesInForm"),
        },
    ),
)
