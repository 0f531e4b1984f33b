"""API keys: made and shown once, revoked, deleted with their drawings or without."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget, RelatedFieldWidgetWrapper
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from recognizer.accounts.deletion import delete_key, drawings_of
from recognizer.accounts.keys import revoke, set_secret
from recognizer.admin.filters import CheckedAdmin
from recognizer.deletion.forgetting import would_forget
from recognizer.models import ApiKey, Scope
from recognizer.staff import StaffRequest

EDITABLE = ("name", "scopes", "user", "expires_at")
FACTS = ("state", "begins_with", "created_at", "last_used_on", "revoked_at")
KEEP, FORGET = "keep", "forget"


class ApiKeyForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        initial=[Scope.PREDICT, Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        help_text="A label is set as the key's user, who has to be a reviewer.",
    )
    expires_at = forms.DateTimeField(
        required=False,
        widget=AdminDateWidget,
        help_text="From this day on it is refused; empty: never.",
    )


@admin.action(description="Revoke selected keys", permissions=["change"])
def revoke_keys(
    model_admin: admin.ModelAdmin, request: HttpRequest, keys: QuerySet[ApiKey]
) -> None:
    for key in keys:
        revoke(key)
        model_admin.log_change(request, key, "Revoked.")
    messages.success(request, f"Revoked {', '.join(map(str, keys))}.")


@admin.register(ApiKey)
class ApiKeyAdmin(CheckedAdmin):
    form = ApiKeyForm
    list_display = (
        "name",
        "state",
        "begins_with",
        "may",
        "user",
        "last_used_on",
        "expires_at",
    )
    list_select_related = ("user",)
    search_fields = ("name", "prefix")
    actions = (revoke_keys,)
    delete_confirmation_template = "admin/recognizer/apikey/delete.html"

    def get_fields(
        self, request: HttpRequest, obj: ApiKey | None = None
    ) -> tuple[str, ...]:
        return EDITABLE + FACTS if obj else EDITABLE

    def get_readonly_fields(
        self, request: StaffRequest, obj: ApiKey | None = None
    ) -> tuple[str, ...]:
        """A key stays whose it was: labels were set with it.

        And only a superuser lets a key of somebody else do more, or for longer.
        """
        if obj is None:
            return ()
        is_open = obj.user_id in (None, request.user.pk) or request.user.is_superuser
        return ("user", *FACTS) if is_open else (*EDITABLE, *FACTS)

    def render_change_form(
        self, request: HttpRequest, context: dict, *args, **kwargs
    ) -> HttpResponse:
        """One way to save: what follows a new key is the page that shows it."""
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_actions(self, request: HttpRequest) -> dict:
        """Keys are deleted one by one: each time it is asked what of its drawings."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(ordering="prefix")
    def begins_with(self, key: ApiKey) -> str:
        return f"{key.prefix}..."

    def may(self, key: ApiKey) -> str:
        return ", ".join(key.scopes)

    def get_changeform_initial_data(self, request: StaffRequest) -> dict[str, Any]:
        return {"user": request.user.pk}

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs
    ) -> forms.Field | None:
        """Without links that make, change and delete accounts."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: StaffRequest, **kwargs
    ) -> forms.ModelChoiceField | None:
        """Only a superuser makes a key that labels as somebody else."""
        staff = User.objects.filter(is_staff=True, is_active=True)
        if not request.user.is_superuser:
            staff = staff.filter(pk=request.user.pk)
        kwargs |= {"queryset": staff, "required": True}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool
    ) -> None:
        if not change:
            obj.secret = set_secret(obj)
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the key: in this answer alone, which neither we nor a cache keep."""
        context = {
            **self.admin_site.each_context(request),
            "title": f"The key of {obj.name}",
            "opts": self.opts,
            "secret": obj.secret,
        }
        return TemplateResponse(request, "admin/recognizer/apikey/made.html", context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """Ask what becomes of its drawings."""
        choice = request.POST.get("drawings")
        if request.method == "POST" and choice not in (KEEP, FORGET):
            raise BadRequest("Neither to keep nor to forget the key's drawings.")
        if choice == FORGET and not may_forget(request):
            raise PermissionDenied
        key = self.get_object(request, object_id)
        extra = {
            "expected": would_forget(drawings_of(key)) if key else None,
            "may_forget": may_forget(request),
        }
        return super().delete_view(request, object_id, extra | (extra_context or {}))

    def delete_model(self, request: HttpRequest, obj: ApiKey) -> None:
        with_drawings = request.POST["drawings"] == FORGET
        forgotten = delete_key(obj, with_drawings=with_drawings)
        if with_drawings:
            messages.success(request, f"Deleted {forgotten}.")


def may_forget(request: HttpRequest) -> bool:
    return request.user.has_perm("recognizer.delete_drawing")
