"""The log as JSON, an object a line, for programs that collect logs."""

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter


def json_formatter() -> JsonFormatter:
    """Return what writes a record, its traceback too, as one line of JSON."""
    return JsonFormatter(
        ["levelname", "name", "message", "request_id"],
        rename_fields={"levelname": "level", "name": "logger"},
        timestamp="time",
        # Django's own: the request with its address, which may be personal.
        reserved_attrs=[*RESERVED_ATTRS, "request"],
    )
