"""Each row of "Bad input" in docs/api.md, tried."""

from datetime import timedelta

from django.utils.timezone import now
from PIL import Image

from recognizer.models import IdempotentRequest, Promotion, Scope
from tests.support.contract.program import LIST, VERSIONS
from tests.support.contract.rows import Trials
from tests.support.drawings import (
    ONE,
    SEVEN,
    blank_png,
    data_url,
    encode,
    handmade_png,
    png,
)

trials = Trials()
KEY = {"Idempotency-Key": "4f1c"}
NOBODYS = f"{LIST}00000000-0000-4000-8000-000000000000/"


@trials.of("a text in place of a picture")
def text(program):
    return program.send(b"hello")


@trials.of("half a picture")
def half(program):
    return program.send(png(SEVEN)[:700])


@trials.of("an empty page")
def empty(program):
    return program.send(blank_png())


@trials.of("a picture of more bytes than are read")
def heavy(program):
    program.settings.MAX_PICTURE_BYTES = 1000
    return program.send()


@trials.of("a picture of more pixels a side than are read")
def wide(program):
    return program.send(encode(Image.new("1", (4097, 8))))


@trials.of("a small file that claims 30,000 x 30,000 pixels")
def bomb(program):
    return program.send(handmade_png(30_000, 30_000, b""))


@trials.of("a body of more bytes than are read")
def long_body(program):
    program.settings.MAX_BODY_BYTES = 1000
    return program.send()


@trials.of("damaged JSON")
def damaged_json(program):
    return program.raw(b"{", "application/json")


@trials.of("JSON without `image`")
def other_json(program):
    return program.client.post(LIST, {"picture": "x"}, format="json")


@trials.of("a body of another type")
def other_type(program):
    return program.raw(png(SEVEN), "text/plain")


@trials.of("a body in another charset")
def other_charset(program):
    return program.raw(b"{}", "application/json; charset=latin-1")


@trials.of("no body, and no length")
def no_length(program):
    return program.client.generic("POST", LIST)


@trials.of("`?keep=maybe`")
def keep(program):
    return program.send(address=f"{LIST}?keep=maybe")


@trials.of("a batch of 65")
def batch_of_65(program):
    return program.send_batch(*["x"] * 65)


@trials.of("a batch of none")
def batch_of_none(program):
    return program.send_batch()


@trials.of("a batch with one bomb, for that one alone")
def batch_with_a_bomb(program):
    bomb = data_url(handmade_png(30_000, 30_000, b""))
    return program.send_batch(data_url(png(SEVEN)), bomb)


@trials.of("a key that has expired")
def expired(program):
    yesterday = now() - timedelta(days=1)
    return program.with_key(Scope.READ, expires_at=yesterday).get(LIST)


@trials.of("a key of another scope")
def other_scope(program):
    return program.send(client=program.with_key(Scope.READ))


@trials.of("a key of another site")
def other_site(program):
    return program.with_secret("dsk_" + "0f" * 32).get(LIST)


@trials.of("an `Idempotency-Key` of 10,000 characters")
def long_key(program):
    return program.send(**{"Idempotency-Key": "x" * 10_000})


@trials.of("another body under the same `Idempotency-Key`")
def other_body(program):
    program.send(**KEY)
    program.client.cookies.clear()
    return program.send(png(ONE), **KEY)


def in_flight(program, picture):
    """A request meanwhile: as long as the first one has no answer."""
    program.send(**KEY)
    IdempotentRequest.objects.update(status=None)
    program.client.cookies.clear()
    return program.send(picture, **KEY)


@trials.of("another body at the same time under one `Idempotency-Key`")
def other_body_at_once(program):
    return in_flight(program, png(ONE))


@trials.of("the same body at the same time under one `Idempotency-Key`")
def same_body_at_once(program):
    return in_flight(program, png(SEVEN))


@trials.of("a damaged cursor")
def damaged_cursor(program):
    return program.client.get(f"{LIST}?cursor=cD1ub3cK")


@trials.of("a cursor of another list")
def other_cursor(program):
    for picture in (png(ONE), png(SEVEN)):
        program.send(picture)
    following = program.client.get(f"{LIST}?page_size=1").json()["next"]
    return program.client.get(f"{following}&answer=7")


@trials.of("`?day=yesterday`, and any other wrong filter")
def wrong_filter(program):
    return program.client.get(f"{LIST}?day=yesterday")


@trials.of("`?label=7` or `?everyone=true` by who is no reviewer")
def no_reviewer(program):
    return program.client.get(f"{LIST}?label=7")


@trials.of("a claim of a number and a digit")
def number(program):
    return program.claim({"number": "42", "digit": 4})


@trials.of("a claim of a number of 13 digits, or with anything but digits")
def wrong_number(program):
    return program.claim({"number": "4.2"})


@trials.of("a claim of 10")
def ten(program):
    return program.claim({"digit": 10})


@trials.of("a label by who is neither logged in nor has a key")
def no_session(program):
    address = f"{program.url()}label/"
    return program.client.post(address, {"digit": 7}, format="json")


@trials.of("somebody else's drawing, or none")
def others(program):
    return program.client.get(NOBODYS)


@trials.of("an address that there is not")
def nowhere(program):
    return program.client.get("/api/v1/nowhere/")


@trials.of("another method")
def other_method(program):
    return program.client.put(VERSIONS)


@trials.of("a NUL in the address")
def nul(program):
    return program.client.get(f"{LIST}?cursor=%00")


@trials.of("another host")
def other_host(program):
    return program.client.get(LIST, headers={"Host": "evil.example"})


@trials.of("more requests than are allowed")
def too_many(program):
    program.settings.THROTTLE_ANON = "1/min"
    program.send()
    return program.send(png(ONE))


@trials.of("before any version is promoted")
def no_version(program):
    Promotion.objects.all().delete()
    return program.send()
