"""How drawings are claimed and labelled."""

from recognizer.api import labels, views
from recognizer.api.schema.components import ref
from recognizer.api.schema.descriptions import (
    DONE,
    JSON,
    OWN,
    SESSION,
    answer,
    describe,
    operation,
    refusals,
    request,
)
from recognizer.api.schema.examples import CLAIM, LABEL

DIGITS = {
    "seven": {"digit": 7},
    "no such drawing": {"digit": 7},
    "wrong digit": {"digit": 77},
}
describe(
    views.ClaimView,
    post=operation(
        "claim",
        "Say what you drew",
        {
            (200, JSON): answer(ref("Claim"), "The claim.", {"seven": CLAIM}),
            **refusals(
                "wrong digit",
                "no scope predict",
                "no such drawing",
                "neither JSON nor a form",
                "too large",
            ),
        },
        OWN,
        request={JSON: request(ref("Value"), DIGITS)},
    ),
    delete=operation(
        "take_claim_back",
        "Take back what you said",
        DONE | refusals("no scope predict", "no such drawing"),
        OWN,
    ),
)
describe(
    labels.LabelView,
    post=operation(
        "label",
        "Confirm what a drawing is",
        {
            (200, JSON): answer(ref("Label"), "The label.", {"seven": LABEL}),
            **refusals(
                "wrong digit",
                "nobody",
                "no scope review",
                "no such drawing",
                "neither JSON nor a form",
                "too large",
            ),
        },
        OWN,
        request={JSON: request(ref("Value"), DIGITS)},
        tag="review",
        auth=[{"key": []}, SESSION],
    ),
)
