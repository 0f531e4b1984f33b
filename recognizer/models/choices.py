"""What a column may hold, in words: digits, reasons, where things came from."""

from django.db import models


class Digit(models.IntegerChoices):
    """An answer in words; 10 is 'not a digit', `null` in the API."""

    ZERO = 0, "Zero"
    ONE = 1, "One"
    TWO = 2, "Two"
    THREE = 3, "Three"
    FOUR = 4, "Four"
    FIVE = 5, "Five"
    SIX = 6, "Six"
    SEVEN = 7, "Seven"
    EIGHT = 8, "Eight"
    NINE = 9, "Nine"
    NOT_A_DIGIT = 10, "Not a digit"


class Reason(models.IntegerChoices):
    """Why a drawing waits for review; the lower the number, the sooner."""

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
