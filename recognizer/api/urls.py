"""The addresses below /api/v1/, each also without its last slash.

A redirect to the slash would turn a POST into a GET, and lose the picture.
"""

from django.urls import URLPattern, path
from rest_framework.views import APIView

from recognizer.api import batches, images, jobs, labels, versions, views

app_name = "api"
DRAWING = "predictions/<uuid:pk>/"


def addresses(route: str, view: type[APIView], name: str) -> list[URLPattern]:
    answer = view.as_view()
    # reverse() takes the last of a name.
    return [path(address, answer, name=name) for address in (route[:-1], route)]


urlpatterns = [
    *addresses("predictions/", views.PredictionsView, "prediction-list"),
    *addresses("predictions/batch/", batches.BatchView, "batch"),
    *addresses(DRAWING, views.PredictionView, "prediction-detail"),
    *addresses(f"{DRAWING}picture/", images.PictureView, "picture"),
    *addresses(f"{DRAWING}tile/", images.TileView, "tile"),
    *addresses(f"{DRAWING}claim/", views.ClaimView, "claim"),
    *addresses(f"{DRAWING}label/", labels.LabelView, "label"),
    *addresses("jobs/<uuid:pk>/", jobs.JobView, "job"),
    *addresses("versions/", versions.VersionsView, "version-list"),
]
