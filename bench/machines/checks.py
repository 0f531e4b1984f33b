"""What has to be so in the end, by the rows and by what the visitors were told."""

from bench.machines.visitors import KEPT
from recognizer.models import Drawing, Job, JobChunk, Prediction, Promotion

WITHIN = 1.0  # s from a promotion until every host answers with it


def check_all(job: Job, ids_before: int, posts: list[list], promotion: Promotion):
    """Yield a sentence for each check, with whether it holds."""
    yield from check_job(job, ids_before)
    yield from check_posts(posts)
    yield check_promotion(posts, promotion)


def check_job(job: Job, before: int):
    answers = Prediction.objects.filter(version=job.version)
    rescored = answers.filter(given=False, drawing__source="page")
    drawings = rescored.values("drawing").distinct().count()
    yield (
        f"{before:,} drawings, {rescored.count():,} answers of {job.version} to "
        f"{drawings:,} of them",
        before == rescored.count() == drawings,
    )
    counted = job.counts.get("answers", 0)
    all_rescored = answers.filter(given=False).count()
    yield (
        f"the job counted {counted:,} answers, and {all_rescored:,} are there",
        counted == all_rescored,
    )
    chunks = JobChunk.objects.filter(job=job, phase=1)
    whole = sum(chunk.done == chunk.size for chunk in chunks)
    yield f"{whole} of {len(chunks)} chunks did their size", whole == len(chunks)
    yield f"the job is {job.state}: {job.sentence}", job.state == "done"


def check_posts(posts: list[list]):
    kept = {post[3]: post[4] for post in posts if post[2] in KEPT}
    rows = set(
        map(str, Drawing.objects.filter(source="api").values_list("pk", flat=True))
    )
    yield (
        f"{len(kept):,} drawings were kept, {len(set(kept.values())):,} ids, "
        f"{len(rows):,} rows",
        len(kept) == len(set(kept.values())) and set(kept.values()) <= rows,
    )
    # A visitor whom the end found waiting may have a row without an answer.
    unanswered = {post[3] for post in posts} - set(kept)
    extra = len(rows - set(kept.values()))
    yield f"{extra} rows of which nobody was told", extra <= len(unanswered) + 4
    given = Prediction.objects.filter(drawing__source="api", given=True).count()
    yield f"{given:,} answers were given to them", given == len(rows)


def check_promotion(posts: list[list], promotion: Promotion):
    at = promotion.created_at.timestamp()
    name = promotion.version.name
    late = [p[0] - at for p in posts if p[2] in KEPT and p[5] != name and p[0] > at]
    after = sum(p[2] in KEPT and p[0] > at for p in posts)
    last = max(late, default=0)
    sentence = (
        f"of {after:,} drawings posted after the promotion, the last one that another "
        f"version answered came {last:.2f} s after it"
    )
    return sentence, last < WITHIN
