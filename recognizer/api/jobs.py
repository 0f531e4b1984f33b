"""How a job stands, for staff and for programs with a key of the scope `jobs`."""

from uuid import UUID

from rest_framework.authentication import SessionAuthentication
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from digitsite.problem_types import NOT_FOUND
from recognizer.api.authentication import HasScope, KeyAuthentication
from recognizer.api.base import PublicView, revalidated
from recognizer.jobs.kinds import KINDS
from recognizer.jobs.permissions import jobs_shown_to
from recognizer.jobs.summary import summarize
from recognizer.models import ApiKey, Job, Scope


class SeesJobs(BasePermission):
    """For keys, of which HasScope asks the scope, and for staff who may see jobs."""

    message = "Only staff who may see jobs, and keys of the scope 'jobs'."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.method == "OPTIONS" or isinstance(request.auth, ApiKey):
            return True
        return request.user.is_staff and request.user.has_perm("recognizer.view_job")


@revalidated
class JobView(PublicView):
    """What the admin's page of the job shows, but for its log."""

    authentication_classes = (KeyAuthentication, SessionAuthentication)
    permission_classes = (HasScope, SeesJobs)
    key_scopes = {"GET": Scope.JOBS, "HEAD": Scope.JOBS}
    sentences = {NOT_FOUND: "There is no such job, or you may not see it."}

    def get(self, request: Request, pk: UUID) -> Response:
        """Show the state, the progress and the outcome."""
        is_key = isinstance(request.auth, ApiKey)
        known = Job.objects.filter(kind__in=KINDS)
        jobs = known if is_key else jobs_shown_to(request.user)
        job = get_object_or_404(jobs.select_related("by", "version"), pk=pk)
        return Response(summarize(job))
