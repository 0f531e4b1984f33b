"""Accounts and groups: Django's own pages, which also refuse what is no id.

Where logins need a second step, accounts whose device is lost are reset here.
"""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from digitsite.second_factor.devices import reset
from recognizer.admin.filters import CheckedAdmin
from recognizer.staff import StaffRequest

# django-otp's pages show the devices' secrets.
admin.site.unregister([Group, User, StaticDevice, TOTPDevice])


@admin.register(Group)
class CheckedGroupAdmin(CheckedAdmin, GroupAdmin):
    pass


@admin.register(User)
class CheckedUserAdmin(CheckedAdmin, UserAdmin):
    actions = ("reset_second_step",)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        more = ("has_second_step",) if settings.ADMIN_SECOND_FACTOR else ()
        return (*super().get_list_display(request), *more)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows = super().get_queryset(request)
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        if settings.ADMIN_SECOND_FACTOR:
            rows = rows.annotate(has_device=Exists(devices))
        return rows

    def get_actions(self, request: HttpRequest) -> dict:
        actions = super().get_actions(request)
        if not settings.ADMIN_SECOND_FACTOR:
            actions.pop("reset_second_step", None)
        return actions

    @admin.display(description="Second step", boolean=True)
    def has_second_step(self, user: User) -> bool:
        return user.has_device  # type: ignore[attr-defined]  # annotated

    @admin.action(
        description="Reset the second step of selected users", permissions=["change"]
    )
    def reset_second_step(self, request: StaffRequest, users: QuerySet[User]) -> None:
        """Those who lost their device set up another one when they log in again."""
        if not request.user.is_superuser:
            users = users.filter(is_superuser=False)
        accounts = list(users)
        reset(accounts)
        LogEntry.objects.log_actions(
            request.user.pk, accounts, CHANGE, "Reset the second step."
        )
        sentence = f"Reset for {len(accounts)}: they set up a device at their login."
        self.message_user(request, sentence, messages.SUCCESS)
