"""Accounts and groups: Django's own pages, which also refuse what is no id."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from recognizer.admin.filters import CheckedAdmin

admin.site.unregister([Group, User])


@admin.register(Group)
class CheckedGroupAdmin(CheckedAdmin, GroupAdmin):
    pass


@admin.register(User)
class CheckedUserAdmin(CheckedAdmin, UserAdmin):
    pass
