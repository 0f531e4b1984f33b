"""Forms of the public pages: of this site alone, and without a CSRF token."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from recognizer.drawings.visitors import is_from_another_site

View = Callable[..., HttpResponse]


def own_form(view: View) -> View:
    """A view whose POSTs come from this site's own pages, or from no page at all.

    Browsers say which site a form belongs to, and send the visitor's cookie to no other
    site's. A CSRF token would need a cookie of its own, on the first look already.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and is_from_another_site(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def see_other(address: str) -> HttpResponse:
    """Lead the browser on after a form: it then asks by GET."""
    return HttpResponse(status=303, headers={"Location": address})
