"""The OpenAPI document, made of the addresses in urls.py and what is said of each."""

from functools import cache
from typing import Any

from django.urls import include, path
from django.utils.encoding import force_bytes
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from rest_framework.renderers import JSONRenderer

from recognizer.api.schema import (  # noqa: F401  # their descriptions are attached
    batches,
    digits,
    drawings,
    images_and_versions,
    jobs,
)
from recognizer.api.schema.components import SCHEMAS, SECURITY_SCHEMES

OF_ONE_DRAWING = (
    "get_prediction",
    "get_picture",
    "get_tile",
    "claim",
    "take_claim_back",
    "label",
    "delete_prediction",
)
RENDERERS = {"json": JSONRenderer, "yaml": OpenApiYamlRenderer}


class Generator(SchemaGenerator):
    """Knows the API's addresses alone; each of them once, with its last slash."""

    def __init__(self, **options: Any) -> None:
        urls = include("recognizer.api.urls", namespace="api")
        super().__init__(**options | {"patterns": [path("api/v1/", urls)]})

    def get_schema(self, request: Any = None, public: bool = True) -> dict[str, Any]:
        schema = super().get_schema(request, public)
        add_links(schema["paths"]["/api/v1/predictions/"]["post"]["responses"]["201"])
        schema["components"] = {
            "schemas": SCHEMAS,
            "securitySchemes": SECURITY_SCHEMES,
        }
        return schema


def add_links(response: dict[str, Any]) -> None:
    """Say which requests take the id of an answer, as drf-spectacular cannot."""
    response["links"] = {
        name: {"operationId": name, "parameters": {"id": "$response.body#/id"}}
        for name in OF_ONE_DRAWING
    }


def with_last_slash(endpoints: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [endpoint for endpoint in endpoints if endpoint[0].endswith("/")]


@cache
def render_document(form: str) -> bytes:
    """Return the document as JSON or YAML; the same as long as the process lives."""
    rendered = RENDERERS[form]().render(Generator().get_schema(), renderer_context={})
    return force_bytes(rendered)
