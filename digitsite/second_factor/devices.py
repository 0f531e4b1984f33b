"""An account's device, which shows codes, and its recovery codes."""

from base64 import b32encode
from collections.abc import Iterable
from math import ceil
from textwrap import wrap
from typing import Any

import segno
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 10
NEW_DEVICE = "second_factor_new_device"  # what a session has of it: its key


class WrongCode(Exception):
    """The code does not fit, was used, or comes too soon after others; says which."""


def has_device(user: User) -> bool:
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def new_device(user: User, session: SessionBase) -> TOTPDevice:
    """Return the device that this session is setting up, the same until it is done.

    Another session sets up another one: who saw its secret there does not know this.
    """
    unconfirmed = TOTPDevice.objects.filter(user=user, confirmed=False)
    device = unconfirmed.filter(pk=session.get(NEW_DEVICE)).first()
    if not device:
        unconfirmed.delete()
        device = TOTPDevice.objects.create(user=user, name="App", confirmed=False)
        session[NEW_DEVICE] = device.pk
    return device


def secret_of(device: TOTPDevice) -> str:
    """The secret as apps take it by hand, in groups of four."""
    return " ".join(wrap(b32encode(device.bin_key).decode(), 4))


def qr_code(device: TOTPDevice) -> SafeString:
    """The same as an SVG, dark on light in either theme, with a margin for cameras."""
    code = segno.make(device.config_url, error="m", micro=False)
    svg = code.svg_inline(scale=5, border=4, dark="#000", light="#fff")
    return mark_safe(svg)  # noqa: S308  # segno's own


def confirm(user: User, session: SessionBase, code: str) -> tuple[Device, list[str]]:
    """Let the new device replace the one before, and make new recovery codes.

    Raises WrongCode.
    """
    device = checked(user, new_device(user, session), code)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        return device, new_recovery_codes(user)


def new_recovery_codes(user: User) -> list[str]:
    """Return codes that take the place of those before. They are shown this once."""
    device, _ = StaticDevice.objects.get_or_create(user=user, name="Recovery codes")
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    device.token_set.bulk_create(StaticToken(device=device, token=c) for c in codes)
    return codes


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def verify(user: User, code: str) -> Device:
    """Return the account's device whose code it is; an app's has digits alone.

    Raises WrongCode.
    """
    model = TOTPDevice if bare(code).isdecimal() else StaticDevice
    device = model.objects.filter(user=user, confirmed=True).first()
    return checked(user, device, code)


def checked(user: User, device: Any, code: str) -> Any:
    """Return the device, if the code is its next one. Raises WrongCode."""
    if device and (seconds := seconds_to_wait(device)):
        raise WrongCode(f"Too many wrong codes. Try again in {in_words(seconds)}.")
    code = bare(code)
    is_code = code.isalnum() and code.isascii()
    if device and is_code and verify_token(user, device.persistent_id, code):
        device.refresh_from_db()
        return device
    raise WrongCode("This code does not fit. Wait for the next one, and try that.")


def bare(code: str) -> str:
    """As it is kept, however it was typed."""
    return "".join(code.split()).replace("-", "").lower()


def seconds_to_wait(device: Any) -> int:
    """How long no code is looked at: each wrong one doubles it."""
    is_allowed, why = device.verify_is_allowed()
    if is_allowed:
        return 0
    return ceil((why["locked_until"] - timezone.now()).total_seconds())


def in_words(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} s"
    return f"{ceil(seconds / 60)} minutes"


@transaction.atomic
def reset(users: Iterable[User]) -> None:
    """Forget the devices and codes of accounts, which set up others at their login.

    Their sessions end, since the device that they are about is gone.
    """
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user__in=users).delete()
