"""What the review page sends for a key, and for an undo."""

import json
import uuid

LIST = "/admin/recognizer/drawing/"
REVIEW = f"{LIST}review/"


def press(client, by, digit, *drawings, **more):
    fields = {"reviewer": by.pk, "drawings": [str(d.pk) for d in drawings]}
    fields |= {"keystroke": uuid.uuid4().hex, "digit": digit}
    return send(client, "label", fields | more)


def send(client, what, fields):
    body = fields if isinstance(fields, str) else json.dumps(fields)
    return client.post(f"{REVIEW}{what}/", body, content_type="application/json")


def take_back(client, by, keystroke, **more):
    return send(client, "undo", {"reviewer": by.pk, "keystroke": keystroke} | more)


def can_undo(client):
    return json.loads(client.get(REVIEW).context["keystrokes"])
