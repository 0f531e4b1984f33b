"""All settings. They come from the environment, then from .env if there is one."""

import os
from datetime import timedelta
from pathlib import Path

from dotenv import load_dotenv

from digitsite.backups import backup_database, env_backup_to, env_recipient
from digitsite.caching import cache
from digitsite.database.configuration import database
from digitsite.environment import (
    env_bool,
    env_broker_url,
    env_cache_url,
    env_choice,
    env_cors_origins,
    env_database_url,
    env_dsn,
    env_folder,
    env_host,
    env_hosts,
    env_int,
    env_origins,
    env_path,
    env_rate,
    env_secret,
    env_secrets,
    env_share,
)
from digitsite.log_settings import logging_settings
from digitsite.schedules import env_days, env_schedules

BASE_DIR = Path(__file__).resolve().parent.parent
load_dotenv(BASE_DIR / ".env")  # the environment wins
STATE_DIR = env_folder("STATE_DIR", BASE_DIR / "var")  # what running processes write


# What the server listens on and starts (read by gunicorn.conf.py).
HOST = env_host("HOST", "127.0.0.1")
PORT = env_int("PORT", 8000, at_most=65535)
WEB_CONCURRENCY = env_int("WEB_CONCURRENCY", 2)
THREADS = env_int("THREADS", 4)

SECRET_KEY = env_secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env_secrets("SECRET_KEY_FALLBACKS")  # they still verify
DEBUG = env_bool("DEBUG", "0")
ALLOWED_HOSTS = env_hosts("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env_origins("CSRF_TRUSTED_ORIGINS")
CORS_ORIGINS = env_cors_origins("CORS_ORIGINS")
ADMIN_PATH = env_path("ADMIN_PATH", "admin/")
ADMIN_SECOND_FACTOR = env_bool("ADMIN_SECOND_FACTOR", "0")
NUM_PROXIES = env_int("NUM_PROXIES", 0, at_least=0, at_most=100)
THROTTLE_ANON = env_rate("THROTTLE_ANON", "120/min")
THROTTLE_CLIENT = env_rate("THROTTLE_CLIENT", "1200/min")
THROTTLE_LIVE = env_rate("THROTTLE_LIVE", "600/min")
THROTTLE_READS = env_rate("THROTTLE_READS", "600/min")
REDIS_VERIFY = env_bool("REDIS_VERIFY", "1")
CACHE_URL = env_cache_url("CACHE_URL") or env_cache_url("REDIS_URL")
STAFF_SESSION_HOURS = env_int("STAFF_SESSION_HOURS", 12, at_most=336)
HTTPS = env_bool("HTTPS", "0" if DEBUG else "1")
MAX_PICTURE_BYTES = env_int("MAX_PICTURE_BYTES", 1_000_000, 10_000, 100_000_000)
MAX_BATCH_BYTES = env_int("MAX_BATCH_BYTES", 16_000_000, 10_000, 1_000_000_000)
MAX_IMPORT_BYTES = env_int(
    "MAX_IMPORT_BYTES", 20_000_000_000, 1_000_000, 999_999_999_999
)
MAX_PICTURE_SIDE = env_int("MAX_PICTURE_SIDE", 4096, 280, 16_384)
AUDIT_SHARE = env_share("AUDIT_SHARE", "0.03")
SECOND_OPINION_SHARE = env_share("SECOND_OPINION_SHARE", "0.05")
UNSURE_MARGIN = env_share("UNSURE_MARGIN", "0.5")
EXPORT_LICENCE = os.environ.get("EXPORT_LICENCE", "").strip()
FINETUNE_REVIEWER_SHARE = env_share("FINETUNE_REVIEWER_SHARE", "0.8")
GATE_PROBABILITY = env_share("GATE_PROBABILITY", "0.8", 0.5, 0.999)
GATE_ACCURACY_LOSS = env_share("GATE_ACCURACY_LOSS", "0.001")
GATE_RECALL_LOSS = env_share("GATE_RECALL_LOSS", "0.02")
CACHES = {"default": cache(CACHE_URL, verify=REDIS_VERIFY)}
BROKER_URL = env_broker_url("BROKER_URL") or env_broker_url("REDIS_URL")
JOB_LEASE = timedelta(seconds=env_int("JOB_LEASE_SECONDS", 30, 3, 3600))
WORKER_CONCURRENCY = env_int("WORKER_CONCURRENCY", 1)
WORKER_NICENESS = env_int("WORKER_NICENESS", 10, 0, 19)
WORKER_MEMORY_MB = env_int("WORKER_MEMORY_MB", 1000, 100, 1_000_000)
SCHEDULES = env_schedules()
PRUNE_OLDER_THAN = env_days("PRUNE_OLDER_THAN") if "forget" in SCHEDULES else None
JOB_QUEUE_DIR = STATE_DIR / "queue"  # where there is no BROKER_URL
DATABASE_POOLED = env_bool("DATABASE_POOLED", "0")
DATABASE_URL = env_database_url("DATABASE_URL")
DATABASES = {"default": database(DATABASE_URL, BASE_DIR, pooled=DATABASE_POOLED)}
BACKUP_TO = env_backup_to("BACKUP_TO", is_required="backup" in SCHEDULES)
BACKUP_RECIPIENT = env_recipient("BACKUP_RECIPIENT")
BACKUP_KEEP_DAYS = env_int("BACKUP_KEEP_DAYS", 30, 1, 36_500)
BACKUP_IDENTITY = os.environ.get("BACKUP_IDENTITY", "").strip()  # a file of age's
BACKUP_DATABASE = backup_database("BACKUP_DATABASE_URL", BASE_DIR)
STATEMENT_SECONDS = env_int("STATEMENT_SECONDS", 5)
STAFF_STATEMENT_SECONDS = env_int("STAFF_STATEMENT_SECONDS", 60)
WEIGHTS_DIR = BASE_DIR / "weights"
LOG_FORMAT = env_choice("LOG_FORMAT", "line", "json")
LOG_REQUESTS = env_bool("LOG_REQUESTS", "1" if LOG_FORMAT == "json" else "0")
LOG_ADDRESSES = env_bool("LOG_ADDRESSES", "0")  # of who sends the requests
SENTRY_DSN = env_dsn("SENTRY_DSN")  # where errors are reported
METRICS = env_choice("METRICS", "loopback", "key", "open", "off")  # who sees /metrics
METRICS_KEY = env_secret("METRICS_KEY") if METRICS == "key" else ""
METRICS_DIR = STATE_DIR / "metrics"

INSTALLED_APPS = [
    "recognizer",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "digitsite.static_files.StaticFiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "corsheaders",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]
MIDDLEWARE = [
    "digitsite.request_ids.RequestIdMiddleware",
    "recognizer.monitoring.request_log.RequestLogMiddleware",
    "corsheaders.middleware.CorsMiddleware",  # a preflight follows no redirect
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "recognizer.monitoring.measuring.MeasuringMiddleware",  # all but static files
    "digitsite.compression.PublicGZipMiddleware",
    "digitsite.languages.LanguageMiddleware",
    "digitsite.middleware.SecurityHeadersMiddleware",
    "digitsite.bodies.BodyMiddleware",  # all that may read a body comes below
    "digitsite.sessions.SessionMiddleware",
    "digitsite.middleware.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "digitsite.sessions.AuthenticationMiddleware",
    "digitsite.second_factor.middleware.SecondFactorMiddleware",
    "digitsite.sessions.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "digitsite.database.middleware.DatabaseMiddleware",
    "axes.middleware.AxesMiddleware",
    "digitsite.logins.BusyMiddleware",
]
CSRF_FAILURE_VIEW = "digitsite.problems.csrf_failure"
ROOT_URLCONF = "digitsite.urls"
WSGI_APPLICATION = "digitsite.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "digitsite.logins.OneAtATimeBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "German"), ("es", "Spanish"), ("hi", "Hindi")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = "digitsite.formats"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"  # made at a release, then only read
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # at the root of the site: /robots.txt
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site uses these files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "digitsite.storage.HashedStaticFilesStorage"},
}

# A body holds one picture as base64, percent-encoded at worst. BodyMiddleware limits it
# by its address; Django's own limits do not know of addresses.
MAX_BODY_BYTES = 2 * MAX_PICTURE_BYTES + 10_000
MAX_PART_BYTES = 4_000_000  # of a file that is uploaded in parts
DATA_UPLOAD_MAX_MEMORY_SIZE = max(MAX_BODY_BYTES, MAX_BATCH_BYTES, MAX_PART_BYTES)
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE

SESSION_COOKIE_AGE = STAFF_SESSION_HOURS * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]
# Whether a deployment's other subdomains speak HTTPS is not ours to promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if NUM_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Scripts of other sites: never with a cookie, so that they act for nobody.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = CORS_ORIGINS == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else CORS_ORIGINS
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "POST")
CORS_ALLOW_HEADERS = (
    "authorization",
    "content-type",
    "idempotency-key",
    "if-none-match",
)
CORS_EXPOSE_HEADERS = (
    "ETag",
    "Idempotent-Replayed",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "X-Request-ID",
)

REST_FRAMEWORK = {
    # Closed; what is public opens itself in its view.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication"
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "recognizer.api.negotiation.AlwaysJSON",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "recognizer.api.errors.problem",
}

SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "digitsite",
    "VERSION": "1",
    "DEFAULT_GENERATOR_CLASS": "recognizer.api.schema.document.Generator",
    "PREPROCESSING_HOOKS": ["recognizer.api.schema.document.with_last_slash"],
}

# By account and address together: a stranger locks nobody out who logs in elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
LOGIN_FAILURES_PER_ADDRESS = 30  # with whatever accounts
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "digitsite.logins.LoginHandler"
AXES_CLIENT_IP_CALLABLE = "digitsite.logins.login_address"
AXES_USERNAME_CALLABLE = "digitsite.logins.login_account"
AXES_LOCKOUT_CALLABLE = "digitsite.logins.answer_locked_out"
AXES_SENSITIVE_PARAMETERS = ["username"]  # the log names the address alone
AXES_DISABLE_ACCESS_LOG = True  # Django's last_login tells who logged in
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

OTP_TOTP_ISSUER = "digitsite"  # what an app calls the account

LOGGING = logging_settings(LOG_FORMAT, SENTRY_DSN)
