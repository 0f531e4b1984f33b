"""What went wrong, as an operator reads it."""


class BackupError(Exception):
    """A backup was not made, or cannot be restored; the message says why."""
