from django.urls import path

from recognizer.monitoring import health, metrics
from recognizer.site import (
    about,
    draw,
    drawings,
    installation,
    my_drawings,
    network,
)

urlpatterns = [
    path("manifest.webmanifest", installation.manifest, name="manifest"),
    path("sw.js", installation.service_worker, name="service-worker"),
    path("", draw.page, name="page"),
    path("drawings/", my_drawings.my_drawings, name="my-drawings"),
    path("drawings/delete/", my_drawings.delete_all, name="delete-drawings"),
    path("drawings/<uuid:pk>/", drawings.drawing, name="drawing"),
    path("drawings/<uuid:pk>/picture.png", drawings.picture, name="drawing-picture"),
    path("drawings/<uuid:pk>/claim/", drawings.claim, name="claim-drawing"),
    path("drawings/<uuid:pk>/delete/", drawings.delete, name="delete-drawing"),
    path("about/", about.about, name="about"),
    path("about/network/", network.network, name="network"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
]
