"""What fine-tunes have trained, and no version will keep, goes with its drawings."""

from recognizer.models import TRAINED_FILE, JobFile, JobState

ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def remove_trained_files() -> None:
    """Of jobs that have ended: the report in such a file may show any drawing.

    A job that goes on leaves out what was deleted (without_deleted), then the file.
    """
    JobFile.objects.filter(name=TRAINED_FILE, job__state__in=ENDED).delete()
