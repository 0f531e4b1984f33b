"""The workers of the real server share one count in Redis."""

import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError

from tests.support.server import Server


def test_two_workers_allow_no_more_than_one_would(redis, transactional_db, tmp_path):
    server = Server(
        tmp_path, WEB_CONCURRENCY="2", CACHE_URL=redis.url, THROTTLE_READS="20/min"
    )

    def read(_):
        try:
            return urllib.request.urlopen(f"{server.url}/api/v1/versions/").status
        except HTTPError as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as readers:
        statuses = list(readers.map(read, range(60)))
    server.stop()
    assert statuses.count(200) == 20
    assert statuses.count(429) == 40
