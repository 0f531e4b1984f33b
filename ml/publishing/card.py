"""A version's card: what it is, what it was trained on, what it scores.

README.md with YAML front matter, as model hubs read it
(https://huggingface.co/docs/hub/model-cards). The key `digitsite` holds what serving
needs, and every figure that the card shows; nothing is typed by hand.
"""

from __future__ import annotations

from ml.evaluation.mistakes import SHOWN
from ml.inference.networks import NETWORKS
from ml.inference.version_files import front_matter
from ml.publishing import card_text
from ml.publishing.card_figures import digits_figures
from ml.publishing.card_tables import evaluation, limits

MISTAKES_FILE = "mistakes.png"  # beside the card


def write_card(facts: dict) -> str:
    """The card of a version as Markdown; `facts` go under the key `digitsite`."""
    name = NETWORKS[facts["network"]].version
    sections = {
        "Intended use": [card_text.INTENDED[name], card_text.NOT_FOR],
        "How to use": [card_text.HOW_TO_USE.format(name=name)],
        "Limits": [card_text.LIMITS[name], limits(facts), _picture(facts)],
        "Training data": [card_text.training_data(facts)],
        "Procedure": [card_text.procedure(facts)],
        "Evaluation": evaluation(facts),
        "Licence": [card_text.LICENCE],
    }
    parts = [f"# {name}: {card_text.TITLES[name]}", card_text.ABOUT[name]]
    for heading, texts in sections.items():
        parts += [f"## {heading}", *texts]
    text = "\n\n".join(part.strip("\n") for part in parts if part)
    return f"---\n{front_matter(_front_matter(facts))}---\n\n{text}\n"


def _picture(facts: dict) -> str:
    """A link to the picture that update_card() writes beside the card, if any."""
    figures = facts.get("evaluation", {}).get("mnist")
    if not figures or figures["right"] == figures["n"]:
        return ""
    wrong = figures["n"] - figures["right"]
    count = f"{SHOWN} of the {wrong}" if wrong > SHOWN else f"The {wrong}"
    alt = f"{count} misread digits of MNIST's test set"
    return f"![{alt}, the surest first: drawn>answered]({MISTAKES_FILE})"


def _front_matter(facts: dict) -> dict:
    name = NETWORKS[facts["network"]].version
    return {
        "license": "cc-by-sa-3.0",
        "library_name": "keras",
        "pipeline_tag": "image-classification",
        "tags": ["digits", "handwriting", "litert"],
        "datasets": ["ylecun/mnist"],
        "metrics": ["accuracy"],
        "model-index": [{"name": f"digitsite-{name}", "results": _results(facts)}],
        "digitsite": facts,
    }


def _results(facts: dict) -> list[dict]:
    """A result for MNIST, and one for people's drawings if they were measured."""
    digits = facts.get("evaluation", {}).get("digits")
    return [_mnist_result(facts), *([_digits_result(digits)] if digits else [])]


def _mnist_result(facts: dict) -> dict:
    """On the test set, or on validation if training included the test set."""
    measured, scores = facts.get("evaluation", {}), facts["scores"]
    if "mnist_test" not in scores:
        accuracy = scores["validation"]
        return _result("ylecun/mnist", "MNIST", "validation", accuracy)
    accuracy = scores["mnist_test"]
    if "mnist" in measured:
        accuracy = measured["mnist"]["accuracy"]
    return _result("ylecun/mnist", "MNIST", "test", accuracy)


def _digits_result(digits: dict) -> dict:
    first = digits["first"]["condition"]
    name = f"People's drawings, {first}: mean of {', '.join(digits['sets'])}"
    accuracy = digits_figures(digits)["mean_by_condition"][first]
    return _result("peoples-drawings", name, digits["asked"]["split"], accuracy)


def _result(dataset: str, name: str, split: str, accuracy: float) -> dict:
    return {
        "task": {"type": "image-classification", "name": "Digit recognition"},
        "dataset": {"type": dataset, "name": name, "split": split},
        "metrics": [{"type": "accuracy", "name": "Accuracy", "value": accuracy}],
    }
