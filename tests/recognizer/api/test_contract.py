"""docs/api.md holds: each row of its tables is sent, and answered so."""

import pytest
from django.contrib.auth.models import Permission

from digitsite.problem_types import TYPES
from tests.support.contract import bad_input, requests
from tests.support.contract.program import Program
from tests.support.contract.rows import rows_of

CONTRACT = rows_of("## The whole contract")
BAD_INPUT = rows_of("### Bad input")
ELSEWHERE = {  # what only a server or a failure brings about, and where it is tried
    "headers-too-large": "tests/digitsite/test_web_worker.py",
    "unsupported-encoding": "tests/digitsite/test_web_worker.py",
    "fault": "tests/digitsite/test_problems.py",
    "no-database": "tests/digitsite/database/test_outage.py",
    "busy": "tests/recognizer/api/test_predictions.py",
}
pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db,
    pytest.mark.usefixtures("fresh_counts"),
]


@pytest.fixture
def program(django_user_model, settings):
    reviewer = django_user_model.objects.create_user("anna", is_staff=True)
    may = Permission.objects.filter(codename__in=["view_drawing", "change_drawing"])
    reviewer.user_permissions.set(may)
    return Program(reviewer, settings)


@pytest.mark.parametrize(
    ("table", "trials"),
    [(CONTRACT, requests.trials), (BAD_INPUT, bad_input.trials)],
    ids=["contract", "bad input"],
)
def test_each_row_is_tried(table, trials):
    assert [row.request for row in table] == list(trials)


def test_each_problem_is_among_the_bad_input_or_tried_elsewhere():
    assert {row.outcome.strip("`") for row in BAD_INPUT} | set(ELSEWHERE) == set(TYPES)


@pytest.mark.parametrize("row", CONTRACT, ids=lambda row: row.request)
def test_what_is_asked_rightly_is_answered(program, row):
    reply = requests.trials[row.request](program)
    assert reply.status_code == row.status, reply.content
    for header in ("Location", "ETag", "Idempotent-Replayed", "Allow"):
        assert f"`{header}`" not in row.outcome or header in reply
    if row.status == 204 or reply.request["REQUEST_METHOD"] == "HEAD":
        assert reply.content == b""
    elif "`results`" in row.outcome:
        assert reply.json()["results"]


@pytest.mark.parametrize("row", BAD_INPUT, ids=lambda row: row.request)
def test_what_is_asked_wrongly_is_told_what_is_wrong(program, row):
    reply = bad_input.trials[row.request](program)
    problem = reply.json()
    if "results" in problem:
        answer, problem = problem["results"]
        assert answer["digit"] == 7
    else:
        assert reply["Content-Type"] == "application/problem+json"
        assert reply.status_code == row.status
    assert problem["status"] == row.status
    assert problem["type"].endswith(f"/api/problems/{row.outcome.strip('`')}/")
    assert problem["detail"]
