"""Where the import's form sends files, part by part; it answers as the API does."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from recognizer.admin.routes import POST, route
from recognizer.jobs import uploads
from recognizer.jobs.uploads import BadUpload
from recognizer.models import JobFile
from recognizer.staff import StaffRequest

FULL = "The server's disk or database is full: tell whoever runs it, then go on."

# What is no JSON, or other JSON: 1e999 overflows, and lists may be nested too deeply.
UNREADABLE = (ValueError, KeyError, TypeError, OverflowError, RecursionError)


def answered(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """The view's JSON, or a sentence that says what is wrong."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments) -> HttpResponse:
        try:
            return JsonResponse(view(request, **arguments))
        except BadUpload as error:
            return problem(400, str(error))
        except UNREADABLE:
            return problem(400, "This cannot be read.")
        except DatabaseError as error:
            if "full" in str(error) or "No space left" in str(error):
                return problem(507, FULL)
            raise

    return answer


def problem(status: int, detail: str) -> JsonResponse:
    return JsonResponse({"detail": detail}, status=status)


@answered
def list_or_begin(request: StaffRequest, *, model_admin: admin.ModelAdmin) -> dict:
    """The user's files; or, by POST, where to send a new one."""
    if request.method == "GET":
        return {"files": [facts(file) for file in uploads.uploads_of(request.user)]}
    wanted = json.loads(request.body)
    upload = uploads.begin(request.user, str(wanted["name"]), int(wanted["size"]))
    return facts(upload) | {"parts": uploads.digests(upload)}


@answered
def send_part(
    request: StaffRequest, pk: int, number: int, *, model_admin: admin.ModelAdmin
) -> dict:
    upload = own(request, pk)
    uploads.keep_part(upload, number, request.body, request.headers["X-SHA256"])
    return {}


@answered
def complete(request: StaffRequest, pk: int, *, model_admin: admin.ModelAdmin) -> dict:
    upload = own(request, pk)
    uploads.complete(upload, str(json.loads(request.body)["sha256"]))
    return facts(upload)


@answered
def remove(request: StaffRequest, pk: int, *, model_admin: admin.ModelAdmin) -> dict:
    own(request, pk).delete()
    return {}


def own(request: StaffRequest, pk: int) -> JobFile:
    return get_object_or_404(uploads.uploads_of(request.user), pk=pk)


def facts(upload: JobFile) -> dict:
    return {
        "id": upload.pk,
        "name": upload.name,
        "size": upload.size,
        "whole": bool(upload.sha256),
    }


def may_import(request: HttpRequest) -> bool:
    """Whoever imports vouches for the labels."""
    return request.user.has_perms(
        ("recognizer.run_import", "recognizer.change_drawing")
    )


@admin.register(JobFile)
class UploadAdmin(admin.ModelAdmin):
    """Has no pages: only what upload.js asks for."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        def page(url, view, name, methods=POST):
            return route(self, url, view, name, may=may_import, methods=methods)

        return [
            page("uploads/", list_or_begin, "uploads", ("GET", "POST")),
            page("uploads/<int:pk>/<int:number>/", send_part, "part", ("PUT",)),
            page("uploads/<int:pk>/complete/", complete, "complete"),
            page("uploads/<int:pk>/remove/", remove, "remove"),
        ]
