"""A picture that its owner sends again while it is still kept."""

from collections.abc import Iterable

from recognizer.drawings.fingerprints import picture_hash
from recognizer.models import Prediction


def find_given(owner: str, picture: bytes) -> Prediction | None:
    """The answer that this owner was given to the same picture, if it is kept."""
    key = picture_hash(picture)
    given = find_all_given(owner, [key]).get(key)
    if given:
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
