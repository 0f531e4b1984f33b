"""Which language a page speaks: its visitor's, or English where staff work."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from digitsite.addresses import is_staff_page

# A form's token needs a cookie, and a first look sets none. Whoever forges this form
# changes the language that a page is shown in, and nothing else.
choose_language = csrf_exempt(set_language)


class LanguageMiddleware:
    """Chooses by the menu's cookie, then by what the browser asks for.

    It stands outside all that answers in sentences. The choice ends with the request:
    the next one in this thread may fail before it has a language. Django's own looks
    for a language in addresses as well, three times in each request; ours have none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_staff_page(request):
            return self.get_response(request)
        language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        response.headers.setdefault("Content-Language", language)
        return response
