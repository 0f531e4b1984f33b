"""The prose of a card: what a network is, is for, was trained on, and how."""

from __future__ import annotations

from dataclasses import fields

from ml.inference.networks import NETWORKS
from ml.markdown import bullets, percent
from ml.training.recipes import Recipe

TITLES = {
    "base": "a compact reader of hand-drawn digits",
    "seed75": "the 2020 student project's digit reader",
}

ABOUT = {
    "base": """\
A residual network for 28x28 tiles that answers with a digit or with 'not a digit'
(class 10). Put in what `ml.preprocessing.tile.to_tile` makes of a drawing: ink 1 on
paper 0, the longest side 20 pixels, the centre of mass in the middle. It puts out
logits.
""",
    "seed75": """\
The original network, layer by layer, for 75x75 tiles as
`ml.preprocessing.tile.to_tile75` makes them. It has ten classes, so it takes every
drawing for a digit. It puts out logits; the Keras model ends in a softmax.
""",
}

INTENDED = {
    "base": """\
To read one digit, 0 to 9, that somebody drew on a canvas with a mouse, a pen or a
finger, whatever the pen, the colour, the size and the place; to say so when a drawing
is no digit; to be fine-tuned on corrected drawings. `ml.numbers` cuts a number of up to
twelve digits in one line into its parts and reads these by it; a minus, a decimal point
or a letter among them is refused.
""",
    "seed75": """\
To compare with: it is what the project of 2020 answered with, by its own recipe and its
own preparation of the picture. For anything else take `base`: this one takes several
digits for one.
""",
}

NOT_FOR = """\
Not for the digits of other scripts, such as Arabic-Indic or Devanagari. Not for
decisions about people or their money: sorting mail, reading cheques, forms,
prescriptions or meters, grading pupils, telling whose hand it was. It was measured on
nothing of the kind.
"""

HOW_TO_USE = """\
```python
from pathlib import Path
from ml.inference.version_files import load_version
from ml.preprocessing.ink import read_ink

version = load_version(Path("weights/{name}"))
ink = read_ink(Path("seven.png").read_bytes())
answer = version.answer(version.prepare(ink))  # .digit (10: none), .confidence
```

This needs numpy, Pillow and `ai_edge_litert`, not TensorFlow. `model.weights.h5` holds
the same weights for Keras: `ml.publishing.litert.load_weights`.
"""

DATA = {
    "base": """\
- MNIST (LeCun, Cortes and Burges 1998; CC BY-SA 3.0): {digits_of_mnist:,} of the
  training digits; 5,000 held out to choose temperature and threshold, the 10,000 of the
  test set only reported.
{pen_sources}\
- {digits:,} digits drawn by code (`ml.data.strokes`), in styles that MNIST lacks, such
  as the flagged 1, the crossed 7 and the lightning-bolt 4.
- {others:,} non-digits drawn by code (`ml.data.non_digits`): scribbles, dots, lines,
  shading, signs, numbers, crossed-out digits; letters and symbols of Hershey's
  single-stroke fonts (in the public domain).

All are turned, slanted, wobbled, cut at the page's edge and drawn again with other pens
(`ml.augmentation.distort`).
""",
    "seed75": """\
MNIST (LeCun, Cortes and Burges 1998; CC BY-SA 3.0): all 70,000 digits put together and
split again, {validation:,} held out with equal shares of every class. No distortion. So
MNIST's test set is no test of this network: most of it was trained on. The part held
out chose its learning rate and its end.
""",
}

PENS = """\
- {pens:,} pen trajectories, each drawn with {pen_times} pens: Pen-Based Recognition of
  Handwritten Digits (Alpaydin and Alimoglu 1998, UCI; CC BY 4.0), {held_pens:,} of six
  other writers held out with MNIST's; and Handwritten Digits Corpus (skahl, on GitHub;
  Apache-2.0).
"""

UNIPEN = """\
- UNIPEN (Guyon, Schomaker, Plamondon, Liberman and Janet 1994, "UNIPEN project of
  on-line data exchange and recognizer benchmarks"; train_r01_v07, International Unipen
  Foundation 1999, doi 10.5281/zenodo.1195803; CC BY 4.0): {unipen_digits:,} pen
  trajectories of single digits and, as non-digits, {unipen_others:,} of letters and
  symbols; {held_unipen_digits:,} and {held_unipen_others:,} of a fifth of its writers
  are held out.
"""

DOUBTED = """\
- Left out of all pens, since their label is probably wrong (confident learning by a
  small network, `ml.training.label_noise`): {wrong_digits:,} digits that look like
  another digit, {no_digits:,} that look like none, {like_digits:,} letters and symbols
  that look like a digit.
"""

PEN_SOURCES = (  # each with the counts that it tells, where there are any
    (PENS, ("pens",)),
    (UNIPEN, ("unipen_digits", "unipen_others")),
    (DOUBTED, ("wrong_digits", "no_digits", "like_digits")),
)

LIMITS = {
    "base": """\
Upright digits, alone or in one line. Letters that look like a digit (O, l, S, z) are
read as one.
""",
    "seed75": """\
It was trained on MNIST's pens and styles alone, and its preparation stretches every
digit to a square page: drawings with other pens and styles are misread far more often
than MNIST's digits. No drawing is refused.
""",
}

LICENCE = """\
The weights, since they are made of MNIST: CC BY-SA 3.0. The code that made them: MIT.
"""


def training_data(facts: dict) -> str:
    """What it was trained on, with the counts of its run."""
    numbers = facts["recipe"] | facts["counts"]
    pens = "".join(
        text.format(**numbers)
        for text, counted in PEN_SOURCES
        if any(numbers.get(name) for name in counted)
    )
    return DATA[NETWORKS[facts["network"]].version].format(**numbers, pen_sources=pens)


def procedure(facts: dict) -> str:
    """How it was trained, from its recipe and what the run measured."""
    recipe, scores = recipe_of(facts), facts["scores"]
    smoothing = f"label smoothing {recipe.label_smoothing:g}; "
    computed = PRECISIONS.get(recipe.precision, f"computed in {recipe.precision}")
    points = [
        _optimiser(recipe),
        f"Batches of {recipe.batch} tiles; {epochs(recipe, scores)}; "
        f"{smoothing * bool(recipe.label_smoothing)}{computed}.",
        _seed_choice(facts),
        f"Wall time: {scores['training_seconds'] / 60:.0f} minutes, on the machine "
        "that trained it. Energy: not measured.",
        f"Temperature {facts['temperature']} divides the logits; where there is an "
        "eleventh class, log((1 - t) / t) with the threshold "
        f"t = {facts['threshold']} is then added to its logit. The likeliest class is "
        "the answer. Both are chosen on held-out data, as is everything that was "
        "chosen.",
        f"{scores['parameters']:,} parameters, {scores['multiply_adds'] / 1e6:.1f} "
        f"million multiply-adds; `model.tflite` has {scores['bytes'] / 1e6:.2f} MB and "
        f"differs from Keras by {scores['parity']:.0e} of probability at most.",
    ]
    return bullets(points)


PRECISIONS = {
    "float32": "computed in float32",
    "mixed_bfloat16": "computed in bfloat16, with weights kept in float32",
    "mixed_float16": "computed in float16, with weights kept in float32",
}


def recipe_of(facts: dict) -> Recipe:
    """The card's recipe; choices that an older card does not name have defaults."""
    names, recipe = [field.name for field in fields(Recipe)], facts["recipe"]
    return Recipe(**{name: recipe[name] for name in names if name in recipe})


def epochs(recipe: Recipe, scores: dict) -> str:
    """How many epochs were run, and why not all if some were left out."""
    run = scores.get("epochs", recipe.epochs)
    if run == recipe.epochs:
        return f"{run} epochs"
    why = f"its validation accuracy had reached {percent(recipe.enough)} %"
    return f"{run} of the recipe's {recipe.epochs} epochs, ended because {why}"


def _optimiser(recipe: Recipe) -> str:
    rate = f"{recipe.learning_rate:g}"
    if recipe.warm_up is None:
        return (
            f"Adam (Kingma and Ba 2015), learning rate {rate}, multiplied by "
            f"{recipe.factor:g} after {recipe.patience} epochs without a lower "
            "validation loss (ReduceLROnPlateau)."
        )
    return (
        f"AdamW (Loshchilov and Hutter 2019), weight decay {recipe.weight_decay:g} but "
        f"on biases and normalisation; the learning rate rises to {rate} over the "
        f"first {recipe.warm_up:.0%} of the steps, then falls to 0 by a cosine."
    )


def _seed_choice(facts: dict) -> str:
    seeds = list(facts.get("seeds") or [facts["seed"]])
    if len(seeds) == 1:
        return f"Seed {facts['seed']}, the only one that was trained."
    return (
        f"Seeds {', '.join(map(str, seeds))}; seed {facts['seed']} was the best on "
        "validation data and ships."
    )
