"""What counting a request costs.

    python -m bench.limits [--times 20000] [--cache redis://127.0.0.1:6379/0]

Prints the CPU of this process by request, in microseconds: counted for an address, and
for an address and a visitor; in memory and, where --cache names one, in Redis. What it
keeps there is gone a minute later.
"""

import argparse
import time

from recognizer.accounts.limiter import Counts
from recognizer.accounts.process_counts import ProcessCounts
from recognizer.accounts.rates import Rate
from recognizer.accounts.shared_counts import SharedCounts

RATE = Rate(120, 60)
CLIENTS = 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20_000)
    parser.add_argument("--cache", help="a Redis, such as redis://127.0.0.1:6379/0")
    options = parser.parse_args()
    stores: dict[str, Counts] = {"memory": ProcessCounts()}
    if options.cache:
        stores["Redis"] = SharedCounts(options.cache)
    for name, counts in stores.items():
        for clients in (["bench:{}"], ["bench:{}", "bench:visitor {}"]):
            spent = microseconds(counts, clients, options.times)
            print(f"{name:7} {len(clients)} counted  {spent:6.1f} us")


def microseconds(counts, clients, times):
    """The CPU of one request, of the best tenth of a run."""
    best, part = float("inf"), times // 10
    for _ in range(10):
        start = time.process_time()
        for i in range(part):
            counts.add([name.format(i % CLIENTS) for name in clients], RATE, 1)
        best = min(best, (time.process_time() - start) / part * 1e6)
    return best


if __name__ == "__main__":
    main()
