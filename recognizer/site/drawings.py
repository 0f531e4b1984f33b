"""The page of one drawing: for whoever has its address, with more for its owner."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_POST, require_safe

from digitsite.problem_types import BUSY, INVALID_VALUE
from digitsite.problems import RETRY_AFTER, answer_failure
from ml.preprocessing.errors import BadImage, Blank, MemoryTaken
from recognizer.api.base import own_drawing
from recognizer.deletion.forgetting import forget
from recognizer.drawings.answer_of_today import answer_of_today
from recognizer.drawings.boxes import place_boxes
from recognizer.drawings.pictures_on_paper import picture_on_paper, picture_size
from recognizer.drawings.recognition import keep_claim
from recognizer.drawings.tile_images import tile_url
from recognizer.drawings.visitors import owner_of
from recognizer.formatting import answer_in_words, explain
from recognizer.labelling.labels import Deleted
from recognizer.models import Digit, Drawing, Prediction, Shown, is_number, number_of
from recognizer.site.own_forms import own_form, see_other

NOT_INDEXED = "noindex"


@require_safe
@cache_control(private=True, no_store=True)
def drawing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was drawn and answered, for whoever knows the address."""
    answers = Prediction.objects.select_related("drawing", "version")
    given = get_object_or_404(answers, drawing=pk, given=True)
    try:
        context = describe(request, given)
    except (BadImage, Blank) as error:
        raise Http404("This drawing's picture cannot be read.") from error
    except MemoryTaken as error:
        return answer_failure(request, BUSY, explain(error), Retry_After=RETRY_AFTER)
    response = render(request, "drawings/drawing.html", context)
    response["X-Robots-Tag"] = NOT_INDEXED
    return response


def describe(request: HttpRequest, given: Prediction) -> dict[str, Any]:
    """What the page shows. Raises BadImage, Blank and MemoryTaken."""
    drawing, today = given.drawing, answer_of_today(given)
    width, height = picture_size(bytes(drawing.picture))
    picture = reverse("drawing-picture", args=[drawing.pk])
    reads_otherwise = today and answer_in_words(today) != answer_in_words(given)
    return {
        "drawing": drawing,
        "is_in_doubt": given.other_signs or (given.several_digits and not given.number),
        "given": given,
        "today": today if reads_otherwise else None,
        "boxes": place_boxes(given.parts or [], width, height),
        "numbers": sorted({given.number, number_of(drawing.claim_value)} - {""}),
        "shares": list(zip(Digit.labels, given.shifted_probabilities(), strict=False)),
        "tile": tile_url(given.tile),
        "picture": picture,
        "width": width,
        "height": height,
        "picture_address": request.build_absolute_uri(picture),
        "address": request.build_absolute_uri(request.path),
        "is_own": drawing.owner and drawing.owner == owner_of(request),
    }


def picture_etag(request: HttpRequest, pk: UUID) -> str | None:
    """A picture never changes, but nobody is shown a deleted one from a cache."""
    rows = Drawing.objects.filter(pk=pk).exclude(picture_hash="")
    picture_hash = rows.values_list("picture_hash", flat=True).first()
    return picture_hash and f'"{picture_hash}"'


@require_safe
@cache_control(private=True, no_cache=True)
@condition(etag_func=picture_etag)
def picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The drawing as a PNG on paper, also for link previews and pages that embed it."""
    drawing = get_object_or_404(Drawing.objects.only("picture"), pk=pk)
    try:
        png = picture_on_paper(bytes(drawing.picture))
    except BadImage as error:
        raise Http404("This drawing's picture cannot be read.") from error
    except MemoryTaken as error:
        return answer_failure(request, BUSY, explain(error), Retry_After=RETRY_AFTER)
    response = HttpResponse(png, content_type="image/png")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Robots-Tag"] = NOT_INDEXED
    return response


@own_form
@require_POST
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what its owner says that the drawing is.

    The key that is pressed already takes it back; the same typed again is kept.
    """
    drawing = own_drawing(request, pk)
    value = read_claim(request.POST.dict())
    if value is None:
        return answer_failure(
            request,
            INVALID_VALUE,
            _("Choose a digit or 'not a digit', or type a number of 1 to 12 digits."),
        )
    takes_back = "typed" not in request.POST and drawing.claim_value == value
    try:
        keep_claim(drawing, None if takes_back else value)
    except Deleted as error:  # while the request ran
        raise Http404("This drawing is gone.") from error
    return see_other(reverse("drawing", args=[pk]))


def read_claim(form: Mapping[str, str]) -> Shown | None:
    """What a form claims: a class or a number from a key, or what is typed; or None.

    Spaces may part the number's digits, which may be those of any script: Hindi
    keyboards type their own.
    """
    digit = form.get("digit", "")
    if digit in map(str, Digit.values):
        return int(digit)
    typed = "".join(form.get("typed", form.get("number", "")).split())
    if not typed.isdecimal():
        return None
    number = "".join(str(int(digit)) for digit in typed)
    if is_number(number):
        return number
    return int(number) if len(number) == 1 else None


@own_form
@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete the drawing, and all that is kept of it."""
    forget(Drawing.objects.filter(pk=own_drawing(request, pk).pk))
    return see_other(reverse("my-drawings"))
