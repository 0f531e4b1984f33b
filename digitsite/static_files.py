"""Which static files are collected."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Django's, without what comes beside Swagger UI and no page of ours asks for."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.js.map",
        "redoc",
        "oauth2-redirect.*",
        "swagger-ui-standalone-preset.js",
        "favicon-32x32.png",
    ]
