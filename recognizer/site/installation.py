"""What lets a browser install the site, and open its page without a network."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

RED, GROUND = "#d62839", "#f5f4f1"  # as in favicon.svg and base.css
PAGE_FILES = (
    *("recognizer/base.css", "recognizer/*.js", "recognizer/favicon.svg"),
    *("recognizer/draw/*", "recognizer/drawings/*", "recognizer/offline/register.js"),
)


@require_safe
@cache_control(private=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """The site as an app: https://www.w3.org/TR/appmanifest/."""
    content = {
        "name": "digitsite",
        "short_name": "digitsite",
        "description": _(
            "Draw a digit or a number, and see what a neural network reads."
        ),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": GROUND,
        "background_color": GROUND,
        "icons": [
            icon("icon-192", 192),
            icon("icon-512", 512),
            icon("maskable-512", 512, purpose="maskable"),
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def icon(name: str, side: int, **more: str) -> dict[str, str]:
    address = static(f"recognizer/icons/{name}.png")
    return {"src": address, "sizes": f"{side}x{side}", "type": "image/png", **more}


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker and what it keeps; other bytes with each release that changes it."""
    files = offline_files()
    release = sha256("".join(files).encode()).hexdigest()[:12]
    script = (
        f"self.release = {json.dumps(release)};\n"
        f"self.files = {json.dumps(files)};\n"
        f"importScripts({json.dumps(static('recognizer/offline/worker.js'))});\n"
    )
    return HttpResponse(script, content_type="text/javascript")


@cache
def offline_files() -> list[str]:
    """The addresses of all that the page where visitors draw consists of."""
    root = Path(settings.STATICFILES_DIRS[0])
    paths = [path for pattern in PAGE_FILES for path in root.glob(pattern)]
    return [static(path.relative_to(root).as_posix()) for path in sorted(paths)]
