"""How long visitors wait while PostgreSQL stands still, and after it goes on.

    python -m bench.outage [--visitors 1 8 40]

Starts a PostgreSQL of its own and, for each number of visitors, gunicorn as `make run`
does; stops the database by SIGSTOP, posts as many drawings at once, twice, and asks
/livez meanwhile. Prints seconds.
"""

import argparse
import http.client
import json
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from bench import many
from tests.support import postgres
from tests.support.drawings import data_url, png

BODY = json.dumps({"image": data_url(png())})
HEADINGS = ("visitors", "at first", "once known", "/livez", "codes", "goes on")
ROW = "{:>9} {:>10} {:>12} {:>10} {:>10} {:>12}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, nargs="+", default=[1, 8, 40])
    options = parser.parse_args()
    many.start()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    print(ROW.format(*HEADINGS))
    for visitors in options.visitors:
        print(ROW.format(visitors, *outage(visitors)))


def outage(visitors):
    """Post during an outage; return times and codes as the columns of a row."""
    from tests.support.server import Server

    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        address = urlsplit(server.url).netloc
        try:
            post_at_once(address, 8)
            with postgres.stopped():
                first, livez = while_asking_livez(address, visitors)
                again, _ = while_asking_livez(address, visitors)
            start = time.perf_counter()
            while ask(address, "POST", "/api/v1/predictions/")[0] != 201:
                time.sleep(0.02)
            goes_on = time.perf_counter() - start
        finally:
            server.stop()
    codes = {code for code, _ in first + again}
    seconds = [max(s for _, s in part) for part in (first, again, livez)]
    return *(f"{s:.2f}" for s in seconds), str(codes), f"{goes_on:.2f}"


def while_asking_livez(address, visitors):
    """Post at once; return codes and seconds of the posts, and of /livez meanwhile."""
    livez, done = [], threading.Event()

    def watch():
        while not done.wait(0.1):
            livez.append(ask(address, "GET", "/livez"))

    watcher = threading.Thread(target=watch)
    watcher.start()
    posts = post_at_once(address, visitors)
    done.set()
    watcher.join()
    return posts, livez or [ask(address, "GET", "/livez")]


def post_at_once(address, visitors):
    with ThreadPoolExecutor(visitors) as pool:
        return list(
            pool.map(
                lambda _: ask(address, "POST", "/api/v1/predictions/"), range(visitors)
            )
        )


def ask(address, method, path):
    """Return the answer's code and how long it took, in seconds."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection(address, timeout=60)
    body = BODY if method == "POST" else None
    connection.request(method, path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, time.perf_counter() - start


if __name__ == "__main__":
    main()
