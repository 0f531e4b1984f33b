"""Days with so many drawings, without waiting for so many answers."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from recognizer.models import Drawing, ModelVersion, Prediction, Source
from tests.support.drawings import DIGITS, png


def yesterday():
    return timezone.now().date() - timedelta(days=1)


def keep_day(day, n=200, pen=8, digits=range(10), source=Source.PAGE):
    """Keep n drawings of a day at noon, each read rightly by base."""
    pictures = [
        (digit, png(DIGITS[digit], page=(200, 200), pen=pen)) for digit in digits
    ]
    facts = {
        "version": ModelVersion.objects.get(name="base"),
        "confidence": 0.995,
        "probabilities": [],
        "given": True,
    }
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    answers = []
    for i in range(n):
        digit, picture = pictures[i % len(pictures)]
        drawing = Drawing(picture=picture, created_at=noon, source=source)
        answers.append(Prediction(drawing=drawing, digit=digit, **facts))
    Drawing.objects.bulk_create(answer.drawing for answer in answers)
    Prediction.objects.bulk_create(answers)
