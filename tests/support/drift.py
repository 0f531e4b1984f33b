"""Days with so many drawings, without waiting for so many answers."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from recognizer.models import Drawing, ModelVersion, Prediction, Source, class_of
from tests.support.drawings import DIGITS, png
from tests.support.versions import number_facts


def yesterday():
    return timezone.now().date() - timedelta(days=1)


def keep_day(day, n=200, pen=8, digits=range(10), source=Source.PAGE):
    """Keep n drawings of a day, each read rightly by base."""
    looks = {"page": (200, 200), "pen": pen}
    answers = [(png(DIGITS[digit], **looks), digit, 0.995) for digit in digits]
    keep_answers(day, [answers[i % len(answers)] for i in range(n)], source)


def keep_answers(day, answers, source=Source.PAGE):
    """Keep pictures of a day's noon, each with an answer and a confidence of base.

    The answer is a class, or a number such as "42".
    """
    facts = {
        "version": ModelVersion.objects.get(name="base"),
        "probabilities": [],
        "given": True,
    }
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    predictions = []
    for picture, value, confidence in answers:
        drawing = Drawing(picture=picture, created_at=noon, source=source)
        answer = {"digit": class_of(value), "confidence": confidence}
        answer |= number_facts(value)
        predictions.append(Prediction(drawing=drawing, **answer, **facts))
    Drawing.objects.bulk_create(prediction.drawing for prediction in predictions)
    Prediction.objects.bulk_create(predictions)
