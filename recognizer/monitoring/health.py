"""The health checks of a load balancer."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from digitsite.database.waiting import limit_statements
from recognizer.monitoring.readiness import check_all

TEXT, JSON = "text/plain", "application/json"
PATIENCE = 2  # s for a statement: whoever asks for health does not wait for long


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
@never_cache
@vary_on_headers("Accept")
def readyz(request: HttpRequest) -> HttpResponse:
    """All that the site needs can be used: 200, else 503; a line for each part."""
    limit_statements(PATIENCE)
    checks = check_all()
    status = 200 if all(check.is_ready for check in checks) else 503
    if request.get_preferred_type([TEXT, JSON]) == JSON:
        parts = {check.name: check.sentence for check in checks}
        return JsonResponse({"ready": status == 200, **parts}, status=status)
    lines = "".join(f"{check}\n" for check in checks)
    return HttpResponse(lines, content_type=TEXT, status=status)
