"""An app that shows codes, and accounts that have one."""

import time

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

PAGE = "/admin/second-factor/"


def code_of(device, steps=0):
    """The six digits that the app shows now, or so many times 30 s later."""
    device.refresh_from_db()
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06}"


def keep_device(user):
    return TOTPDevice.objects.create(user=user, name="App", confirmed=True)


def enter(client, code, **query):
    return client.post(PAGE, {"code": code}, query_params=query)
