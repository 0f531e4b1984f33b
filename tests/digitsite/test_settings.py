"""A missing required setting or a wrong value stops the start and names itself."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.support.environment import GOOD, read, run


def test_a_deployment_with_defaults_passes_djangos_check():
    done = run("manage.py check --deploy --fail-level WARNING")
    assert done.returncode == 0, done.stderr


def test_a_deployment_that_sets_everything_passes_djangos_check():
    done = run(
        "manage.py check --deploy --fail-level WARNING",
        SECRET_KEY_FALLBACKS=GOOD["SECRET_KEY"].upper(),
        ALLOWED_HOSTS="digits.example,.digits.example,[2001:db8::1]",
        CSRF_TRUSTED_ORIGINS="https://digits.example,https://*.digits.example:8443",
        NUM_PROXIES="1",
        HOST="::",
        ADMIN_SECOND_FACTOR="1",
        SENTRY_DSN="https://key@errors.example/1",
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "program",
    [
        "manage.py migrate",
        "gunicorn",
        "celery -A digitsite.celery_app worker",
        "digitsite.processes",
    ],
)
def test_a_wrong_setting_stops_the_start_in_one_line(program):
    done = run(program, PORT="99999")
    assert done.returncode == 1
    assert done.stderr == "PORT is '99999'; use a whole number from 1 to 65535.\n"


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
@pytest.mark.parametrize("value", [None, "", " "])
def test_a_missing_setting_names_itself(name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set"):
        read(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "yes"),
        ("HTTPS", "true"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "\u0668\u0660"),
        ("HOST", ""),
        ("HOST", "http://localhost"),
        ("HOST", "localhost:80"),
        ("THREADS", "0"),
        ("WEB_CONCURRENCY", "100000"),
        ("NUM_PROXIES", "-1"),
        ("THROTTLE_ANON", "fast"),
        ("THROTTLE_ANON", "\u0663/min"),
        ("THROTTLE_LIVE", "600"),
        ("THROTTLE_READS", "1/fortnight"),
        ("REDIS_URL", "memcached://cache.example"),
        ("REDIS_VERIFY", "no"),
        ("CACHE_URL", "memcached://cache.example"),
        ("CACHE_URL", "cache.example:6379"),
        ("CACHE_URL", "redis://cache.example:port"),
        ("CACHE_URL", "redis://cache..example"),
        ("CACHE_URL", "redis://cache.example:70000/0"),
        ("CACHE_URL", "redis://:pass#word@cache.example"),
        ("CACHE_URL", "redis://cache.example?db=first"),
        ("CORS_ORIGINS", "https://digits.example:70000"),
        ("ADMIN_PATH", "/admin"),
        ("ADMIN_PATH", "../"),
        ("STATE_DIR", "state"),
        ("METRICS", "public"),
        ("ADMIN_SECOND_FACTOR", "yes"),
        ("STAFF_SESSION_HOURS", "0"),
        ("STAFF_SESSION_HOURS", "1000"),
        ("SENTRY_DSN", "errors.example"),
        ("SENTRY_DSN", "https://errors.example/1"),
        ("SENTRY_DSN", "https://secret@errors.example/project"),
        ("SENTRY_DSN", "https://secret@errors.example:70000/1"),
        ("LOG_FORMAT", "xml"),
        ("MAX_PICTURE_BYTES", "1e6"),
        ("MAX_PICTURE_BYTES", "1"),
        ("MAX_PICTURE_SIDE", "999999"),
        ("DATABASE_URL", "mysqlish"),
        ("SCHEDULE_FINETUNE", "nightly"),
        ("SCHEDULE_LABEL_DOCTOR", "0 24 * * *"),
        ("SCHEDULE_LABEL_DOCTOR", "0 3 * *"),
        ("SCHEDULE_STATISTICS", "0 3 30 2 *"),
        ("BACKUP_TO", "backups"),
        ("BACKUP_TO", "s3://"),
        ("BACKUP_TO", "https://bucket.example"),
        ("BACKUP_TO", "S3://bucket"),
        ("BACKUP_RECIPIENT", "--output"),
        ("BACKUP_RECIPIENT", "age1"),
        ("BACKUP_RECIPIENT", "AGE-SECRET-KEY-1secret"),
        ("BACKUP_KEEP_DAYS", "0"),
        ("BACKUP_DATABASE_URL", "mysql://user:secret@host/name"),
        ("BACKUP_DATABASE_URL", "postgres://user:secret/@host/name"),
        ("BACKUP_DATABASE_URL", "sqlite:///db.sqlite3"),
        ("DATABASE_URL", "mysql://user:secret@host/name"),
        ("DATABASE_URL", "postgres://user:secret/@host/name"),
        ("AUDIT_SHARE", "3"),
        ("AUDIT_SHARE", "3 %"),
        ("AUDIT_SHARE", ""),
        ("AUDIT_SHARE", "0.\u0663"),
        ("SECOND_OPINION_SHARE", "-0.1"),
        ("GATE_PROBABILITY", "0.4"),
        ("GATE_PROBABILITY", "1"),
        ("GATE_PROBABILITY", "80"),
        ("UNSURE_MARGIN", "half"),
        ("SECRET_KEY", "secret"),
        ("SECRET_KEY", "x" * 50),
        ("SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"]),
        ("SECRET_KEY_FALLBACKS", GOOD["SECRET_KEY"] + ",secret"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", '["digits.example"]'),
        ("ALLOWED_HOSTS", "'digits.example'"),
        ("ALLOWED_HOSTS", "digits.example, https://www.digits.example"),
        ("ALLOWED_HOSTS", "digits.example:443"),
        ("ALLOWED_HOSTS", "digits.example/"),
        ("ALLOWED_HOSTS", "digits.example."),
        ("ALLOWED_HOSTS", "*.digits.example"),
        ("ALLOWED_HOSTS", "2001:db8::1"),
        ("ALLOWED_HOSTS", "digits.example www.digits.example"),
        ("CSRF_TRUSTED_ORIGINS", "digits.example"),
        ("CSRF_TRUSTED_ORIGINS", "https://digits.example/"),
        ("CSRF_TRUSTED_ORIGINS", "*"),
    ],
)
def test_a_wrong_value_names_itself(name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} ") as error:
        read(**{name: value})
    assert "secret" not in str(error.value).partition("; make one")[0]


@pytest.mark.parametrize("days", [None, "365", "0d", "99999d"])
def test_a_schedule_to_prune_needs_to_know_what_is_old(days):
    with pytest.raises(ImproperlyConfigured, match=r"^PRUNE_OLDER_THAN is "):
        read(SCHEDULE_PRUNE="0 3 * * *", PRUNE_OLDER_THAN=days)


def test_a_schedule_of_backups_needs_to_know_where_to():
    with pytest.raises(ImproperlyConfigured, match=r"^BACKUP_TO is not set"):
        read(SCHEDULE_BACKUP="0 2 * * *")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BACKUP_TO", "/var/backups/digitsite"),
        ("BACKUP_TO", "s3://digits.example-backups/nightly"),
        ("BACKUP_RECIPIENT", f"age1{'q' * 58}"),
        ("BACKUP_RECIPIENT", "operator@digits.example"),
        ("BACKUP_RECIPIENT", "0xDEADBEEFDEADBEEF"),
    ],
)
def test_backups_go_where_and_to_whom_is_said(name, value):
    assert read(**{name: value})[name] == value


def test_schedules_are_read_by_kind():
    settings = read(SCHEDULE_PRUNE=" 0  3 * * 1-5", PRUNE_OLDER_THAN="365d")
    assert settings["SCHEDULES"] == {"forget": "0 3 * * 1-5"}
    assert settings["PRUNE_OLDER_THAN"] == 365
    assert read()["SCHEDULES"] == {}


def test_what_runs_writes_below_one_folder_and_reads_what_a_release_has_made():
    settings = read(STATE_DIR="/srv/state")
    assert settings["METRICS_DIR"] == Path("/srv/state/metrics")
    assert settings["JOB_QUEUE_DIR"] == Path("/srv/state/queue")
    assert settings["STATIC_ROOT"] == settings["BASE_DIR"] / "var" / "static"


def test_a_part_of_a_file_is_read_however_small_pictures_are():
    settings = read(MAX_PICTURE_BYTES="10000", MAX_BATCH_BYTES="10000")
    assert settings["DATA_UPLOAD_MAX_MEMORY_SIZE"] >= settings["MAX_PART_BYTES"]


def test_metrics_for_a_key_need_one():
    with pytest.raises(ImproperlyConfigured, match="METRICS_KEY is not set"):
        read(METRICS="key")


@pytest.mark.parametrize(
    ("name", "value", "setting"),
    [
        ("DEBUG", "1", True),
        ("PORT", "65535", 65535),
        ("HOST", "::1", "[::1]"),
        ("HOST", "[::]", "[::]"),
        ("HOST", "0.0.0.0", "0.0.0.0"),
        ("HOST", "localhost", "localhost"),
        ("NUM_PROXIES", "0", 0),
        ("STATE_DIR", "/var/lib/digitsite", Path("/var/lib/digitsite")),
        ("METRICS", "open", "open"),
        ("ADMIN_PATH", "back/office/", "back/office/"),
        ("ALLOWED_HOSTS", "a.example, b.example,", ["a.example", "b.example"]),
        (
            "ALLOWED_HOSTS",
            ".a.example,[::1],10.0.0.1",
            [".a.example", "[::1]", "10.0.0.1"],
        ),
        ("ALLOWED_HOSTS", "digit_site", ["digit_site"]),
        ("CSRF_TRUSTED_ORIGINS", "http://localhost:8000", ["http://localhost:8000"]),
        ("CSRF_TRUSTED_ORIGINS", "https://*.a.example", ["https://*.a.example"]),
        ("SECRET_KEY", "0123456789abcdef" * 2, "0123456789abcdef" * 2),
        ("SECRET_KEY_FALLBACKS", "", []),
        ("AUDIT_SHARE", "0", 0),
        ("SECOND_OPINION_SHARE", "1", 1),
        ("GATE_PROBABILITY", "0.95", 0.95),
        ("UNSURE_MARGIN", ".25", 0.25),
    ],
)
def test_a_right_value_is_read(name, value, setting):
    assert read(**{name: value})[name] == setting


@pytest.mark.parametrize(("value", "rate"), [("5/hour", "5/hour"), ("", None)])
@pytest.mark.parametrize("whose", ["ANON", "CLIENT", "LIVE", "READS"])
def test_a_throttle_has_a_rate_or_no_limit(whose, value, rate):
    name = f"THROTTLE_{whose}"
    assert read(**{name: value})[name] == rate


@pytest.mark.parametrize(
    ("url", "backend"),
    [
        ("", "locmem.LocMemCache"),
        ("redis://:secret@cache.example:6379/1", "redis.RedisCache"),
        ("rediss://cache.example", "redis.RedisCache"),
        ("unix:///run/redis/redis.sock", "redis.RedisCache"),
    ],
)
def test_the_cache_is_redis_where_one_is_named(url, backend):
    default = read(CACHE_URL=url)["CACHES"]["default"]
    assert default["BACKEND"].endswith(backend)
    assert default.get("LOCATION", "") == url


def test_a_platforms_redis_serves_cache_and_broker_where_these_are_not_set():
    heroku = "rediss://:secret@redis.example:6380"
    settings = read(REDIS_URL=heroku, REDIS_VERIFY="0")
    assert settings["CACHES"]["default"]["LOCATION"] == heroku
    assert settings["CACHES"]["default"]["OPTIONS"]["ssl_cert_reqs"] == "none"
    assert settings["BROKER_URL"] == heroku
    own = read(REDIS_URL=heroku, BROKER_URL="redis://broker.example")
    assert own["BROKER_URL"] == "redis://broker.example"


def test_a_script_comes_from_where_browsers_say_that_it_does():
    assert read(CORS_ORIGINS="HTTPS://Digits.Example")["CORS_ALLOWED_ORIGINS"] == [
        "https://digits.example"
    ]


def test_errors_are_reported_where_a_server_is_named():
    dsn = "https://key@errors.example:9000/below/1"
    for environment, handlers in (
        ({}, ["stderr"]),
        ({"SENTRY_DSN": dsn}, ["stderr", "reports"]),
    ):
        log = read(**environment)["LOGGING"]
        assert log["root"]["handlers"] == handlers
        assert log["loggers"]["gunicorn.error"]["handlers"] == handlers


@pytest.mark.parametrize(("debug", "https"), [("0", True), ("1", False)])
def test_https_is_required_but_where_one_debugs(debug, https):
    assert read(DEBUG=debug)["SECURE_SSL_REDIRECT"] is https
