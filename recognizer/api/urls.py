from django.urls import path

from recognizer.api import views

app_name = "api"
urlpatterns = [
    path("predictions/", views.PredictionsView.as_view(), name="prediction-list"),
    path(
        "predictions/<uuid:pk>/",
        views.PredictionView.as_view(),
        name="prediction-detail",
    ),
    path("predictions/<uuid:pk>/claim/", views.ClaimView.as_view(), name="claim"),
    path("versions/", views.VersionsView.as_view(), name="version-list"),
    path("predictions/<uuid:pk>/label/", views.LabelView.as_view(), name="label"),
]
