"""A version's card: what it is, what it was trained on, what it scores.

README.md with YAML front matter, as model hubs read it
(https://huggingface.co/docs/hub/model-cards). The key `digitsite` holds what serving
needs. Every figure comes from the run; nothing is typed by hand.
"""

from __future__ import annotations

from statistics import mean, stdev

import yaml

TITLES = {
    "base": "a compact reader of hand-drawn digits",
    "seed75": "the 2020 student project's digit reader",
}

ABOUT = {
    "base": """\
A residual network for 28x28 tiles that answers with a digit or with 'not a digit'
(class 10). Put in what `ml.tile.to_tile` makes of a drawing: ink 1 on paper 0, the
longest side 20 pixels, the centre of mass in the middle. It puts out logits.

## Training data

- MNIST (LeCun, Cortes and Burges 1998; CC BY-SA 3.0): {digits_of_mnist:,} of the
  training digits; 5,000 held out to choose temperature and threshold, the 10,000 of the
  test set only reported.
{pen_sources}\
- {digits:,} digits and {others:,} non-digits drawn by code (`ml.strokes`): styles that
  MNIST lacks, such as the flagged 1, the crossed 7 and the lightning-bolt 4; scribbles,
  dots, lines, shading, signs, numbers, crossed-out digits; letters and symbols of
  Hershey's single-stroke fonts (in the public domain).

All are turned, slanted, wobbled, cut at the page's edge and drawn again with other pens
(`ml.augment`).

## Limits

Upright digits, one at a time. Letters that look like a digit (O, l, S, z) are read as
one. A drawing that is cut off at the page's edge, or a 1 with a long flag, is misread
more often than the figures below say of whole digits.
""",
    "seed75": """\
The original network, layer by layer, for 75x75 tiles as `ml.tile.to_tile75` makes them.
It has ten classes, so it takes every drawing for a digit. It puts out logits; the Keras
model ends in a softmax.

## Training data

MNIST (LeCun, Cortes and Burges 1998; CC BY-SA 3.0): all 70,000 digits put together and
split again, {validation:,} held out with equal shares of every class. No distortion. So
MNIST's test set is no test of this network: the figures below are of the held-out part,
which its learning rate was chosen on.

## Limits

It was trained on MNIST's pens and styles alone: drawings with other pens, colours and
styles are misread far more often than the figures say.
""",
}

PENS = """\
- {pens:,} pen trajectories, each drawn with {pen_times} pens: Pen-Based Recognition of
  Handwritten Digits (Alpaydin and Alimoglu 1998, UCI; CC BY 4.0), {held_pens:,} of six
  other writers held out with MNIST's; and Handwritten Digits Corpus (skahl, on GitHub;
  Apache-2.0).
"""

SCORES = {  # name in the front matter -> words
    "mnist_test": "MNIST test set, 'not a digit' counted as wrong",
    "mnist_test_ten_digits": "MNIST test set, likeliest of the ten digits",
    "validation": "MNIST digits held out",
    "drawn_validation": "digits held out or drawn by code, distorted",
    "non_digits_refused": "non-digits drawn by code, refused",
}


def write_card(facts: dict) -> str:
    """The card of a version. `facts` is what the key `digitsite` will hold."""
    front = yaml.safe_dump(_front_matter(facts), sort_keys=False, allow_unicode=True)
    name, scores = facts["network"], facts["scores"]
    time = f"{scores['training_seconds'] / 60:.0f} minutes"
    numbers = facts["recipe"] | facts["counts"]
    pen_sources = PENS.format(**numbers) if numbers.get("pens") else ""
    seeds = facts.get("seeds") or {facts["seed"]: scores}
    rows = "\n".join(
        f"| {words} | {100 * scores[key]:.2f} % | {_spread(seeds, key)} |"
        for key, words in SCORES.items()
        if key in scores
    )
    return f"""---
{front}---

# {name}: {TITLES[name]}

{ABOUT[name].format(**numbers, pen_sources=pen_sources)}
## Figures

Of `model.tflite` with temperature {facts["temperature"]} and threshold \
{facts["threshold"]}, seed {facts["seed"]}:

| accuracy on | this version | mean and standard deviation over seeds {_list(seeds)} |
|---|---|---|
{rows}

{scores["parameters"]:,} parameters, {scores["multiply_adds"] / 1e6:.1f} million \
multiply-adds, {scores["bytes"] / 1e6:.2f} MB;
training took {time} (epochs: {scores["epochs"]});
LiteRT and Keras differ by {scores["parity"]:.0e} at most.

## Licence

The weights, since they are made of MNIST: CC BY-SA 3.0. The code that made them: MIT.
"""


def _spread(seeds: dict, key: str) -> str:
    values = [100 * scores[key] for scores in seeds.values()]
    if len(values) == 1:
        return "one seed only"
    return f"{mean(values):.2f} ± {stdev(values):.2f} %"


def _list(seeds: dict) -> str:
    return ", ".join(map(str, seeds))


def _front_matter(facts: dict) -> dict:
    name, scores = facts["network"], facts["scores"]
    test = "mnist_test" if "mnist_test" in scores else "validation"
    result = {
        "task": {"type": "image-classification"},
        "dataset": {"type": "mnist", "name": "MNIST", "split": test.split("_")[-1]},
        "metrics": [{"type": "accuracy", "value": scores[test]}],
    }
    return {
        "license": "cc-by-sa-3.0",
        "library_name": "keras",
        "pipeline_tag": "image-classification",
        "tags": ["digits", "handwriting", "litert"],
        "datasets": ["mnist"],
        "metrics": ["accuracy"],
        "model-index": [{"name": f"digitsite-{name}", "results": [result]}],
        "digitsite": facts,
    }
