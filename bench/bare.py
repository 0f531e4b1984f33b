"""A bare WSGI function: the least that a server of this kind could do per drawing.

The site's own picture code and network, one durable statement, a few words of JSON; no
framework, no checks of who asks. bench.ceiling serves it as the site is served.
"""

import binascii
import json
import os
import threading
import uuid
from pathlib import Path

import django

from ml.inference.classifier import Classifier
from ml.preprocessing.ink import read_ink

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
django.setup()  # for the database's settings, and what gunicorn's own file imports

FILE = Path("weights/base/model.tflite")
TABLE = """
CREATE TABLE IF NOT EXISTS bench_bare (
    id char(36) PRIMARY KEY, picture {binary}, digit int, confidence float
)
"""
INSERT = "INSERT INTO bench_bare VALUES ({0}, {0}, {0}, {0})"

classifier = Classifier(FILE.read_bytes(), network="deep")
of_thread = threading.local()


def application(environ, start_response):
    length = int(environ["CONTENT_LENGTH"])
    url = json.loads(environ["wsgi.input"].read(length))["image"]
    picture = binascii.a2b_base64(url.partition(",")[2])
    answer = classifier.answer(classifier.prepare(read_ink(picture)))
    row = str(uuid.uuid4()), picture, answer.digit, answer.confidence
    if not hasattr(of_thread, "insert"):
        of_thread.insert = connect()
    of_thread.insert(row)
    body = {"id": row[0], "digit": answer.digit, "confidence": answer.confidence}
    reply = json.dumps(body).encode()
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(reply))),
    ]
    start_response("201 Created", headers)
    return [reply]


def connect():
    """A function that keeps a row at once, on a connection of this thread's own."""
    from django.db import connection

    connection.ensure_connection()
    cursor = connection.connection.cursor()  # the driver's own
    insert = INSERT.format("%s" if connection.vendor == "postgresql" else "?")
    return lambda row: cursor.execute(insert, row)


def make_table():
    from django.db import connection

    with connection.cursor() as cursor:
        is_postgresql = connection.vendor == "postgresql"
        cursor.execute(TABLE.format(binary="bytea" if is_postgresql else "blob"))
    connection.close()


make_table()  # bench.ceiling lets gunicorn load this file once, before it forks
