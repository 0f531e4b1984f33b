"""Idempotency-Key: the same request again gets the same answer, and is kept once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from rest_framework.test import APIClient

from recognizer.deletion.forgetting import forget
from recognizer.drawings import idempotency
from recognizer.models import Drawing, IdempotentRequest, Promotion
from tests.support.commands import command
from tests.support.drawings import ONE, SEVEN, blank_png, data_url, png

URL = "/api/v1/predictions/"
BATCH = f"{URL}batch/"
pytestmark = [pytest.mark.database, pytest.mark.django_db]


def send(client, body=None, url=URL, key="4f1c", **how):
    """A client of its own has no cookie, and is known by its address alone."""
    body = {"image": data_url(png(SEVEN))} if body is None else body
    how = {"format": "json"} | how
    return client.post(url, body, headers={"Idempotency-Key": key}, **how)


def is_the_same(first, again):
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert again.content == first.content
    assert again["Content-Type"] == first["Content-Type"]
    return again.status_code == first.status_code


def is_problem(reply, status, slug):
    assert reply.status_code == status, reply.content
    return reply.json()["type"].endswith(f"/api/problems/{slug}/")


def test_who_heard_no_answer_gets_the_same_and_the_same_cookie(api):
    first, again = send(APIClient()), send(api)
    assert first.status_code == 201
    assert is_the_same(first, again)
    assert again["Location"] == first["Location"]
    assert api.get(again.json()["url"]).status_code == 200
    assert Drawing.objects.count() == 1


def test_a_known_visitor_gets_the_same(api):
    send(api, key="other")
    body = {"image": data_url(png(ONE))}
    assert is_the_same(send(api, body), send(api, body))


def test_a_batch_is_answered_once(api):
    body = {"images": [data_url(png(SEVEN)), data_url(blank_png())]}
    first, again = (send(APIClient(), body, BATCH) for _ in range(2))
    assert first.status_code == 200
    assert is_the_same(first, again)
    assert Drawing.objects.count() == 1


@pytest.mark.parametrize(
    ("url", "picture"), [(URL, ONE), (f"{URL}?keep=true", SEVEN), (BATCH, SEVEN)]
)
def test_another_request_under_the_same_key_is_refused(api, url, picture):
    send(APIClient())
    picture = data_url(png(picture))
    reply = send(APIClient(), {"image": picture, "images": [picture]}, url)
    assert is_problem(reply, 422, "idempotency-key-reused")
    assert Drawing.objects.count() == 1


def test_a_form_is_the_same_whatever_stands_between_its_parts(api):
    def form(boundary):
        part = f"--{boundary}\r\nContent-Disposition: form-data; "
        part += 'name="image"; filename="x.png"\r\n\r\n'
        body = part.encode() + png(SEVEN) + f"\r\n--{boundary}--\r\n".encode()
        kind = f"multipart/form-data; boundary={boundary}"
        return send(APIClient(), body, format=None, content_type=kind)

    assert is_the_same(form("one"), form("two"))


def test_a_file_of_a_form_is_still_read(api):
    file = SimpleUploadedFile("seven.png", png(SEVEN), "image/png")
    assert send(api, {"image": file}, format="multipart").json()["digit"] == 7


def test_a_key_is_its_senders_own(api):
    send(api)
    other = APIClient()
    send(other, key="for a cookie")
    for client in (other, APIClient(REMOTE_ADDR="192.0.2.7")):
        reply = send(client, {"image": data_url(png(ONE))})
        assert "Idempotent-Replayed" not in reply
        assert reply.status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "x" * 10_000, "schl\u00fcssel", "a\tb"])
def test_a_key_has_1_to_255_characters_of_ascii(api, key):
    assert is_problem(send(api, key=key), 400, "invalid-idempotency-key")
    assert not Drawing.objects.exists()
    assert send(api, key="x" * 255).status_code == 201


def test_a_refusal_is_kept(api):
    blank = {"image": data_url(blank_png())}
    first, again = (send(APIClient(), blank) for _ in range(2))
    assert is_problem(first, 422, "blank")
    assert is_the_same(first, again)
    assert not again.cookies


def test_what_may_pass_is_answered_anew(api):
    promotion = Promotion.objects.get()
    Promotion.objects.all().delete()
    assert send(APIClient()).status_code == 503
    Promotion.objects.create(version=promotion.version, why="It is back.")
    assert send(APIClient()).status_code == 201


def test_a_fault_of_ours_lets_the_same_request_come_again(monkeypatch, api):
    with monkeypatch.context() as patch:
        patch.setattr("recognizer.api.views.recognise", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send(APIClient())
    assert send(APIClient()).status_code == 201


def test_what_cannot_be_read_takes_no_key(api):
    assert (
        send(api, "{", format=None, content_type="application/json").status_code == 400
    )
    assert send(api, "x", format=None, content_type="text/plain").status_code == 415
    assert send(api).status_code == 201


def test_nothing_of_a_deleted_drawing_stays(api):
    answer = send(APIClient()).json()
    forget(Drawing.objects.filter(pk=answer["id"]))
    assert not IdempotentRequest.objects.exists()
    assert send(APIClient()).json()["id"] != answer["id"]


def test_what_keeps_nothing_keeps_no_answer_either(api):
    for picture in (SEVEN, ONE):
        body = {"image": data_url(png(picture))}
        assert send(api, body, f"{URL}?keep=false").status_code == 200
    assert not IdempotentRequest.objects.exists()


def test_a_key_holds_for_a_day(api):
    first = send(APIClient()).json()
    began_at = now() - timedelta(days=1, minutes=1)
    IdempotentRequest.objects.update(began_at=began_at)
    assert send(APIClient()).json()["id"] != first["id"]
    IdempotentRequest.objects.update(began_at=began_at)
    command("prune", "--older-than", "365d")
    assert not IdempotentRequest.objects.exists()


def test_new_keys_clear_away_those_that_hold_no_longer(api, monkeypatch):
    monkeypatch.setattr(idempotency, "CLEARED_EVERY", 1)
    send(api, key="old")
    began_at = now() - timedelta(days=1, minutes=1)
    IdempotentRequest.objects.update(began_at=began_at)
    send(api, key="new")
    assert not IdempotentRequest.objects.expired().exists()
    assert Drawing.objects.count() == IdempotentRequest.objects.count() == 1


@pytest.mark.parametrize("was_kept", [True, False])
@pytest.mark.parametrize("later", [-16, 3600])  # s; the clock may have been set back
def test_a_request_whose_process_died_is_answered_soon(api, was_kept, later):
    first = send(APIClient()).json()
    IdempotentRequest.objects.update(status=None)
    assert is_problem(send(APIClient()), 409, "in-progress")
    IdempotentRequest.objects.update(began_at=now() + timedelta(seconds=later))
    if not was_kept:
        Drawing.objects.all().delete()
    reply = send(APIClient())
    assert reply.status_code == (200 if was_kept else 201)
    assert (reply.json()["id"] == first["id"]) == was_kept
    assert Drawing.objects.count() == 1
    assert reply.cookies


def test_without_the_header_nothing_is_kept_of_a_request(api):
    api.post(URL, {"image": data_url(png(SEVEN))}, format="json")
    assert not IdempotentRequest.objects.exists()
