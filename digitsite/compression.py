"""Pages come compressed, where that gives nothing away."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from digitsite.addresses import is_api, is_staff_page


class PublicGZipMiddleware(GZipMiddleware):
    """Compresses visitors' pages, but neither the admin's nor the API's answers.

    The length of a compressed page tells whether what an attacker wrote into a request
    stands in it once more (BREACH, https://www.breachattack.com/). Staff's forms have a
    CSRF token, and staff's lists show what they search for. A visitor's page has no
    token, and repeats nothing of its request.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_page = request.method in ("GET", "HEAD")
        if not is_page or is_staff_page(request) or is_api(request):
            return response
        return super().process_response(request, response)
