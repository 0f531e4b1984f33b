"""Jobs for several processes: results in order, jobs taken as they are needed."""

import signal
from functools import partial
from operator import methodcaller

import pytest

from ml.inference.workers import work

UPPER = partial(methodcaller, "upper")  # makes a worker: "a" -> "A"


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_their_jobs(workers):
    words = [f"word {n}" for n in range(30)]
    assert list(work(UPPER, words, workers)) == [word.upper() for word in words]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_worker_raises_is_raised_here(workers):
    with pytest.raises(AttributeError, match="upper"):
        list(work(UPPER, ["word", 7, "word"], workers))


def test_no_more_jobs_are_taken_than_are_under_way():
    jobs = iter("a" * 1000)
    results = work(UPPER, jobs, workers=2)
    assert next(results) == "A"
    assert len(list(jobs)) > 980
    results.close()


def test_ctrl_c_is_for_who_gave_the_jobs():
    make = partial(partial, signal.pthread_sigmask, signal.SIG_BLOCK)
    for blocked in work(make, [[], []], workers=2):
        assert signal.SIGINT in blocked
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
