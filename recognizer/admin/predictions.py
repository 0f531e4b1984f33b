"""The predictions: read only, in a list and on their drawing's page."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recognizer.admin.display import ReadOnly, sure
from recognizer.models import Prediction


class PredictionInline(ReadOnly, admin.TabularInline):
    model = Prediction
    fields = ("version", "digit", sure, "created_at")
    readonly_fields = (sure, "created_at")


@admin.register(Prediction)
class PredictionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("of", "digit", sure, "version", "created_at")
    list_filter = ("digit", "version", "created_at")
    list_select_related = ("version",)
    fields = readonly_fields = ("of", "version", "digit", sure, "probabilities")
    show_full_result_count = False

    @admin.display(description="drawing")
    def of(self, prediction: Prediction) -> SafeString:
        """The drawing's id alone: its row holds a picture."""
        url = reverse("admin:recognizer_drawing_change", args=[prediction.drawing_id])
        return format_html('<a href="{}">{}</a>', url, str(prediction.drawing_id)[:8])
