"""The OpenAPI document, and what its examples say is asked and answered."""

import json
from dataclasses import dataclass

from jsonschema import Draft202012Validator

from recognizer.api.schema.document import render_document

DOCUMENT = json.loads(render_document("json"))


@dataclass
class Example:
    """An answer that the document shows, and the request of the same name."""

    path: str
    method: str
    operation: dict
    code: int
    media_type: str  # "" where the answer has no body
    name: str
    answer: dict | None  # None: an image, or no body

    def __str__(self):
        return f"{self.operation['operationId']}, {self.code} {self.name}"

    def body(self):
        """What is sent; the first example unless one has this name."""
        content = self.operation.get("requestBody", {}).get("content", {})
        bodies = content.get("application/json", {}).get("examples", {})
        first = next(iter(bodies.values()), {"value": None})
        return bodies.get(self.name, first)["value"]

    def parameters(self, place):
        """The parameters in the path or the query that are shown for this name."""
        return {
            parameter["name"]: parameter["examples"][self.name]["value"]
            for parameter in self.operation.get("parameters", ())
            if parameter["in"] == place and self.name in parameter.get("examples", {})
        }

    def response(self):
        return self.operation["responses"][str(self.code)]

    def media_types(self):
        return self.response().get("content", {"": {}}).keys()

    def headers(self):
        """The names of the headers that the document says the answer has."""
        headers = self.response().get("headers", {}).items()
        return {name.lower() for name, header in headers if header.get("required")}

    def is_for_staff(self):
        return self.operation["tags"][0] in ("review", "jobs")

    def validate(self, answer):
        schema = self.response()["content"][self.media_type]["schema"]
        components = {"components": DOCUMENT["components"]}
        Draft202012Validator(schema | components).validate(answer)


def examples():
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            for code, response in operation["responses"].items():
                for answer in answers(response):
                    yield Example(path, method.upper(), operation, int(code), *answer)


def answers(response):
    """Media types, names and values; an image or an empty answer is named Seven."""
    content = response.get("content", {"": {}})
    for media_type, shown in list(content.items())[:1]:
        for name, example in shown.get("examples", {"Seven": {}}).items():
            yield media_type, name, example.get("value")
