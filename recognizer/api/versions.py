"""The versions of the network, for anyone."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from rest_framework.generics import ListAPIView

from recognizer.api.answers import VersionSerializer
from recognizer.api.base import PublicView
from recognizer.api.pagination import NewestFirst
from recognizer.models import ModelVersion, Scope
from recognizer.versions.predictor import predictor


@method_decorator([conditional_page, cache_control(no_cache=True)], name="dispatch")
class VersionsView(PublicView, ListAPIView):
    """Each version with its card, the newest first; which one answers."""

    key_scopes: dict[str, Scope] = {}
    pagination_class = NewestFirst
    serializer_class = VersionSerializer
    queryset = ModelVersion.objects.select_related("parent")

    def get_serializer_context(self) -> dict[str, int | None]:
        return {"answering": predictor.answering_id()}
