"""The tasks: a message lets a worker do one chunk of a job, or look what is due."""

from digitsite.celery_app import app
from recognizer.jobs.messages import wake
from recognizer.jobs.runner import run_next
from recognizer.jobs.schedules import start_due
from recognizer.models import Job, Phase

MOST_MESSAGES = 16  # of one job on their way; more workers come by themselves


@app.task(name="recognizer.work_on")
def work_on(job_id: str) -> None:
    """Do the job's next chunk; then send a message that comes behind all others."""
    if not run_next(job_id):
        return
    job = Job.objects.with_free_chunks().filter(pk=job_id).first()
    if job:
        wake(job, messages_after(job))


def messages_after(job: Job) -> int:
    """One for the next chunk; after the plan as many as workers may share in."""
    work = job.chunks.filter(phase=Phase.WORK)
    has_begun = job.phase != Phase.WORK or work.exclude(fence=0).exists()
    return 1 if has_begun else min(work.count(), MOST_MESSAGES)


@app.task(name="recognizer.tick", ignore_result=True)
def tick() -> None:
    """Start what schedules want; the beat sends it each minute."""
    start_due()
