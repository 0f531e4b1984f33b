from typing import NoReturn

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest
from django.urls import include, path

from digitsite.languages import choose_language
from digitsite.problem_pages import ProblemsView, ProblemView
from digitsite.second_factor.views import second_factor


def nothing(request: HttpRequest, **_: str) -> NoReturn:
    """Stand in for the admin's "view on site", which fails at what is no id."""
    raise Http404


urlpatterns = [
    path("", include("recognizer.urls")),
    path("api/v1/", include("recognizer.api.urls")),
    path("api/problems/", ProblemsView.as_view(), name="problems"),
    path("api/problems/<slug:slug>/", ProblemView.as_view(), name="problem"),
    path("api/", include("recognizer.api.schema.urls")),
    path("language/", choose_language, name="choose-language"),
    path(f"{settings.ADMIN_PATH}r/<path:address>", nothing),
    path(f"{settings.ADMIN_PATH}second-factor/", second_factor, name="second-factor"),
    path(settings.ADMIN_PATH, admin.site.urls),
]

handler400 = "digitsite.problems.bad_request"
handler403 = "digitsite.problems.permission_denied"
handler404 = "digitsite.problems.not_found"
handler500 = "digitsite.problems.server_error"
