"""Which language a page speaks: its visitor's, or English where staff work."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from digitsite.addresses import is_staff_page

# A form's token needs a cookie, and a first look sets none. Whoever forges this form
# changes the language that a page is shown in, and nothing else.
choose_language = csrf_exempt(set_language)


class LanguageMiddleware(LocaleMiddleware):
    """Chooses by the menu's cookie, then by what the browser asks for.

    It stands outside all that answers in sentences. The choice ends with the request:
    the next one in this thread may fail before it has a language.
    """

    def __call__(self, request: HttpRequest) -> Any:
        if is_staff_page(request):
            return self.get_response(request)
        with translation.override(settings.LANGUAGE_CODE):
            return super().__call__(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        patch_vary_headers(response, ["Cookie"])
        return super().process_response(request, response)
