"""A Redis that is away: said once, counted in each worker meanwhile, taken up again."""

import pytest

from recognizer.accounts import limiter as module
from recognizer.accounts.limiter import Limiter
from recognizer.accounts.rates import Rate
from tests.support.concurrency import wait_until

RATE = Rate(3, 60)


@pytest.fixture
def limiter(redis, monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 0.02)
    return Limiter(redis.url)


def ask(limiter, times):
    return [limiter.add(["anna"], RATE).is_allowed for _ in range(times)]


@pytest.fixture(params=["ended", "hanging"])
def without_redis(request, redis):
    """Redis refuses connections, or accepts them and says nothing."""
    if request.param == "hanging":
        redis.hang()
        yield redis.go_on
        redis.go_on()
    else:
        redis.stop()
        redis.socket.unlink(missing_ok=True)
        yield redis.start
        if redis.process.poll() is not None:
            redis.start()


def test_workers_share_one_count(limiter, redis):
    assert ask(limiter, 2) == [True, True]
    assert ask(Limiter(redis.url), 2) == [True, False]


def test_without_it_each_worker_counts_and_says_so_once(limiter, without_redis, caplog):
    assert ask(limiter, 4) == [True, True, True, False]
    assert sum("does not answer" in line for line in caplog.messages) == 1


def test_it_is_taken_up_again(limiter, without_redis, redis, caplog):
    caplog.set_level("INFO")
    assert ask(limiter, 4) == [True, True, True, False]
    without_redis()
    wait_until(lambda: "answers again" in caplog.text, "It is not noticed.")
    assert ask(limiter, 1) == [True]
    assert ask(Limiter(redis.url), 3) == [True, True, False]
