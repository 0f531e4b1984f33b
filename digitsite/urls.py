from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("recognizer.urls")),
    path("api/v1/", include("recognizer.api.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
]

handler400 = "digitsite.problems.bad_request"
handler403 = "digitsite.problems.permission_denied"
handler404 = "digitsite.problems.not_found"
handler500 = "digitsite.problems.server_error"
