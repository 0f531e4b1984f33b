"""Thousands of requests to a running site, each checked by its OpenAPI document.

    python -m bench.fuzz_api http://127.0.0.1:8000 --key KEY [--count 200] [--seed 0]

The key should have every scope and a reviewer as its user (docs/staff.md), and the site
no limits (THROTTLE_CLIENT and the others empty). Drawings are kept, and deleted. Prints
what schemathesis does; the exit code is 1 where an answer was a fault of the server
(500 and more), or had a status, a header or a shape that is not documented.
"""

import argparse
import sys

from tests.support.fuzzing import fuzz


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site")
    parser.add_argument("--key", required=True)
    parser.add_argument("--count", default="200", help="requests for each address")
    parser.add_argument("--seed", default="0")
    options = parser.parse_args()
    amount = ["--seed", options.seed, "--max-examples", options.count]
    run = fuzz(options.site, options.key, *amount)
    print(run.stdout)
    sys.exit(run.returncode)


if __name__ == "__main__":
    main()
