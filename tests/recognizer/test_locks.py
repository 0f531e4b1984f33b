"""One run at a time."""

import pytest

from recognizer.locks import Busy, only_one
from tests.support.concurrency import held_elsewhere

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_lock_is_held_by_one_alone_and_then_by_the_next():
    with (
        held_elsewhere("finetune"),
        pytest.raises(Busy, match="Another finetune is running"),
        only_one("finetune"),
    ):
        pytest.fail("Two hold the lock.")
    with only_one("finetune"):
        pass


def test_each_name_is_a_lock_of_its_own():
    with held_elsewhere("finetune"), only_one("rescore"):
        pass


def test_a_run_that_fails_lets_the_next_begin():
    with pytest.raises(ZeroDivisionError), only_one("finetune"):
        _ = 1 / 0
    with held_elsewhere("finetune"):
        pass
