"""The kinds of jobs that there are, each in a file of its name."""

from recognizer.jobs.kind import Kind
from recognizer.jobs.kinds.evaluate import Evaluate
from recognizer.jobs.kinds.finetune import FineTuning
from recognizer.jobs.kinds.forget import Forget
from recognizer.jobs.kinds.rescore import Rescore

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (FineTuning(), Evaluate(), Rescore(), Forget())
}


def kind_named(name: str) -> Kind:
    return KINDS[name]
