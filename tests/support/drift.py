"""Days with so many drawings, without waiting for so many answers."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from recognizer.models import Drawing, ModelVersion, Prediction, Source
from tests.support.drawings import DIGITS, png


def yesterday():
    return timezone.now().date() - timedelta(days=1)


def keep_day(day, n=200, pen=8, digits=range(10), source=Source.PAGE):
    """Keep n drawings of a day, each read rightly by base."""
    looks = {"page": (200, 200), "pen": pen}
    answers = [(png(DIGITS[digit], **looks), digit, 0.995) for digit in digits]
    keep_answers(day, [answers[i % len(answers)] for i in range(n)], source)


def keep_answers(day, answers, source=Source.PAGE):
    """Keep pictures of a day's noon, each with a digit and a confidence of base."""
    facts = {
        "version": ModelVersion.objects.get(name="base"),
        "probabilities": [],
        "given": True,
    }
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    predictions = []
    for picture, digit, confidence in answers:
        drawing = Drawing(picture=picture, created_at=noon, source=source)
        answer = {"drawing": drawing, "digit": digit, "confidence": confidence}
        predictions.append(Prediction(**answer, **facts))
    Drawing.objects.bulk_create(prediction.drawing for prediction in predictions)
    Prediction.objects.bulk_create(predictions)
