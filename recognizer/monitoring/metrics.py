"""What Prometheus reads: the counts of all workers, and numbers of rows."""

import ipaddress
import os

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector

from digitsite import counters
from digitsite.metrics_folder import VARIABLE
from recognizer.monitoring.row_numbers import RowNumbers

row_numbers = RowNumbers()  # of this process


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Show all metrics to whom the setting METRICS lets in."""
    if refusal := find_refusal(request):
        return refusal
    text = generate_latest(all_counts()) + generate_latest(row_numbers)
    return HttpResponse(text, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def find_refusal(request: HttpRequest) -> HttpResponse | None:
    """Return the answer to whoever may not see them. Raises Http404."""
    if settings.METRICS == "off":
        raise Http404
    if settings.METRICS == "key" and not has_key(request):
        headers = {"WWW-Authenticate": "Bearer"}
        return refuse("Send METRICS_KEY as a bearer token.", 401, headers)
    if settings.METRICS == "loopback" and not is_local(request):
        return refuse("Only this machine may see them; see METRICS.", 403)
    return None


def refuse(
    sentence: str, status: int, headers: dict[str, str] | None = None
) -> HttpResponse:
    return HttpResponse(
        f"{sentence}\n", content_type="text/plain", status=status, headers=headers
    )


def has_key(request: HttpRequest) -> bool:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and constant_time_compare(
        key.strip(), settings.METRICS_KEY
    )


def is_local(request: HttpRequest) -> bool:
    """Whether it comes from this machine. Behind a proxy anybody's may seem to."""
    if settings.NUM_PROXIES:
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback


def all_counts() -> CollectorRegistry:
    """What all workers have counted; without gunicorn, this process."""
    if VARIABLE not in os.environ:
        return counters.registry
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry
