"""Which part of the site an address belongs to."""

from django.conf import settings
from django.http import HttpRequest

NO_ROUTE = "none"  # of an address that there is not, or a request that is not read


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def is_batch(request: HttpRequest) -> bool:
    """Whether many pictures may come at once."""
    return request.path_info.rstrip("/") == "/api/v1/predictions/batch"


def is_staff_page(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{settings.ADMIN_PATH}")


def is_upload(request: HttpRequest) -> bool:
    """Whether a part of a large file may come."""
    return request.path_info.startswith(
        f"/{settings.ADMIN_PATH}recognizer/jobfile/uploads/"
    )


def route_of(request: HttpRequest) -> str:
    """The name of the address that the request asked for."""
    match = request.resolver_match
    return match.view_name if match else NO_ROUTE
