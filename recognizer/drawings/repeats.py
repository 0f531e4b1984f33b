"""A picture that its owner sends again while it is still kept."""

from collections.abc import Iterable

from django.db import connection

from recognizer.drawings.fingerprints import picture_hash
from recognizer.models import Drawing, Prediction

# Every request of a known visitor asks it: as in promoted_versions, without the ORM's
# time. The table's name comes from our model.
KEPT = (
    f"SELECT id FROM {Drawing._meta.db_table} "  # noqa: S608
    "WHERE owner = %s AND picture_hash = %s AND kept_once"
)


def find_given(owner: str, picture: bytes) -> Prediction | None:
    """The answer that this owner was given to the same picture, if it is kept."""
    if not owner:
        return None
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [owner, picture_hash(picture)])
        row = cursor.fetchone()
    if row is None:
        return None
    given = Prediction.objects.given_to(owner).filter(drawing=row[0]).first()
    if given:  # not deleted meanwhile
        given.is_repeat = True
    return given


def find_all_given(owner: str, hashes: Iterable[str]) -> dict[str, Prediction]:
    """The answers that this owner was given to kept pictures, by the pictures' hashes.

    Only of those with one of these hashes.
    """
    given = Prediction.objects.given_to(owner).filter(
        drawing__picture_hash__in=list(hashes), drawing__kept_once=True
    )
    return {prediction.drawing.picture_hash: prediction for prediction in given}
