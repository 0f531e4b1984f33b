"""How a job's state is read."""

from drf_spectacular.utils import OpenApiParameter

from recognizer.api import jobs
from recognizer.api.schema.components import ref
from recognizer.api.schema.descriptions import (
    JSON,
    SESSION,
    UNCHANGED,
    answer,
    describe,
    etag,
    named,
    operation,
    refusals,
)
from recognizer.api.schema.examples import JOB, STRANGER

ID_OF_A_JOB = OpenApiParameter(
    "id",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.PATH,
    examples=named({"rescored": JOB["id"], "no such job": STRANGER}),
)
describe(
    jobs.JobView,
    get=operation(
        "get_job",
        "See how a job stands",
        {
            (200, JSON): answer(ref("Job"), "The job.", {"rescored": JOB}),
            304: UNCHANGED,
            **refusals("nobody", "no scope jobs", "no such job"),
        },
        ID_OF_A_JOB,
        etag("job"),
        tag="jobs",
        auth=[{"key": []}, SESSION],
    ),
)
