"""How a ModelAdmin's get_urls() lists its own pages, and who may open each."""

from collections.abc import Callable, Sequence
from functools import wraps

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

SAFE, POST = ("GET", "HEAD"), ("POST",)


def route(
    model_admin: ModelAdmin,
    url: str,
    view: Callable[..., HttpResponseBase],
    name: str,
    *,
    may: Callable[[HttpRequest], bool],
    methods: Sequence[str] | None = None,
) -> URLPattern:
    """A page below the model's address, for those staff who `may` open it.

    Its view is given `model_admin`. `name` "review" becomes recognizer_drawing_review,
    as Django names its own pages. `methods` are checked first; None is any.
    """

    @wraps(view)
    def permitted(request: HttpRequest, **arguments) -> HttpResponseBase:
        if not may(request):
            raise PermissionDenied
        return view(request, **arguments)

    if methods:
        permitted = require_http_methods(methods)(permitted)
    opts = model_admin.opts
    return path(
        url,
        model_admin.admin_site.admin_view(permitted),
        {"model_admin": model_admin},
        name=f"{opts.app_label}_{opts.model_name}_{name}",
    )
