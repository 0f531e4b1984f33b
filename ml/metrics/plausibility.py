"""Whether labels can be true as a whole: do a version's answers agree with them?

Nobody can tell a wrong label from a hard drawing. But of drawings that were labelled
whatever the answer, a version reads nearly as many right as on its hold-out, unless
the labels or the pictures are not what they seem: transposed, mixed up, shifted.
"""

from ml.metrics.statistics import wilson

# Of the share that the version reads right of its hold-out. Of 10 to 40 drawings of
# each of 189 people `base` reads 80 % or more; of MNIST's digits turned in any way, or
# with labels mixed up, at most 38 %, and fine-tuned on such ones 40 %.
BELOW, FAR_BELOW = 0.9, 0.75
FEWEST = 10  # drawings: of fewer, all may be hard


def is_below(right: int, n: int, expected: float = 1.0) -> bool:
    """Whether so few are right that somebody should look: under 90 % of `expected`.

    The upper end of Wilson's interval decides, so that few drawings prove little.
    """
    return n >= FEWEST and wilson(right, n)[1] < BELOW * expected


def is_far_below(right: int, n: int, expected: float = 1.0) -> bool:
    """Whether so few are right that the labels should not be believed."""
    return n >= FEWEST and wilson(right, n)[1] < FAR_BELOW * expected
