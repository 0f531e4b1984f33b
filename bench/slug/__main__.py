"""Builds Heroku's slug of the last commit, weighs it, and lets it answer a drawing.

    python -m bench.slug [--drawings 200]

Does in a temporary folder what Heroku's buildpack does, packs it, unpacks it, and runs
the release and web lines of the Procfile with the settings of app.json, as a dyno does,
on a PostgreSQL of its own. Needs PyPI. Ends with 1 where the slug is over 120 MB.
"""

import argparse
import json
import os
import secrets
import socket
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bench.slug.dyno import Dyno
from bench.slug.packing import ROOT, build, pack, size, unpack
from tests.support import postgres
from tests.support.drawings import SEVEN, data_url, png

LIMIT = 120_000_000  # bytes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drawings", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app, slug = Path(folder) / "app", Path(folder) / "slug.tgz"
        postgres.start_server()
        environment = settings()
        build(app, environment)
        pack(app, slug)
        packed = slug.stat().st_size
        print(f"packed      {packed / 1e6:6.1f} MB")
        print(f"unpacked    {size(app) / 1e6:6.1f} MB")
        print(f"Python      {size(app / '.heroku') / 1e6:6.1f} MB, with its packages")
        unpack(slug, app)
        run(app, environment, options.drawings)
    return 0 if packed < LIMIT else 1


def settings() -> dict[str, str]:
    """The environment of a dyno of an app that app.json made."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = json.loads((ROOT / "app.json").read_text())["env"]
    return {name: entry.get("value", "") for name, entry in config.items()} | {
        "SECRET_KEY": secrets.token_hex(),
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "PORT": str(port),
        "PATH": os.environ["PATH"],
        "THROTTLE_ANON": "",  # all drawings come from one address
    }


def run(app: Path, environment: dict[str, str], drawings: int) -> None:
    release = Dyno(app, "release", environment)
    print(f"release     ended with {release.process.wait()}")
    web = Dyno(app, "web", environment)
    print(f"web         ready after {web.wait_until_ready():.1f} s")
    print(f"plain HTTP  {web.ask('/', scheme='http')[0]}")
    picture = {"image": data_url(png(SEVEN))}
    status, answer = web.ask("/api/v1/predictions/", picture)
    print(f"a drawing   {status}, {json.loads(answer).get('word')}")
    codes = Counter(
        web.ask("/api/v1/predictions/", picture)[0] for _ in range(drawings)
    )
    print(f"drawings    {dict(codes)}")
    print(f"memory      {web.memory() / 1e6:6.1f} MB")
    print("SIGTERM     ended with {} after {:.1f} s".format(*web.stop()))


if __name__ == "__main__":
    sys.exit(main())
