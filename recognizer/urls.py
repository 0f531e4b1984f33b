from django.urls import path

from recognizer.site import pages

urlpatterns = [
    path("", pages.page, name="page"),
    path("livez", pages.livez, name="livez"),
    path("readyz", pages.readyz, name="readyz"),
]
