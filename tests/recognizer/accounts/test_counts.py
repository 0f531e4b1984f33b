"""At most so many in any stretch of time, by this process's count and by Redis's."""

import pytest

from recognizer.accounts.process_counts import ProcessCounts
from recognizer.accounts.rates import Rate, read_rate
from recognizer.accounts.shared_counts import SharedCounts

RATE = Rate(10, 60)


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["process", "redis"])
def counts(request):
    if request.param == "process":
        return ProcessCounts()
    return SharedCounts(request.getfixturevalue("redis").url)


def allowed(counts, number, clients=("anna",), cost=1):
    """How many of so many requests are allowed."""
    return sum(counts.add(clients, RATE, cost).is_allowed for _ in range(number))


def test_what_is_left_counts_down_to_a_refusal(counts):
    left = [counts.add(["anna"], RATE, 1).remaining for _ in range(10)]
    assert left == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    refused = counts.add(["anna"], RATE, 1)
    assert (refused.is_allowed, refused.remaining, refused.limit) == (False, 0, 10)
    assert 0 < refused.wait <= 60
    assert refused.reset == refused.wait


def test_each_client_has_a_count_of_its_own(counts):
    assert allowed(counts, 11, ["anna"]) == 10
    assert allowed(counts, 11, ["ben"]) == 10


def test_a_batch_counts_as_many_as_it_holds_or_not_at_all(counts):
    assert allowed(counts, 1, cost=7) == 1
    assert allowed(counts, 1, cost=4) == 0
    assert counts.add(["anna"], RATE, 3).remaining == 0


def test_a_batch_larger_than_the_rate_is_never_allowed(counts):
    refused = counts.add(["anna"], RATE, 11)
    assert (refused.is_allowed, refused.remaining, refused.wait) == (False, 10, 60)


def test_for_two_both_have_to_have_some_left(counts):
    assert allowed(counts, 8, ["address"]) == 8
    assert allowed(counts, 5, ["address", "visitor"]) == 2
    assert allowed(counts, 11, ["visitor"]) == 8


def test_a_burst_at_a_windows_border_gets_no_more_than_the_rate(clock):
    counts = ProcessCounts(clock)
    times = [0, 29.9, 59.9, 60.1, 61, 89, 90, 119.9, 120.1]
    passed = []
    for time in times:
        clock.now = 1_000_000 + time
        passed += [time] * allowed(counts, 100)
    for start in times:
        assert sum(start <= time < start + 60 for time in passed) <= 10
    assert len(passed) == 30  # three windows' worth, none of it lost


@pytest.mark.parametrize("start", range(0, 60, 7))
def test_whoever_asks_all_the_time_gets_the_rate_wherever_they_begin(clock, start):
    counts = ProcessCounts(clock)
    passed = 0
    for second in range(start, start + 60):
        clock.now = 1_000_000 + second
        passed += allowed(counts, 3)
    assert passed == 10


def test_whoever_waits_as_long_as_told_is_allowed(clock):
    counts = ProcessCounts(clock)
    for second in range(10):
        clock.now += second
        counts.add(["anna"], RATE, 1)
    clock.now += counts.add(["anna"], RATE, 3).wait
    assert counts.add(["anna"], RATE, 3).is_allowed


def test_in_redis_what_is_older_than_the_window_counts_no_longer(redis):
    counts = SharedCounts(redis.url)
    assert allowed(counts, 10) == 10
    [key] = redis.client.keys()
    newest = int(redis.client.lindex(key, -1))
    redis.client.lset(key, 0, newest - 60_001)
    redis.client.lset(key, 1, newest - 59_000)
    assert allowed(counts, 2) == 1
    assert counts.add(["anna"], RATE, 1).wait < 1.1
    assert 0 < redis.client.pttl(key) <= 60_000


def test_in_redis_what_is_to_come_does_not_count(redis):
    """Its clock was set back."""
    counts = SharedCounts(redis.url)
    allowed(counts, 10)
    [key] = redis.client.keys()
    for place in range(10):
        redis.client.lset(key, place, int(redis.client.lindex(key, 9)) + 3_600_000)
    assert allowed(counts, 11) == 10


def test_logs_that_are_over_are_dropped(clock):
    counts = ProcessCounts(clock)
    for number in range(100):
        counts.add([f"client {number}"], RATE, 1)
    clock.now += 61
    counts.add(["anna"], RATE, 1)
    assert len(counts._times) == 1


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("120/min", Rate(120, 60)),
        ("5/s", Rate(5, 1)),
        ("9/hour", Rate(9, 3600)),
        ("1000/day", Rate(1000, 86_400)),
    ],
)
def test_a_rate_is_read(text, rate):
    assert read_rate(text) == rate
