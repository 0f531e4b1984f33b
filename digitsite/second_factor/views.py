"""The page of the admin that asks for a code, or sets up what shows them."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice

from digitsite.second_factor import devices
from digitsite.second_factor.devices import WrongCode
from digitsite.second_factor.middleware import user_to_verify


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """The second step of a login; to who has done it, their devices."""
    if not settings.ADMIN_SECOND_FACTOR:
        raise Http404
    user = user_to_verify(request)
    if not user:
        return own_devices(request)
    if "cancel" in request.POST:
        logout(request)
        return redirect("admin:login")
    if not devices.has_device(user):
        return set_up(request, user)
    return ask_for_code(request, user)


def ask_for_code(request: HttpRequest, user: User) -> HttpResponse:
    wrong = ""
    if request.method == "POST":
        try:
            device = devices.verify(user, request.POST.get("code", ""))
        except WrongCode as error:
            wrong = str(error)
        else:
            return let_in(request, user, device)
    return page(request, "code", "Second step", wrong)


def let_in(request: HttpRequest, user: User, device: Device) -> HttpResponse:
    remember(request, device)
    if not isinstance(device, StaticDevice):
        return redirect(next_page(request))
    left = devices.recovery_codes_left(user)
    sentence = f"That recovery code is used up; {left} are left. Is your device lost? "
    messages.warning(request, sentence + "Set up another one here.")
    return redirect("second-factor")


def set_up(request: HttpRequest, user: User) -> HttpResponse:
    """Show a new device's secret until a code proves that an app has it."""
    wrong = ""
    if "code" in request.POST:
        try:
            device, codes = devices.confirm(user, request.session, request.POST["code"])
        except WrongCode as error:
            wrong = str(error)
        else:
            remember(request, device)
            return show_codes(request, codes)
    new = devices.new_device(user, request.session)
    context = {
        "qr_code": devices.qr_code(new),
        "secret": devices.secret_of(new),
        "account": user.get_username(),
    }
    return page(request, "set_up", "Set up a second step", wrong, **context)


def own_devices(request: HttpRequest) -> HttpResponse:
    """What an account that has done both steps may change."""
    if not admin.site.has_permission(request):
        return redirect(f"{reverse('admin:login')}?next={request.path}")
    user = User.objects.get(username=request.user.get_username())
    if "set_up" in request.POST or "code" in request.POST:
        return set_up(request, user)
    if "recovery_codes" in request.POST:
        return show_codes(request, devices.new_recovery_codes(user))
    left = devices.recovery_codes_left(user)
    return page(request, "devices", "Second step", codes_left=left)


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return page(request, "recovery_codes", "Recovery codes", codes=codes)


def remember(request: HttpRequest, device: Device) -> None:
    """Let the session go on as one that has done both steps."""
    request.session.cycle_key()
    request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id


def next_page(request: HttpRequest) -> str:
    """Where the account wanted to go, on this site alone."""
    address = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else reverse("admin:index")


def page(
    request: HttpRequest, name: str, title: str, wrong: str = "", **context: Any
) -> HttpResponse:
    context |= admin.site.each_context(request)
    context |= {"title": title, "wrong": wrong}
    return render(request, f"second_factor/{name}.html", context)
