"""Each row of "The whole contract" in docs/api.md, tried."""

from django.core.files.uploadedfile import SimpleUploadedFile

from recognizer.jobs.submission import submit
from recognizer.models import Scope
from tests.support.contract.program import BATCH, LIST, VERSIONS
from tests.support.contract.rows import Trials
from tests.support.drawings import ONE, SEVEN, data_url, png
from tests.support.numbers import side_by_side

trials = Trials()
KEY = {"Idempotency-Key": "4f1c"}
FORTY_TWO = png(side_by_side("42"), pen=10)


@trials.of("`POST /api/v1/predictions/` with JSON")
def json(program):
    return program.send()


@trials.of("the same with a form and a file `image`")
def form(program):
    file = SimpleUploadedFile("seven.png", png(SEVEN), "image/png")
    return program.client.post(LIST, {"image": file}, format="multipart")


@trials.of("the same with the picture itself as the body")
def body(program):
    return program.raw(png(SEVEN), "image/png")


@trials.of("the same with the body as `application/octet-stream`")
def octets(program):
    return program.raw(png(SEVEN), "application/octet-stream")


@trials.of("the same with a key")
def key(program):
    return program.send(client=program.with_key(Scope.PREDICT))


@trials.of("the same picture again from the same visitor")
def repeat(program):
    program.send()
    return program.send()


@trials.of("the same request again under the same `Idempotency-Key`")
def idempotent(program):
    program.send(**KEY)
    program.client.cookies.clear()
    return program.send(**KEY)


@trials.of("the same with a picture of 42")
def number(program):
    return program.send(FORTY_TWO)


@trials.of("`POST /api/v1/predictions/?keep=false`")
def live(program):
    return program.send(address=f"{LIST}?keep=false")


@trials.of("`POST /api/v1/predictions/batch/` with JSON")
def batch(program):
    return program.send_batch(data_url(png(SEVEN)), data_url(png(ONE)))


@trials.of("the same with a form and several files `image`")
def batch_form(program):
    files = [SimpleUploadedFile(f"{n}.png", png(pen=10 + n)) for n in range(2)]
    return program.client.post(BATCH, {"image": files}, format="multipart")


@trials.of("`GET /api/v1/predictions/`")
def own_list(program):
    program.send()
    return program.client.get(LIST)


@trials.of("the same with `?answer=7&claim=missing&version=base`")
def filtered(program):
    program.send()
    return program.client.get(f"{LIST}?answer=7&claim=missing&version=base")


@trials.of("the same with `?answer=42&claim=number`")
def filtered_by_number(program):
    program.claim({"number": "47"}, FORTY_TWO)
    return program.client.get(f"{LIST}?answer=42&claim=number")


@trials.of("the same with `?everyone=true&label=missing` by a reviewer")
def everyone(program):
    program.send()
    return program.review_key().get(f"{LIST}?everyone=true&label=missing")


@trials.of("`DELETE /api/v1/predictions/`")
def delete_all(program):
    program.send()
    return program.client.delete(LIST)


@trials.of("`GET <url>`")
def detail(program):
    return program.client.get(program.url())


@trials.of("the same with the `ETag` as `If-None-Match`")
def unchanged(program):
    known = program.client.get(url := program.url())["ETag"]
    return program.client.get(url, headers={"If-None-Match": known})


@trials.of("`HEAD <url>`")
def head(program):
    return program.client.head(program.url())


@trials.of("`OPTIONS <url>`")
def options(program):
    return program.client.options(program.url())


@trials.of("`GET <url>picture/`")
def picture(program):
    return program.client.get(f"{program.url()}picture/")


@trials.of("`GET <url>tile/`")
def tile(program):
    return program.client.get(f"{program.url()}tile/")


@trials.of('`POST <url>claim/` with `{"digit": 7}`')
def claim(program):
    return program.claim({"digit": 7})


@trials.of('the same with `{"digit": null}`')
def claim_none(program):
    return program.claim({"digit": None})


@trials.of('the same with `{"number": "42"}`')
def claim_number(program):
    return program.claim({"number": "42"})


@trials.of("`DELETE <url>claim/`")
def take_back(program):
    return program.client.delete(f"{program.url()}claim/")


@trials.of("`POST <url>label/` by a reviewer")
def label(program):
    address = f"{program.url()}label/"
    return program.review_key().post(address, {"digit": 7}, format="json")


@trials.of('the same with `{"number": "47"}` of a number')
def label_number(program):
    address = f"{program.url(FORTY_TWO)}label/"
    return program.review_key().post(address, {"number": "47"}, format="json")


@trials.of("`DELETE <url>`")
def delete(program):
    return program.client.delete(program.url())


@trials.of("`GET /api/v1/jobs/<id>/` by staff, or with a key")
def job(program):
    job = submit("rescore", {"version": "base"})
    return program.with_key(Scope.JOBS).get(f"/api/v1/jobs/{job.pk}/")


@trials.of("`GET /api/v1/versions/`")
def versions(program):
    return program.client.get(VERSIONS)
