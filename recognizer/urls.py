from django.urls import path

from recognizer import views

urlpatterns = [
    path("", views.page, name="page"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
