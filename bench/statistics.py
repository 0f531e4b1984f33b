"""How long the statistics page's queries take over very many drawings, on PostgreSQL.

    python -m bench.statistics [--rows 1000000] [--times 5]

Makes that many drawings in a throwaway server, as bench.queue does, and prints medians:
of the last 90 days, of all, and of 90 days and one version.
"""

import argparse
from datetime import timedelta
from functools import partial

from bench import many
from bench.queue import median_ms


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    many.start()
    many.fill(options.rows)
    choices = chosen()
    print(f"{'ms':14}" + "".join(f"{name:>16}" for name in choices))
    for name, part in parts().items():
        took = (
            median_ms(partial(part, scope), options.times) for scope in choices.values()
        )
        print(f"{name:14}" + "".join(f"{ms:16.1f}" for ms in took))


def chosen():
    from django.utils.timezone import localdate

    from recognizer.models import Drawing
    from recognizer.statistics.scope import Scope

    today = localdate()
    days = today - timedelta(days=89)
    first = Drawing.objects.earliest("created_at").created_at.date()
    return {
        "90 days": Scope(days, today),
        "all": Scope(first, today),
        "90 days, base": Scope(days, today, "base"),
    }


def parts():
    from recognizer.labelling.agreement import agreement
    from recognizer.models import Drawing, LabelChange
    from recognizer.monitoring.drift import days_to_measure
    from recognizer.statistics import accuracy, calibration, workload

    return {
        "drawn": workload.drawn,
        "answers": accuracy.answers,
        "audit": accuracy.audit,
        "calibration": calibration.calibration,
        "claims": accuracy.claims,
        "agreeing": lambda _: accuracy.first_agreeing_claim(),
        "delay": workload.delay,
        "reviewers": workload.reviewers,
        "agreement": lambda scope: agreement(LabelChange.objects.filter(scope.span)),
        "waiting": lambda _: Drawing.objects.count_waiting(),
        "to measure": lambda scope: days_to_measure(scope.since, scope.until),
    }


if __name__ == "__main__":
    main()
