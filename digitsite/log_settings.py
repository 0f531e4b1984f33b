"""What is logged, where to and how, as Python's logging is told it."""


def logging_settings(log_format: str, sentry_dsn: str) -> dict:
    """Everything goes to stderr; errors also to Sentry, where there is one."""
    reports = {}
    if sentry_dsn:
        handler = {"()": "digitsite.error_reports.report_handler", "dsn": sentry_dsn}
        reports = {"reports": handler}
    handlers = ["stderr", *reports]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "format": "{asctime} {levelname} {name} {request_id}: {message}",
                "style": "{",
            },
            "json": {"()": "digitsite.logs.json_formatter"},
        },
        "filters": {
            "request_id": {"()": "digitsite.request_ids.RequestIdFilter"},
            "faults": {
                "()": "django.utils.log.CallbackFilter",
                "callback": lambda record: getattr(record, "status_code", 500) == 500,
            },
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["request_id"],
                "formatter": log_format,
            },
            **reports,
        },
        "root": {"handlers": handlers, "level": "INFO"},
        "loggers": {
            # Django mails admins by default; here everything goes to stderr, once.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # A refused request is its sender's news, not the operator's. What answers
            # 503 on purpose says why itself, if anybody is to know.
            "django.request": {"level": "ERROR", "filters": ["faults"]},
            "django.security": {"level": "CRITICAL"},
            "axes": {"level": "WARNING"},
            "gunicorn.error": {
                "handlers": handlers,
                "level": "INFO",
                "propagate": False,
            },
            # Two lines for each message, which says nothing of the job.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            # Writes a line whenever a client does not wait for its answer.
            "waitress": {"level": "WARNING"},
            # And whenever a request waits for a thread.
            "waitress.queue": {"level": "ERROR"},
            # Names a temporary folder at each export.
            "tensorflow": {"level": "WARNING"},
        },
    }
