"""Numbers in the admin: what staff see of them, and how they set one as a label."""

import pytest
from PIL import Image

from recognizer.admin.predictions import confidence_percent
from recognizer.drawings.recognition import keep_claim, recognise
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, LabelChange, Prediction
from tests.support.drawings import SEVEN, draw, encode, png
from tests.support.html import parse
from tests.support.numbers import side_by_side

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LIST = "/admin/recognizer/drawing/"


@pytest.fixture
def number(db):
    """A drawing that is read as 42."""
    return recognise(png(side_by_side("42"), pen=10)).drawing


def page_of(admin, drawing):
    return parse(admin.get(f"{LIST}{drawing.pk}/change/"))


def save(admin, drawing, **fields):
    return admin.post(f"{LIST}{drawing.pk}/change/", fields)


def choices(field):
    return {choice.attributes["value"]: choice.text for choice in field.all("option")}


def test_a_drawings_page_shows_the_number_with_a_box_for_each_digit(admin, number):
    page = page_of(admin, number)
    assert page.one("h1").text.startswith("Read as 42, drawn")
    boxes = page.one("svg", class_="boxes")
    assert [digit.text for digit in boxes.all("text")] == ["4", "2"]
    assert boxes.attributes["viewbox"] == "0 0 400 400"
    caption = page.one("table", class_="probabilities").one("caption").text
    assert caption.startswith("base answered 42, ")


def test_a_photo_that_lies_on_its_side_has_its_boxes_where_browsers_show_it(admin, db):
    paper = {"paper": (255, 255, 255), "mode": "RGB"}
    upright = draw(side_by_side("42"), page=(400, 200), pen=8, **paper)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    lying = upright.transpose(Image.Transpose.ROTATE_90)
    number = recognise(encode(lying, "JPEG", quality=95, exif=exif)).drawing
    boxes = page_of(admin, number).one("svg", class_="boxes")
    assert [digit.text for digit in boxes.all("text")] == ["4", "2"]
    assert boxes.attributes["viewbox"] == "0 0 400 200"


def test_a_single_digits_page_has_no_boxes(admin, drawing):
    assert not page_of(admin, drawing).all("svg", class_="boxes")


def test_a_number_is_called_by_its_digits_everywhere(admin, number, staff):
    keep_claim(number, "47")
    label_drawing(number, "47", by=staff)
    row = parse(admin.get(LIST))
    assert row.one("td", class_="field-answer").text == "42"
    assert row.one("td", class_="field-claimed").text == "47"
    page = page_of(admin, number)
    assert page.one("h1").text.startswith("47, drawn")
    assert "no label \N{RIGHTWARDS ARROW} 47" in page.text
    changes = parse(admin.get("/admin/recognizer/labelchange/"))
    assert "no label \N{RIGHTWARDS ARROW} 47" in changes.text
    predictions = parse(admin.get("/admin/recognizer/prediction/"))
    assert predictions.one("th", class_="field-answer").text == "42"
    assert "Labelled 47" in parse(admin.get("/admin/")).text


def test_the_list_offers_the_numbers_that_a_drawing_names(admin, number, drawing):
    keep_claim(number, "47")
    fields = parse(admin.get(LIST)).all("select", class_=None)
    offered = [
        choices(field) for field in fields if "form-" in field.attributes["name"]
    ]
    assert {"n42": "42", "n47": "47"}.items() <= offered[1].items()
    assert "n42" not in offered[0]


def test_a_number_is_confirmed_in_the_list(admin, number):
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "Save"}
    form |= {"form-0-id": number.pk, "form-0-label": "n42"}
    assert admin.post(LIST, form).status_code == 302
    assert LabelChange.objects.get().to_value == "42"


def test_any_number_is_typed_on_the_drawings_page(admin, number):
    assert save(admin, number, label="", other_number="0047").status_code == 302
    number.refresh_from_db()
    assert number.label_value == "0047"


@pytest.mark.parametrize("text", ["4", "4x", "-42", "4 2", "1" * 13, "٤٢"])
def test_what_is_no_number_is_refused_with_a_sentence(admin, number, text):
    page = parse(save(admin, number, label="", other_number=text))
    assert "A number has 2 to 12 of the digits 0 to 9" in page.text
    assert not LabelChange.objects.exists()


def test_a_label_and_another_number_at_once_are_refused(admin, number):
    page = parse(save(admin, number, label="7", other_number="42"))
    assert "Choose a label above or type a number, not both." in page.text
    assert not LabelChange.objects.exists()


def test_a_number_becomes_no_digit_and_is_cleared(admin, number, staff):
    for after in ("10", ""):
        label_drawing(number, "42", by=staff)
        form = {"initial-label": "n42", "label": after}
        assert save(admin, number, **form).status_code == 302
        number.refresh_from_db()
        assert number.label_value == (10 if after else None)


def test_a_number_that_is_saved_as_it_was_shown_is_no_change(admin, number, staff):
    label_drawing(number, "42", by=staff)
    save(admin, number, **{"initial-label": "n42", "label": "n42"})
    assert LabelChange.objects.count() == 1


def test_a_number_that_somebody_else_has_set_since_is_not_cleared(
    admin, number, django_user_model
):
    label_drawing(number, "47", by=django_user_model.objects.create_user("anna"))
    page = parse(save(admin, number, **{"initial-label": "n42", "label": ""}))
    assert "anna says 47 by now." in page.text
    assert Drawing.objects.get().label_value == "47"


@pytest.mark.parametrize("key", ["n4", "n4x", "11", "42", "n"])
def test_the_list_takes_no_other_label(admin, number, key):
    page = parse(save(admin, number, label=key))
    assert "Select a valid choice" in page.text
    assert not LabelChange.objects.exists()


def test_the_links_of_twins_say_the_number(admin, number, staff):
    twin = recognise(bytes(number.picture)).drawing
    label_drawing(twin, "42", by=staff)
    assert "42" in page_of(admin, number).one("div", class_="twins").text


def test_a_seven_is_a_seven_still(admin):
    drawing = recognise(png(SEVEN)).drawing
    assert save(admin, drawing, label="7", other_number="").status_code == 302
    assert Drawing.objects.get().label_value == 7


@pytest.fixture
def kinds(number, drawing, staff):
    """Drawings that the filters tell apart, by what they are."""
    keep_claim(drawing, "71")
    three = recognise(png(side_by_side("357"), pen=10)).drawing
    nothing = recognise(png(side_by_side("42"), pen=9)).drawing
    label_drawing(number, "47", by=staff)
    label_drawing(nothing, 10, by=staff)
    return {"number": number, "seven": drawing, "three": three, "nothing": nothing}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("answer=number", {"number", "three", "nothing"}),
        ("answer=10", set()),
        ("answer=several", set()),
        ("answer=signs", set()),
        ("length=2", {"number", "nothing"}),
        ("length=3", {"three"}),
        ("claim=number", {"seven"}),
        ("claim=10", set()),
        ("label=number", {"number"}),
        ("label=other", {"number", "nothing"}),
        ("q=42", {"number", "nothing"}),
        ("q=47", {"number"}),
        ("q=71", {"seven"}),
        ("q=007", set()),
    ],
)
def test_filters_and_the_search_tell_numbers_apart(admin, kinds, query, names):
    page = admin.get(f"{LIST}?{query}")
    assert set(page.context["cl"].result_list) == {kinds[name] for name in names}


@pytest.mark.parametrize(
    ("query", "count"),
    [("answer=number", 2), ("answer=7", 1), ("length=3", 1), ("answer=signs", 0)],
)
def test_the_list_of_predictions_tells_numbers_apart(
    admin, number, drawing, query, count
):
    recognise(png(side_by_side("357"), pen=10))
    page = admin.get(f"/admin/recognizer/prediction/?{query}")
    assert page.context["cl"].result_count == count


def test_predictions_are_sorted_by_the_confidence_that_is_shown(admin, number, drawing):
    """A number's is that of the whole, whatever the network says of its one tile."""
    rows = Prediction._base_manager
    rows.filter(drawing=number).update(confidence=0.99, number_confidence=0.6)
    rows.filter(drawing=drawing).update(confidence=0.8)
    page = "/admin/recognizer/prediction/"
    column = admin.get(page).context["cl"].list_display.index(confidence_percent)
    table = parse(admin.get(f"{page}?o=-{column}"))
    shown = [cell.text for cell in table.all("td", class_="field-confidence_percent")]
    assert shown == ["80.0 %", "60.0 %"]
