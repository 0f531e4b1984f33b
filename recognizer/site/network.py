"""How well the version that answers reads, by its card and by examples."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from recognizer.models import ModelVersion
from recognizer.site.examples import answer_examples
from recognizer.versions.card_html import Card, read_card
from recognizer.versions.predictor import NoVersion, Serving, predictor

OPEN = ("Intended use", "Limits")  # sections for every reader; others can be opened


@require_safe
@cache_control(private=True)
def network(request: HttpRequest) -> HttpResponse:
    """The card of the version that answers."""
    try:
        serving = predictor.serving()
    except NoVersion:
        return render(request, "about/network.html")
    others = ModelVersion.objects.exclude(pk=serving.version.pk).only("name")
    return render(request, "about/network.html", {"others": others} | describe(serving))


@lru_cache(maxsize=1)  # a version never changes
def describe(serving: Serving) -> dict[str, Any]:
    """What the page says of a version; reading its card takes a tenth of a second."""
    card = read_card(serving.version.card)
    return {
        "version": serving.version,
        "accuracies": read_accuracies(card),
        "examples": answer_examples(serving.classifier),
        "card": card,
        "open": [section for section in card.sections if section.heading in OPEN],
        "closed": [section for section in card.sections if section.heading not in OPEN],
    }


def read_accuracies(card: Card) -> list[dict[str, Any]]:
    """The card's own results: on what, and which share was right."""
    return [
        {"name": result["dataset"]["name"], "share": result["metrics"][0]["value"]}
        for model in card.front.get("model-index", [])
        for result in model["results"]
    ]
