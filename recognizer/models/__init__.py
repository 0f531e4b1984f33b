"""What is kept: drawings, predictions, labels, versions, promotions, API keys, jobs.

A prediction, a claim and a label are three facts and never overwrite each other.
Begin with drawings.py; queries.py has what is asked of drawings.
"""

from recognizer.models.api_keys import ApiKey, Scope
from recognizer.models.backups import Backup, ForgottenDrawing
from recognizer.models.choices import Digit, Reason, Source, Where
from recognizer.models.distributions import Distribution
from recognizer.models.drawings import Drawing
from recognizer.models.exports import ExportList
from recognizer.models.idempotency import IdempotentRequest
from recognizer.models.job_files import TRAINED_FILE, JobFile, JobFilePart
from recognizer.models.jobs import (
    UNFINISHED,
    ChunkState,
    Job,
    JobChunk,
    JobLine,
    JobQuerySet,
    JobState,
    JobWorker,
    Phase,
    Queue,
)
from recognizer.models.labels import LabelChange, LabelChangeQuerySet
from recognizer.models.locks import Lock
from recognizer.models.predictions import Prediction
from recognizer.models.queries import (
    CLAIM_IS_ANSWER,
    LABEL_IS_ANSWER,
    SECOND_OPINIONS,
    UNSETTLED,
    DrawingQuerySet,
    asked_of_oneself,
    created_between,
    has_one_reviewer,
)
from recognizer.models.suspects import SuspectLabel
from recognizer.models.values import (
    Shown,
    class_of,
    is_any_number,
    is_number,
    is_shown,
    key_of,
    number_of,
    number_shown,
    shown,
    value_of_key,
)
from recognizer.models.versions import ModelFiles, ModelVersion, Promotion, Training

__all__ = [
    "CLAIM_IS_ANSWER",
    "LABEL_IS_ANSWER",
    "SECOND_OPINIONS",
    "TRAINED_FILE",
    "UNFINISHED",
    "UNSETTLED",
    "ApiKey",
    "Backup",
    "ChunkState",
    "Digit",
    "Distribution",
    "Drawing",
    "DrawingQuerySet",
    "ExportList",
    "ForgottenDrawing",
    "IdempotentRequest",
    "Job",
    "JobChunk",
    "JobFile",
    "JobFilePart",
    "JobLine",
    "JobQuerySet",
    "JobState",
    "JobWorker",
    "LabelChange",
    "LabelChangeQuerySet",
    "Lock",
    "ModelFiles",
    "ModelVersion",
    "Phase",
    "Prediction",
    "Promotion",
    "Queue",
    "Reason",
    "Scope",
    "Shown",
    "Source",
    "SuspectLabel",
    "Training",
    "Where",
    "asked_of_oneself",
    "class_of",
    "created_between",
    "has_one_reviewer",
    "is_any_number",
    "is_number",
    "is_shown",
    "key_of",
    "number_of",
    "number_shown",
    "shown",
    "value_of_key",
]
