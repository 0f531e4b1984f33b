"""The predictions: read only, in a list and on their drawing's page."""

from django.contrib import admin
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recognizer.admin.display import ReadOnly
from recognizer.admin.filters import AnswerFilter, CheckedAdmin, LengthFilter
from recognizer.formatting import answer_to_staff, percent
from recognizer.models import Prediction


@admin.display(description="answer", ordering="digit")
def answer(prediction: Prediction) -> str:
    return answer_to_staff(prediction)


@admin.display(
    description="confidence", ordering=Coalesce("number_confidence", "confidence")
)
def confidence_percent(prediction: Prediction) -> str:
    """As it was kept; of a number, that of the whole."""
    if prediction.number_confidence is not None:
        return percent(prediction.number_confidence)
    return percent(prediction.confidence)


class PredictionInline(ReadOnly, admin.TabularInline):
    model = Prediction
    template = "admin/recognizer/rows.html"
    fields = ("version", answer, confidence_percent, "created_at")
    readonly_fields = (answer, confidence_percent, "created_at")


@admin.register(Prediction)
class PredictionAdmin(ReadOnly, CheckedAdmin):
    list_display = (
        "drawing_link",
        answer,
        confidence_percent,
        "version",
        "created_at",
    )
    list_display_links = (answer,)
    list_filter = (AnswerFilter, LengthFilter, "version", "created_at")
    list_select_related = ("version",)
    fields = readonly_fields = (
        "drawing_link",
        "version",
        answer,
        confidence_percent,
        "kept_probabilities",
    )
    show_full_result_count = False

    @admin.display(description="drawing")
    def drawing_link(self, prediction: Prediction) -> SafeString:
        """The drawing's id alone: its row holds a picture."""
        url = reverse("admin:recognizer_drawing_change", args=[prediction.drawing_id])
        return format_html('<a href="{}">{}</a>', url, str(prediction.drawing_id)[:8])

    @admin.display(description="probabilities")
    def kept_probabilities(self, prediction: Prediction) -> str:
        """As kept; where another class is likelier than the answer, also why."""
        kept = ", ".join(map(percent, prediction.probabilities))
        if not prediction.is_unshifted:
            return kept
        return format_html(
            '{}<br>When this was kept, "not a digit" was answered from the threshold '
            "of {}, {}, on, whatever was likelier.",
            kept,
            prediction.version,
            prediction.version.threshold,
        )
