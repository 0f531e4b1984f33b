from django.urls import path

from recognizer.site import about, drawings, pages

urlpatterns = [
    path("", pages.page, name="page"),
    path("drawings/", drawings.my_drawings, name="my-drawings"),
    path("drawings/<uuid:pk>/", drawings.drawing, name="drawing"),
    path("about/", about.about, name="about"),
    path("about/network/", about.network, name="network"),
    path("livez", pages.livez, name="livez"),
    path("readyz", pages.readyz, name="readyz"),
]
