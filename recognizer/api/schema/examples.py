"""What the document shows as sent and answered: a seven, a forty-two, a blank page."""

from typing import Any

SEVEN = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAADgAAAA4AQAAAACA/QazAAAAbUlEQVR4"
    "2q2QwQmAUAxDX4ugR0dwFFdzNwcRJ9CbBzFeKtIvnvQUkqahjQkAnM84mIMJAz3mFYi52JsCvdDHmyNJ"
    "teQATfapzfy49rus733mW+QuitzQ1+KvKdALfSTfV0dOk31qX/rqAPup9xN5xCOVOicmyAAAAABJRU5E"
    "rkJggg=="
)
FORTY_TWO = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAFAAAAA4AQAAAABCzUI3AAAArElEQVR4"
    "2s2ROw6DMBBEn42lUESCMh3kJHCkHIEyZY6Qm8S5CVRpKV1YTIrlcwXceDR63p1dO7Edz+mkBp4AknKX"
    "nSQPZLJ2NjGYTP1MNHZUTJ2x4MJowPT2W13/sAuIaztJl+qXG3tWcltZAbkFD0sNCQjA5Jh7QEqgaMkS"
    "8GV1nQpzA55gxQpdVe7Rl3qXuT0G6tc4qkZ9JJORZhsoMh+Lqi0OrzstuNP+5h/OjFXIOdQ1+AAAAABJ"
    "RU5ErkJggg=="
)
BLANK = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABwAAAAcAQAAAABaduI5AAAAFElEQVR4nG"
    "P8z8DwkYmBgYFh4AkAGmgCKHPAQ6AAAAAASUVORK5CYII="
)
STRANGER = "00000000-0000-4000-8000-000000000000"
ID = "6f704802-8af2-4608-98cc-7e7a7ad43c8d"
ANSWER: dict[str, Any] = {
    "digit": 7,
    "number": "7",
    "word": "Seven",
    "several_digits": False,
    "other_signs": False,
    "parts": [],
    "confidence": 0.997939,
    "second": None,
    "probabilities": [
        0.000186,
        0.000366,
        0.000163,
        0.000184,
        0.000215,
        0.000214,
        0.000226,
        0.997939,
        0.000214,
        0.000281,
        0.00012,
    ],
    "version": "base",
    "tile": "data:image/png;base64,iVBORw0KGgo...",
}
NUMBER_ANSWER: dict[str, Any] = {
    "digit": None,
    "number": "42",
    "word": "Forty-two",
    "several_digits": True,
    "other_signs": False,
    "parts": [
        {"digit": 4, "confidence": 0.997666, "box": [20, 14, 20, 28]},
        {"digit": 2, "confidence": 0.998127, "box": [41, 14, 19, 28]},
    ],
    "confidence": 0.995798,
    "second": None,
    "probabilities": [
        0.004251,
        0.005755,
        0.007267,
        0.004592,
        0.008583,
        0.003599,
        0.006184,
        0.004065,
        0.005534,
        0.004802,
        0.945368,
    ],
    "version": "base",
    "tile": "data:image/png;base64,iVBORw0KGgo...",
}
KEPT = {
    "claim": None,
    "url": f"https://digits.example/api/v1/predictions/{ID}/",
    "page": f"https://digits.example/drawings/{ID}/",
    "created_at": "2026-11-26T16:10:12.804581Z",
}
PREDICTION: dict[str, Any] = {"id": ID, **ANSWER, **KEPT}
NUMBER_PREDICTION: dict[str, Any] = {"id": ID, **NUMBER_ANSWER, **KEPT}
LISTED = {name: PREDICTION[name] for name in PREDICTION if name != "tile"}
SEVEN_IN_WORDS = {"digit": 7, "number": "7", "word": "Seven"}
FORTY_TWO_IN_WORDS = {"digit": None, "number": "42", "word": "Forty-two"}
CLAIM = {"id": ID, **SEVEN_IN_WORDS}
NUMBER_CLAIM = {"id": ID, **FORTY_TWO_IN_WORDS}
LABEL = {**CLAIM, "waits_for": None}
NUMBER_LABEL = {**NUMBER_CLAIM, "waits_for": None}
JOB: dict[str, Any] = {
    "id": "b8f0ad4e-7b6d-4b3c-9a53-2f5f8f5c0d11",
    "kind": "rescore",
    "title": "Rescore",
    "description": "Ask seed75 about labelled drawings",
    "state": "done",
    "by": "anna",
    "why": "to compare with the original",
    "created_at": "2026-11-26T16:10:12.804581Z",
    "started_at": "2026-11-26T16:10:13.104581Z",
    "finished_at": "2026-11-26T16:11:53.104581Z",
    "progress": {
        "phase": "finish",
        "done": 3200,
        "of": 3200,
        "unit": "drawings",
        "rate": 32.0,
        "seconds_left": None,
    },
    "waits_for": "",
    "workers": [],
    "failed": [],
    "sentence": "3,200 answers kept; 12 drawings have a new place in the review queue.",
    "counts": {"answers": 3200, "unreadable": 0, "waits_changed": 12},
    "version": "seed75",
    "files": [],
}
VERSION: dict[str, Any] = {
    "name": "base",
    "network": "deep",
    "answers": True,
    "parent": None,
    "sha256": "e1b53671354cc018dea4121247ac06b4aa98aaa0aeeb97b027dcd7f39ddcc5ef",
    "created_at": "2026-11-01T08:00:00Z",
    "card": "---\nlicense: cc-by-sa-3.0\n...",
}
