"""The list's action that confirms imported labels which wait for somebody to look."""

from django.contrib import admin, messages

from recognizer.labelling.doubtful import confirm_doubtful
from recognizer.models import DrawingQuerySet, Reason
from recognizer.staff import StaffRequest

MOST_AT_ONCE = 2000  # labels confirmed by one request: some seconds


@admin.action(
    permissions=["change"], description="Confirm doubtful labels: they may train"
)
def confirm_labels(
    model_admin: admin.ModelAdmin, request: StaffRequest, drawings: DrawingQuerySet
) -> None:
    """Of the chosen drawings; what is not doubtful stays as it is."""
    doubtful = drawings.filter(waits_for=Reason.DOUBTFUL).order_by("pk")
    ids = list(doubtful.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    confirmed = confirm_doubtful(ids[:MOST_AT_ONCE], by=request.user)
    if not confirmed:
        messages.warning(request, "None of these drawings has a doubtful label.")
        return
    labels = "label" if confirmed == 1 else "labels"
    more = " More wait: choose them again." if len(ids) > MOST_AT_ONCE else ""
    messages.success(
        request,
        f"Confirmed: {confirmed:,} {labels}.{more} The list of label changes takes "
        "them back.",
    )
