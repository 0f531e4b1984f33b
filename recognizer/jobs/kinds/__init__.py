"""The kinds of jobs that there are, each in a file of its name."""

from recognizer.jobs.kind import Kind
from recognizer.jobs.kinds.backup import BackUp
from recognizer.jobs.kinds.evaluate import Evaluate
from recognizer.jobs.kinds.export import ExportLabels
from recognizer.jobs.kinds.finetune import FineTuning
from recognizer.jobs.kinds.forget import Forget
from recognizer.jobs.kinds.import_drawings import ImportDrawings
from recognizer.jobs.kinds.label_doctor import LabelDoctor
from recognizer.jobs.kinds.rescore import Rescore
from recognizer.jobs.kinds.statistics import Statistics

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        FineTuning(),
        Evaluate(),
        ImportDrawings(),
        Rescore(),
        ExportLabels(),
        Forget(),
        LabelDoctor(),
        Statistics(),
        BackUp(),
    )
}


def kind_named(name: str) -> Kind:
    return KINDS[name]
