"""clients/python: its one file against the running site."""

import subprocess
import sys
import time

import digitsite_client
import pytest
from digitsite_client import Answer, Digitsite, Problem

from recognizer.accounts.keys import create_key
from recognizer.models import Drawing, Scope
from tests.support.drawings import DIGITS, draw, png
from tests.support.numbers import side_by_side
from tests.support.proxies import losing_first_answer, refusing

BAD = b"no picture"


@pytest.fixture
def client(site):
    return Digitsite(site)


@pytest.fixture
def pauses(monkeypatch):
    """How long the client would wait before it sends again."""
    seconds = []
    monkeypatch.setattr(time, "sleep", seconds.append)
    return seconds


def test_a_path_bytes_or_a_pillow_image_is_recognised(client, tmp_path):
    path = tmp_path / "three.png"
    path.write_bytes(png(DIGITS[3]))
    pictures = [path, str(path), png(DIGITS[4]), draw(DIGITS[8])]
    answers = [client.recognise(picture) for picture in pictures]
    assert [answer.digit for answer in answers] == [3, 3, 4, 8]
    assert Drawing.objects.count() == 3


def test_nothing_is_kept_where_told(client):
    answer = client.recognise(png(), keep=False)
    assert (answer.digit, answer.id) == (7, None)
    assert not Drawing.objects.exists()


def test_many_are_answered_in_order_and_a_bad_one_by_its_problem(client, capsys):
    pictures = [png(DIGITS[1]), BAD, png(DIGITS[2]), png(DIGITS[3])]
    answers = list(client.recognise_all(pictures, progress=True, batch_size=2))
    assert [getattr(answer, "digit", None) for answer in answers] == [1, None, 2, 3]
    assert (answers[1].status, answers[1].slug) == (400, "not-a-picture")
    assert "2 of 4\r" in capsys.readouterr().err
    assert Drawing.objects.count() == 3


def test_own_drawings_are_listed_claimed_and_deleted(client):
    seven, one = client.recognise(png()), client.recognise(png(DIGITS[1]))
    assert [answer.id for answer in client.drawings()] == [one.id, seven.id]
    assert {answer.tile for answer in client.drawings()} == {None}
    client.claim(seven.id, 7)
    assert client.drawing(seven.id).tile == seven.tile
    assert client.drawing(seven.id).claim == {
        "digit": 7,
        "number": "7",
        "word": "Seven",
    }
    client.take_claim_back(seven.id)
    client.claim(one.id, None)
    assert client.picture(seven.id) == png()
    client.delete(seven.id)
    assert [answer.claim["digit"] for answer in client.drawings()] == [None]
    client.delete_all()
    assert not list(client.drawings())


def test_a_number_is_recognised_claimed_and_listed(client):
    answer = client.recognise(png(side_by_side("42"), pen=10))
    assert (answer.digit, answer.number, answer.word) == (None, "42", "Forty-two")
    assert [part["digit"] for part in answer.parts] == [4, 2]
    client.claim(answer.id, "047")
    [listed] = client.drawings(answer="42", claim="number")
    assert listed.claim["number"] == "047"


def test_a_list_is_followed_to_its_end(client):
    pens = range(10, 31)
    list(client.recognise_all([png(pen=pen) for pen in pens]))
    client.recognise(png(DIGITS[1]))
    assert len(list(client.drawings(answer="7"))) == 21  # a page has 20


def test_drawings_are_the_keys(site):
    _, secret = create_key("camera", [Scope.PREDICT, Scope.READ])
    answer = Digitsite(site, secret).recognise(png())
    assert [row.id for row in Digitsite(site, secret).drawings()] == [answer.id]
    with pytest.raises(Problem, match="not known") as caught:
        Digitsite(site, "wrong").recognise(png())
    assert caught.value.status == 401


def test_one_version_answers(client):
    assert [v["name"] for v in client.versions() if v["answers"]] == ["base"]


def test_a_problem_is_its_sentence(site):
    with pytest.raises(Problem, match="Das ist kein Bild") as caught:
        Digitsite(site, language="de").recognise(BAD)
    assert caught.value.request_id


def test_a_drawing_whose_answer_got_lost_is_kept_once(site, pauses):
    with losing_first_answer(site) as (address, keys):
        assert Digitsite(address).recognise(png()).digit == 7
    assert len(keys) == 2
    assert len(set(keys)) == len(pauses) == Drawing.objects.count() == 1


def test_it_waits_as_long_as_it_is_told(pauses):
    busy = 503, {"Retry-After": "7"}
    with (
        refusing(busy, busy, (404, {})) as (address, requests),
        pytest.raises(Problem, match="answers 404"),
    ):
        Digitsite(address).recognise(png())
    assert (len(requests), pauses) == (3, [7, 7])


def test_it_gives_up_where_nothing_answers(pauses):
    with pytest.raises(ConnectionError, match="does not answer"):
        Digitsite("http://127.0.0.1:9", retries=2).recognise(png())
    assert len(pauses) == 2


def test_a_key_is_shown_to_no_other_address():
    with (
        refusing((302, {"Location": "http://127.0.0.1:9/"})) as (address, _),
        pytest.raises(Problem, match="leads to http"),
    ):
        Digitsite(address, "secret").drawing("1")


def test_an_answer_of_a_newer_site_or_an_older_one_is_read():
    members = {"digit": 7, "word": "Seven", "confidence": 1, "probabilities": [1]}
    answer = Answer.read(members | {"version": "base", "mood": "good"})
    assert (answer.digit, answer.number, answer.parts) == (7, None, [])


def test_the_command_line_names_each_picture(site, tmp_path):
    (tmp_path / "seven.png").write_bytes(png())
    (tmp_path / "bad.png").write_bytes(BAD)
    program = [sys.executable, digitsite_client.__file__, "--url", site]
    command = [*program, "seven.png", "bad.png"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    first, second = ran.stdout.splitlines()
    assert (ran.returncode, ran.stderr) == (1, "")
    assert first.startswith("seven.png: Seven, 9")
    assert second.startswith("bad.png: This is not a picture")
