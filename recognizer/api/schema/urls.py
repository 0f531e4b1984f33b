"""The addresses below /api/ that describe the API."""

from django.urls import path

from recognizer.api.schema.views import SchemaView, docs
from recognizer.api.urls import addresses

urlpatterns = [
    *addresses("schema/", SchemaView, "schema"),
    path("docs/", docs, name="docs"),
]
