"""What a column may hold, in words: digits, reasons, where things came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ml.inference.networks import WORDS


class Digit(models.IntegerChoices):
    """An answer in words; 10 is 'not a digit', `null` in the API."""

    ZERO = 0, _(WORDS[0])
    ONE = 1, _(WORDS[1])
    TWO = 2, _(WORDS[2])
    THREE = 3, _(WORDS[3])
    FOUR = 4, _(WORDS[4])
    FIVE = 5, _(WORDS[5])
    SIX = 6, _(WORDS[6])
    SEVEN = 7, _(WORDS[7])
    EIGHT = 8, _(WORDS[8])
    NINE = 9, _(WORDS[9])
    NOT_A_DIGIT = 10, _(WORDS[10])


class Reason(models.IntegerChoices):
    """Why a drawing waits for review; the lower the number, the sooner."""

    FAR = 0, "Unlike others so labelled"  # so no fine-tune trains on it until then
    DISPUTE = 1, "Reviewers disagree"
    CLAIM = 2, "The visitor disagrees"
    VERSIONS = 3, "Versions disagree"
    UNSURE = 4, "The network is unsure"
    SECOND = 5, "Second opinion"
    AUDIT = 6, "Audit"
    DOUBTFUL = 7, "Doubtful import"


class Source(models.TextChoices):
    """Where a drawing came from."""

    PAGE = "page", "Page"
    API = "api", "API"
    IMPORT = "import", "Import"


class Where(models.TextChoices):
    """Where a label was set."""

    GRID = "grid", "Review"
    LIST = "list", "Admin"
    API = "api", "API"
    IMPORT = "import", "Import"
