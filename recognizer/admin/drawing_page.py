"""What a drawing's page shows besides its form: heading, bars, the next drawing."""

from collections.abc import Iterator
from copy import copy
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from ml.preprocessing.errors import BadImage
from recognizer.drawings.boxes import place_boxes
from recognizer.drawings.pictures_on_paper import picture_size
from recognizer.formatting import answer_to_staff, staff_word
from recognizer.models import Digit, Drawing, Prediction
from recognizer.statistics.plots import bar

FILTERS = "_changelist_filters"  # the parameter that has the list's, as Django names it


def page_context(
    request: HttpRequest, drawing: Drawing, model_admin: ModelAdmin
) -> dict:
    answer = drawing.predictions.filter(given=True).select_related("version").first()
    shares = zip(Digit, answer.shifted_probabilities(), strict=False) if answer else ()
    previous_url, next_url = neighbours(request, drawing.pk, model_admin)
    return {
        "title": heading(drawing),
        "subtitle": None,
        "given": answer,
        "answered": answer and answer_to_staff(answer),
        "bars": [(digit, share, bar(share)) for digit, share in shares],
        **boxes_over(drawing, answer),
        "parts": [*part_bars(answer)] if answer else [],
        "previous_url": previous_url,
        "next_url": next_url,
    }


def boxes_over(drawing: Drawing, answer: Prediction | None) -> dict:
    """A number's boxes and its picture's size; nothing where there are none to show."""
    if not answer or not answer.parts:
        return {}
    try:
        width, height = picture_size(bytes(drawing.picture))
    except BadImage:
        return {}
    boxes = place_boxes(answer.parts, width, height)
    return {"boxes": boxes, "width": width, "height": height}


def part_bars(answer: Prediction) -> Iterator[tuple[str, float, SafeString]]:
    """A number's digits from left to right, each with its confidence and a bar."""
    for part in answer.parts or ():
        confidence = part["confidence"]
        yield str(part["digit"]), confidence, bar(confidence)


def heading(drawing: Drawing) -> str:
    """What it is, or was taken for, and its day: "Seven, drawn 26 Nov 2026"."""
    day = date_format(localtime(drawing.created_at), "DATE_FORMAT")
    if drawing.label is not None:
        return f"{staff_word(drawing.label_value)}, drawn {day}"
    if drawing.digit is not None:
        return f"Read as {answer_to_staff(drawing)}, drawn {day}"
    return f"Drawn {day}, never answered"


def neighbours(
    request: HttpRequest, pk: UUID, model_admin: ModelAdmin
) -> tuple[str, str]:
    """The pages of the drawings before and after, in the list that led to this one.

    Each is "" where there is none, or where the drawing is no longer in the list.
    Looked through are the list's page, the one before and the one after.
    """
    filters = QueryDict(request.GET.get(FILTERS, ""), mutable=True)
    of_list = copy(request)
    of_list.GET = filters
    try:
        changelist = model_admin.get_changelist_instance(of_list)
    except IncorrectLookupParameters:
        return "", ""
    page = model_admin.list_per_page
    start = max(0, (changelist.page_num - 2) * page)
    rows = changelist.queryset.values_list("pk", flat=True)
    ids = list(rows[start : start + 3 * page])
    if pk not in ids:
        return "", ""

    def address(index: int) -> str:
        if not 0 <= index < len(ids):
            return ""
        filters["p"] = str((start + index) // page + 1)
        url = reverse("admin:recognizer_drawing_change", args=[ids[index]])
        return f"{url}?{urlencode({FILTERS: filters.urlencode()})}"

    place = ids.index(pk)
    return address(place - 1), address(place + 1)
