"""See the package."""

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from bench.machines.hosts import make_switch, remove_all
from bench.machines.site import SECRETS, Site, until

KINDS = 50  # of pictures, of 100 x 100 pixels


def main() -> int:
    options = parse()
    if os.geteuid() != 0:
        sys.exit("Only root may make network namespaces.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and no host is left over
    folder = Path(tempfile.mkdtemp(prefix="digitsite-machines-"))
    make_switch()
    site = Site(folder)
    try:
        site.make_database()
        connect(folder)
        fill(options.rows)
        return try_all(site, options.rows)
    finally:
        site.kill_all()
        remove_all()
        print(f"The hosts' logs are in {folder}.")


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    return parser.parse_args()


def connect(folder: Path) -> None:
    """Let this process use the database by its socket, which no cable cuts."""
    import django
    from django.core.management import call_command

    url = f"postgres://postgres@{quote(str(folder), '')}/postgres"
    os.environ.update(
        SECRETS, DATABASE_URL=url, DJANGO_SETTINGS_MODULE="digitsite.settings"
    )
    django.setup()
    call_command("migrate", verbosity=0)


def fill(rows: int) -> None:
    from bench import rescore
    from recognizer.models import ModelVersion
    from tests.support.drawings import DIGITS, png
    from tests.support.versions import add_version

    base = ModelVersion.objects.get(name="base")
    add_version("again", parent=base)
    kinds = [
        png(DIGITS[n % 10], page=(100, 100), pen=5 + n // 10) for n in range(KINDS)
    ]
    rescore.fill(base, kinds, rows)


SUBMIT = """
import django
django.setup()
from recognizer.jobs.submission import submit
submit("rescore", {"version": "again"})
"""


def try_all(site: Site, rows: int) -> int:
    from bench.machines.checks import check_all
    from bench.machines.events import Story
    from bench.machines.report import HEAD, Progress, requests, row
    from recognizer.accounts.keys import create_key
    from recognizer.models import Job, Promotion, Scope

    _, secret = create_key("visitors", [Scope.PREDICT])
    posts = site.folder / "posts"
    begin(site)
    site.start_visitors(secret, posts)
    site.visitors.run(sys.executable, "-c", SUBMIT, **site.settings)
    job = Job.objects.get()
    progress = Progress(job.pk)
    progress.start()
    story = Story(site, job)
    story.tell()
    until(lambda: ended(job), 1800)
    site.visitors.kill()
    progress.over.set()
    events = story.events
    ends = [event.at for event in events[1:]] + [time.time()]
    print(HEAD)
    for event, end in zip(events, ends, strict=True):
        print(row(event, end, requests(posts), progress))
    checks = check_all(job, rows, requests(posts), Promotion.objects.latest("pk"))
    good = True
    for sentence, holds in checks:
        print(f"{'yes' if holds else 'NO '}  {sentence}")
        good &= holds
    return 0 if good else 1


def begin(site: Site) -> None:
    site.start_redis()
    for host in site.web:
        site.start_web(host)
    for host in site.workers:
        site.start_worker(host)
    site.start_proxy()
    ready = ["curl", "-sf", f"http://{site.proxy.address}/readyz"]
    until(lambda: site.visitors.run(*ready).returncode == 0)
    until(lambda: workers_there() == len(site.workers))


def workers_there() -> int:
    from recognizer.models import JobWorker

    return JobWorker.objects.count()


def ended(job) -> bool:
    job.refresh_from_db()
    return job.is_finished


if __name__ == "__main__":
    sys.exit(main())
