"""The real gunicorn: what it imports, how it stops, how it answers many at once."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from recognizer.models import Drawing, Prediction
from recognizer.versions.predictor import IDLE_AFTER
from recognizer.versions.promotion import promote
from tests.support.drawings import DIGITS, SEVEN, data_url, png
from tests.support.server import Server, database_url
from tests.support.versions import add_version

HEAVY = ("tensorflow", "keras", "cv2", "scipy", "matplotlib")


def post(site, picture):
    body = json.dumps({"image": data_url(picture)}).encode()
    request = urllib.request.Request(
        f"{site}/api/v1/predictions/", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


@pytest.fixture
def server(transactional_db, tmp_path):
    """Started for one test, as production starts it: two workers, four threads."""
    server = Server(tmp_path)
    yield server
    server.stop()


def test_many_at_once_each_get_their_own_answer_and_row(server):
    digits = [0, 1, 2, 3, 4, 5, 6, 7] * 6
    pictures = {digit: png(DIGITS[digit]) for digit in set(digits)}
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda d: post(server.url, pictures[d]), digits))
    for digit, answer in zip(digits, answers, strict=True):
        drawing = Drawing.objects.get(pk=answer["id"])
        assert bytes(drawing.picture) == pictures[digit]
        assert drawing.predictions.get().digit == answer["digit"] == digit
    assert Prediction.objects.count() == len(digits)


def test_serving_a_request_imports_no_training_library(transactional_db):
    code = (
        "import sys; from digitsite.wsgi import application\n"
        "from django.test import Client\n"
        "from tests.support.drawings import SEVEN, png\n"
        "import io; file = io.BytesIO(png(SEVEN)); file.name = 'seven.png'\n"
        "answer = Client().post('/api/v1/predictions/', {'image': file})\n"
        "assert answer.status_code == 201, answer.content\n"
        "assert Client().get('/').status_code == 200\n"
        f"print([m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


def test_long_after_a_promotion_no_worker_answers_with_the_old_version(server):
    for _ in range(4):
        post(server.url, png(SEVEN))
    promote(add_version(), why="A test.")
    time.sleep(IDLE_AFTER + 0.1)
    versions = {post(server.url, png(SEVEN))["version"] for _ in range(8)}
    assert versions == {"v0002"}


def test_it_stops_cleanly_when_told_to(server):
    post(server.url, png(SEVEN))
    assert server.stop() == 0
    assert "Traceback" not in server.log


def test_the_page_says_that_only_its_own_scripts_may_run(site):
    with urllib.request.urlopen(site) as response:
        policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
