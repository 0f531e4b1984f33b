"""Several runs want one lock at once, on a database with row locks."""

import pytest

from recognizer.locks import Busy, HeldLock, only_one
from tests.support.concurrency import expire_lock, run_together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_several_at_once_one_takes_what_has_expired():
    with only_one("finetune"):
        expire_lock("finetune")
        refusals = run_together(*(lambda: HeldLock("finetune") for _ in range(4)))
    assert [type(refusal) for refusal in refusals] == [Busy, Busy, Busy]
