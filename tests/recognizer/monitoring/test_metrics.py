"""What Prometheus is shown, and who else is."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from recognizer import urls
from recognizer.api import urls as api_urls
from recognizer.jobs.chunks import claim
from recognizer.jobs.kind import Refused
from recognizer.jobs.submission import submit
from recognizer.models import Drawing, Job, JobWorker, Promotion, Reason
from recognizer.monitoring.metrics import row_numbers
from recognizer.monitoring.row_numbers import RowNumbers
from tests.support.drawings import SEVEN, data_url, png
from tests.support.drift import keep_day, yesterday
from tests.support.jobs import count_with, do_next, work_off
from tests.support.metrics import read_samples

pytestmark = [pytest.mark.database, pytest.mark.django_db]
PREDICTIONS = "/api/v1/predictions/"
KEY = "k" * 20 + "0123456789abcdefghij"


@pytest.fixture(autouse=True)
def fresh_numbers():
    row_numbers.forget()


def read(client):
    return read_samples(client.get("/metrics").content.decode())


@pytest.mark.parametrize(
    ("method", "path", "labels"),
    [
        ("GET", "/livez", ("GET", "livez", "200")),
        ("BREW", "/a/strangers/path", ("other", "none", "404")),
        ("GET", PREDICTIONS, ("GET", "api:prediction-list", "200")),
        ("GET", PREDICTIONS.rstrip("/"), ("GET", "api:prediction-list", "200")),
    ],
)
def test_requests_are_counted_by_the_name_of_their_address(
    client, method, path, labels
):
    series = ("digitsite_request_duration_seconds_count", *labels)
    before = read(client).get(series, 0)
    client.generic(method, path)
    assert read(client)[series] == before + 1


def test_every_address_has_a_name():
    patterns = urls.urlpatterns + api_urls.urlpatterns
    assert [pattern for pattern in patterns if not pattern.name] == []


def test_answers_are_counted_by_version(api):
    def number():
        shown = read(api)
        kept = shown.get(("digitsite_predictions_total", "7", "yes", "base"), 0)
        live = shown.get(("digitsite_predictions_total", "7", "no", "base"), 0)
        shares = shown.get(("digitsite_prediction_confidence_count", "base"), 0)
        return kept, live, shares

    before = number()
    body = {"image": data_url(png(SEVEN))}
    for query in ("", "?keep=false"):
        api.post(f"{PREDICTIONS}{query}", body, format="json")
    assert number() == (before[0] + 1, before[1] + 1, before[2] + 2)


def test_rows_are_counted(client):
    Drawing.objects.create(picture=b"", waits_for=Reason.CLAIM, claim=3)
    shown = read(client)
    assert shown["digitsite_waiting_drawings", "claim"] == 1
    assert shown["digitsite_waiting_drawings", "audit"] == 0
    assert shown["digitsite_claimed_drawings", "no"] == 1
    assert shown["digitsite_promotions",] == Promotion.objects.count()


def test_labels_that_are_numbers_are_counted_apart(client):
    labels = [{"label": 7}, {"label": 10}, {"label": 10, "label_number": "42"}]
    for label in labels:
        Drawing.objects.create(picture=b"", labelled_at=timezone.now(), **label)
    shown = read(client)
    names = ("7", "none", "number", "1")
    counts = [shown["digitsite_labelled_drawings", name] for name in names]
    assert counts == [1, 1, 1, 0]


def test_jobs_are_counted_by_kind_and_state(client):
    job = submit("rescore", {"version": "base"})
    submit("rescore", {"version": "seed75"})
    Job.objects.filter(pk=job.pk).update(state="failed", finished_at=timezone.now())
    shown = read(client)
    assert shown["digitsite_jobs", "rescore", "waiting"] == 1
    assert shown["digitsite_jobs", "rescore", "failed"] == 1
    assert shown["digitsite_oldest_waiting_job_seconds",] > 0


def test_a_running_job_without_a_worker_is_noticed(client, monkeypatch):
    count_with(monkeypatch)
    job = submit("count", {"chunks": 1})
    do_next(job)  # its plan
    hour_ago = timezone.now() - timedelta(hours=1)
    job.chunks.update(beat_at=hour_ago)
    assert read(client)["digitsite_silent_job_seconds",] >= 3600
    row_numbers.forget()
    claim(job.pk)  # another worker goes on
    assert read(client)["digitsite_silent_job_seconds",] < 60
    assert read(client)["digitsite_oldest_waiting_job_seconds",] == 0


def test_workers_that_live_are_counted_by_queue(client, settings):
    now = timezone.now()
    lost = now - settings.JOB_LEASE - timedelta(seconds=5)
    both = ["serve", "train"]
    JobWorker.objects.create(name="a", queues=both, seen_at=now)
    JobWorker.objects.create(name="b", queues=["serve"], seen_at=now)
    JobWorker.objects.create(name="c", queues=both, seen_at=lost)
    shown = read(client)
    assert shown["digitsite_job_workers", "serve"] == 2
    assert shown["digitsite_job_workers", "train"] == 1


def test_chunks_that_failed_are_counted_and_refusals_are_not(client, monkeypatch):
    for error in (ValueError, Refused):
        count_with(monkeypatch, lambda run, error=error: raise_(error))
        work_off(submit("count", {"chunks": 1}))
    assert read(client)["digitsite_failed_chunks",] == 1


def raise_(error):
    raise error


def test_yesterdays_drift_is_shown(client, validated):
    keep_day(yesterday())
    shown = read(client)
    for measure in ("answer", "confidence", "ink", "pen"):
        assert shown["digitsite_drift_index", measure, "base"] > 0


def test_rows_are_counted_once_in_a_while(client, django_assert_num_queries):
    with django_assert_num_queries(14):
        client.get("/metrics")
    with django_assert_num_queries(0):
        client.get("/metrics")


def test_what_takes_long_is_counted_seldom(monkeypatch):
    now, asked = [0.0], []

    def ask_for_two_seconds():
        now[0] += 2
        asked.append(now[0])
        return ["a metric"]

    clock = SimpleNamespace(monotonic=lambda: now[0])
    monkeypatch.setattr("recognizer.monitoring.row_numbers.time", clock)
    monkeypatch.setattr(
        "recognizer.monitoring.row_numbers.ask_database", ask_for_two_seconds
    )
    numbers = RowNumbers()
    for moment in (0, 100, 121, 123):
        now[0] = moment
        numbers.collect()
    assert asked == [2, 125]


def test_without_a_database_the_rest_is_shown(client, monkeypatch):
    def gone():
        raise OperationalError

    monkeypatch.setattr("recognizer.monitoring.row_numbers.waiting", gone)
    names = {name for name, *_ in read(client)}
    assert "digitsite_database_errors_total" in names
    assert "digitsite_waiting_drawings" not in names


@pytest.mark.parametrize(
    ("setting", "address", "proxies", "status"),
    [
        ("loopback", "127.0.0.1", 0, 200),
        ("loopback", "::1", 0, 200),
        ("loopback", "192.0.2.1", 0, 403),
        ("loopback", "127.0.0.1", 1, 403),
        ("open", "192.0.2.1", 1, 200),
        ("off", "127.0.0.1", 0, 404),
        ("key", "127.0.0.1", 0, 401),
    ],
)
def test_who_may_see_them_is_a_setting(settings, setting, address, proxies, status):
    settings.METRICS, settings.NUM_PROXIES = setting, proxies
    answer = Client(REMOTE_ADDR=address).get("/metrics", HTTP_HOST="10.0.0.5")
    assert answer.status_code == status


@pytest.mark.parametrize(("key", "status"), [(KEY, 200), ("", 401), (f"{KEY}x", 401)])
def test_a_key_opens_them(client, settings, key, status):
    settings.METRICS, settings.METRICS_KEY = "key", KEY
    headers = {"Authorization": f"Bearer {key}"}
    assert client.get("/metrics", headers=headers).status_code == status
