"""What Django's own middleware leaves out."""

from django.middleware import common

# Pictures are data: (the tile) or blob: (a chosen file), which run nothing; all else is
# our own. No exception for inline scripts or styles, on no page.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeadersMiddleware:
    """Beside those of Django's SecurityMiddleware; a view may set its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class CommonMiddleware(common.CommonMiddleware):
    """Django's, but whoever watches how the site does need not know its name.

    Load balancers, container platforms and Prometheus ask by address: without this
    they would need ALLOWED_HOSTS=*.
    """

    def process_request(self, request):
        if request.path_info in ("/livez", "/readyz", "/metrics"):
            return None
        return super().process_request(request)
