"""Who has given the password alone is nobody yet, on every page and in the API."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device

from digitsite.addresses import is_staff_page


class SecondFactorMiddleware:
    """Asks in the admin for what is missing; elsewhere such an account is a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.ADMIN_SECOND_FACTOR:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if hasattr(request, "user"):
            ask = partial(verified_user, request, request.user)
            request.user = SimpleLazyObject(ask)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        page = reverse("second-factor")
        if not is_staff_page(request) or request.path == page:
            return None
        if not user_to_verify(request):
            return None
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{page}?{query}")


def verified_user(request: Any, user: Any) -> Any:
    """Return the user, or nobody, and note who it may be."""
    if not user.is_authenticated or device_of_session(request, user):
        return user
    request.user_to_verify = user
    return AnonymousUser()


def user_to_verify(request: Any) -> User | None:
    """Who has given the password of a staff account, and no code yet."""
    if request.user.is_authenticated:
        return None
    user = getattr(request, "user_to_verify", None)
    return user if user and user.is_staff else None


def device_of_session(request: Any, user: User) -> Device | None:
    """The device whose code this session gave, if the account still has it."""
    name = request.session.get(DEVICE_ID_SESSION_KEY)
    device = Device.from_persistent_id(name) if name else None
    is_theirs = device and device.user_id == user.pk and device.confirmed
    return device if is_theirs else None
