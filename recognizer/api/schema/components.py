"""The shapes of what programs send and are answered, as docs/api.md words them."""

from typing import Any

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def closed_object(**properties: Schema) -> Schema:
    """An object of exactly these members."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def array_of(**properties: Schema) -> Schema:
    return {"type": "array", "items": closed_object(**properties)}


def or_null(schema: Schema) -> Schema:
    return {"oneOf": [schema, {"type": "null"}]}


def described(text: str, **schema: Any) -> Schema:
    return {**schema, "description": text}


DIGIT = described(
    "0 to 9, or null where the drawing shows no digit, or several.",
    type=["integer", "null"],
    minimum=0,
    maximum=9,
)
NUMBER = described(
    'The digits as text: "7", "42" or "007"; null where the drawing shows none.',
    type=["string", "null"],
    pattern="^[0-9]{1,12}$",
)
GIVEN_NUMBER = described(
    'All digits as text, leading zeros too: "42".',
    type="string",
    pattern="^[0-9]{1,12}$",
)
WORD = described('In words, such as "Seven" or "Forty-two".', type="string")
PROBABILITY = {"type": "number", "minimum": 0, "maximum": 1}
ADDRESS = {"type": "string", "format": "uri"}
MOMENT = {"type": "string", "format": "date-time"}
ID = {"type": "string", "format": "uuid"}
COUNT = {"type": "integer", "minimum": 0}

ANSWER = {
    "digit": DIGIT,
    "number": NUMBER,
    "word": WORD,
    "several_digits": described(
        "Whether several digits stand side by side, also where they are in doubt.",
        type="boolean",
    ),
    "other_signs": described(
        "Whether a sign, a point or a letter stands among the digits.", type="boolean"
    ),
    "confidence": described("The probability of the answer.", **PROBABILITY),
    "parts": described(
        "The digits of a number, from left to right; of a single digit none.",
        type="array",
        items=ref("Part"),
        maxItems=12,
    ),
    "second": or_null(ref("SecondGuess")),
    "probabilities": described(
        'Of the drawing as one digit 0 to 9 and, last, of "not a digit", which one '
        "version does not know.",
        type="array",
        items=PROBABILITY,
        minItems=10,
        maxItems=11,
    ),
    "version": described("The version of the network that answered.", type="string"),
    "tile": described(
        "The small picture that the network saw, as a data URL.",
        type=["string", "null"],
    ),
}
KEPT = {
    "claim": or_null(ref("ValueInWords")),
    "url": described("Where this answer is.", **ADDRESS),
    "page": described("The drawing's page, to show to others.", **ADDRESS),
    "created_at": MOMENT,
}
LISTED = {name: ANSWER[name] for name in ANSWER if name != "tile"}
SCHEMAS: dict[str, Schema] = {
    "SecondGuess": closed_object(digit=DIGIT, word=WORD, confidence=PROBABILITY),
    "Answer": closed_object(**ANSWER),
    "Prediction": closed_object(id=ID, **ANSWER, **KEPT),
    "ListedPrediction": closed_object(id=ID, **LISTED, **KEPT),
    "Part": closed_object(
        digit={"type": "integer", "minimum": 0, "maximum": 9},
        confidence=PROBABILITY,
        box=described(
            "Left, top, width and height, in pixels of the picture.",
            type="array",
            items={"type": "integer"},
            minItems=4,
            maxItems=4,
        ),
    ),
    "ValueInWords": closed_object(digit=DIGIT, number=NUMBER, word=WORD),
    "Claim": closed_object(id=ID, digit=DIGIT, number=NUMBER, word=WORD),
    "Label": closed_object(
        id=ID,
        digit=DIGIT,
        number=NUMBER,
        word=WORD,
        waits_for=described(
            "Why the drawing waits for another look.", type=["string", "null"]
        ),
    ),
    "Version": closed_object(
        name={"type": "string"},
        network={"type": "string"},
        answers=described("Whether this version answers now.", type="boolean"),
        parent={"type": ["string", "null"]},
        sha256={"type": "string"},
        created_at=MOMENT,
        card=described("How it was trained and what it scores.", type="string"),
    ),
    "Job": closed_object(
        id=ID,
        kind={"type": "string"},
        title=described("The kind in words.", type="string"),
        description=described("What it does, in one line.", type="string"),
        state={"enum": ["waiting", "running", "done", "failed", "cancelled"]},
        by=described("Who asked for it.", type=["string", "null"]),
        why={"type": "string"},
        created_at=MOMENT,
        started_at=or_null(MOMENT),
        finished_at=or_null(MOMENT),
        progress=closed_object(
            phase={"enum": ["plan", "work", "finish"]},
            done=COUNT,
            of=described("0 until it is planned.", **COUNT),
            unit={"type": "string"},
            rate=described("So many a second.", type=["number", "null"]),
            seconds_left={"type": ["integer", "null"]},
        ),
        waits_for=described("What to do so that it goes on, or ''.", type="string"),
        workers=array_of(
            number=COUNT,
            worker={"type": "string"},
            beat_at=MOMENT,
            done=COUNT,
            size=COUNT,
        ),
        failed=array_of(
            number=COUNT,
            state={"type": "string"},
            failures=COUNT,
            error={"type": "string"},
        ),
        sentence=described("What came of it.", type="string"),
        counts=described("The same in numbers.", type="object"),
        version=described("That it made or asked.", type=["string", "null"]),
        files=array_of(name={"type": "string"}, size=COUNT),
    ),
    "Problem": {
        "type": "object",
        "properties": {
            "type": described("Where its kind is described.", **ADDRESS),
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": described("A sentence to show.", type="string"),
            "request_id": described("As X-Request-ID.", type="string"),
        },
        "required": ["type", "title", "status", "detail", "request_id"],
        "additionalProperties": False,
    },
}


STROKES = described(
    "Where the pen went: strokes of points [x, y].",
    type=["array", "null"],
    items={
        "type": "array",
        "items": {
            "type": "array",
            "items": {"type": "number"},
            "minItems": 2,
            "maxItems": 2,
        },
    },
)
PICTURE_AS_TEXT = described(
    "A data URL, or base64 alone.", type="string", format="data-url"
)
SCHEMAS |= {
    "PictureInJSON": {
        "type": "object",
        "properties": {"image": PICTURE_AS_TEXT, "strokes": STROKES},
        "required": ["image"],
    },
    "PictureInForm": {
        "type": "object",
        "properties": {
            "image": {"type": "string", "contentMediaType": "image/png"},
            "strokes": described("The strokes as JSON text.", type="string"),
        },
        "required": ["image"],
    },
    "PicturesInJSON": {
        "type": "object",
        "properties": {
            "images": {
                "type": "array",
                "items": PICTURE_AS_TEXT,
                "minItems": 1,
                "maxItems": 64,
            }
        },
        "required": ["images"],
    },
    "PicturesInForm": {
        "type": "object",
        "properties": {
            "image": {
                "type": "array",
                "items": {"type": "string", "contentMediaType": "image/png"},
                "minItems": 1,
                "maxItems": 64,
            }
        },
        "required": ["image"],
    },
    "Value": {
        "oneOf": [
            {"type": "object", "properties": {name: schema}, "required": [name]}
            for name, schema in (("digit", DIGIT), ("number", GIVEN_NUMBER))
        ]
    },
}
SECURITY_SCHEMES = {
    "key": described("An API key.", type="http", scheme="bearer"),
    "visitor": described(
        "Whose drawing it is; the first answer sets it.",
        type="apiKey",
        name="visitor",
        **{"in": "cookie"},
    ),
    "session": described(
        "The session of the admin, with its CSRF token in X-CSRFToken.",
        type="apiKey",
        name="sessionid",
        **{"in": "cookie"},
    ),
}
