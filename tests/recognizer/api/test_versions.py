"""The API lists the versions and says which answers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from recognizer.models import ModelVersion
from recognizer.versions.predictor import predictor
from tests.support.commands import command
from tests.support.drawings import SEVEN, png
from tests.support.versions import add_version

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_the_original_answers_through_the_same_api_once_promoted(api):
    command("promote", "seed75", "--why", "to compare with")
    picture = {"image": SimpleUploadedFile("seven.png", png(SEVEN), "image/png")}
    answer = api.post("/api/v1/predictions/", picture, format="multipart").json()
    assert (answer["digit"], answer["version"]) == (7, "seed75")
    assert len(answer["probabilities"]) == 10


def test_the_api_lists_versions_with_cards_and_says_which_answers(api, second):
    page = api.get("/api/v1/versions/").json()
    told = {row["name"]: row for row in page["results"]}
    assert (told["base"]["answers"], told["v0002"]["answers"]) == (True, False)
    assert told["base"]["card"].startswith("---\nlicense:")
    assert told["v0002"]["parent"] == "base"


def test_the_api_lists_versions_in_pages_for_the_same_queries(
    api, django_assert_num_queries
):
    for number in range(25):
        add_version(f"v{number:04}", litert=b"", sha256=str(number))
    predictor.serving()  # loaded before
    with django_assert_num_queries(2):
        page = api.get("/api/v1/versions/").json()
    assert len(page["results"]) == 20
    rest = api.get(page["next"]).json()["results"]
    assert len(rest) == ModelVersion.objects.count() - 20
