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
from recognizer.api.schema.examples import CLAIM, LABEL, NUMBER_CLAIM, NUMBER_LABEL

VALUES = {
    "seven": {"digit": 7},
    "forty-two": {"number": "42"},
    "no such drawing": {"digit": 7},
    "wrong digit": {"digit": 77},
    "wrong number": {"number": "-7"},
}
describe(
    views.ClaimView,
    post=operation(
        "claim",
        "Say what you drew",
        {
            (200, JSON): answer(
                ref("Claim"), "The claim.", {"seven": CLAIM, "forty-two": NUMBER_CLAIM}
            ),
            **refusals(
                "wrong digit",
                "wrong number",
                "no scope predict",
                "no such drawing",
                "neither JSON nor a form",
                "too large",
            ),
        },
        OWN,
        request={JSON: request(ref("Value"), VALUES)},
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
            (200, JSON): answer(
                ref("Label"), "The label.", {"seven": LABEL, "forty-two": NUMBER_LABEL}
            ),
            **refusals(
                "wrong digit",
                "wrong number",
                "nobody",
                "no scope review",
                "no such drawing",
                "neither JSON nor a form",
                "too large",
            ),
        },
        OWN,
        request={JSON: request(ref("Value"), VALUES)},
        tag="review",
        auth=[{"key": []}, SESSION],
    ),
)
