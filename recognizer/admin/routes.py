"""How a ModelAdmin's get_urls() lists its own pages."""

from collections.abc import Callable

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern, path


def route(model_admin: ModelAdmin, url: str, view: Callable, name: str) -> URLPattern:
    """A page for staff below the model's address; its view is given `model_admin`."""
    as_admin = model_admin.admin_site.admin_view(view)
    return path(url, as_admin, {"model_admin": model_admin}, name=name)
