"""Where the document is, and the page that shows it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers
from rest_framework.request import Request

from recognizer.api.base import PublicView
from recognizer.models import Scope

FORMS = {
    "application/json": "json",
    "application/vnd.oai.openapi+json": "json",
    "application/yaml": "yaml",
    "application/vnd.oai.openapi": "yaml",
}
MEDIA_TYPES = {form: media_type for media_type, form in reversed(FORMS.items())}
cached = [
    conditional_page,
    cache_control(public=True, max_age=300),  # seconds
    vary_on_headers("Accept"),
]


class SchemaView(PublicView):
    """The OpenAPI document: JSON, or YAML where the request asks for that.

    For any key. Caches keep the document alone, and no refusal.
    """

    key_scopes: dict[str, Scope] = {}

    @method_decorator(cached)
    def get(self, request: Request) -> HttpResponse:
        # Costs 7 MB and a third of a second, which serving need not.
        from recognizer.api.schema.document import render_document

        form = chosen_form(request)
        return HttpResponse(render_document(form), content_type=MEDIA_TYPES[form])


def chosen_form(request: Request) -> str:
    """By ?format=yaml, else by what the header Accept prefers."""
    asked = request.query_params.get("format")
    preferred = request.get_preferred_type(list(FORMS)) or "application/json"
    return asked if asked in MEDIA_TYPES else FORMS[preferred]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The document as a page on which it can be tried."""
    return render(request, "api/docs.html")
