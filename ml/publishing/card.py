"""A version's card: what it is, what it was trained on, what it scores.

README.md with YAML front matter, as model hubs read it
(https://huggingface.co/docs/hub/model-cards). The key `digitsite` holds what serving
needs, and every figure that the card shows; nothing is typed by hand.
"""

from __future__ import annotations

from ml.evaluation.mistakes import SHOWN
from ml.inference.version_files import front_matter
from ml.publishing import card_text
from ml.publishing.card_figures import digits_figures
from ml.publishing.card_tables import evaluation, limits

MISTAKES_FILE = "mistakes.png"  # beside the card


def write_card(facts: dict) -> str:
    """The card of a version. `facts` is what the key `digitsite` will hold."""
    name = facts["network"]
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
    """What ml.publishing.card_figures.keep draws beside the card."""
    figures = facts.get("evaluation", {}).get("mnist")
    if not figures or figures["right"] == figures["n"]:
        return ""
    wrong = figures["n"] - figures["right"]
    some = f"{SHOWN} of the {wrong}" if wrong > SHOWN else f"The {wrong}"
    alt = f"{some} misread digits of MNIST's test set"
    return f"![{alt}, the surest first: drawn>answered]({MISTAKES_FILE})"


def _front_matter(facts: dict) -> dict:
    name = facts["network"]
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
    """One result for MNIST, one for people's drawings if they were measured."""
    kept, scores = facts.get("evaluation", {}), facts["scores"]
    tested = "mnist_test" in scores  # else that test set was trained on
    accuracy = scores["mnist_test" if tested else "validation"]
    if tested and "mnist" in kept:
        accuracy = kept["mnist"]["accuracy"]
    split = "test" if tested else "validation"
    results = [_result("ylecun/mnist", "MNIST", split, accuracy)]
    if "digits" in kept:
        digits = kept["digits"]
        first = digits["first"]["condition"]
        name = f"People's drawings, {first}: mean of {', '.join(digits['sets'])}"
        mean = digits_figures(digits)["mean_by_condition"][first]
        split = digits["asked"]["split"]
        results.append(_result("peoples-drawings", name, split, mean))
    return results


def _result(dataset: str, name: str, split: str, accuracy: float) -> dict:
    return {
        "task": {"type": "image-classification", "name": "Digit recognition"},
        "dataset": {"type": dataset, "name": name, "split": split},
        "metrics": [{"type": "accuracy", "name": "Accuracy", "value": accuracy}],
    }
