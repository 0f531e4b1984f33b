"""What a fine-tune gathers to train on and to be judged by."""

import numpy as np
import pytest

from ml.training.finetune import FineTune
from recognizer.drawings.recognition import recognise
from recognizer.finetuning.candidate import train_candidate
from recognizer.finetuning.parent_model import load_parent_model
from recognizer.finetuning.selection import TRAINED_BEFORE
from recognizer.finetuning.training_data import (
    CannotTrain,
    FineTuneOptions,
    gather,
)
from recognizer.labelling.labels import label_drawing
from recognizer.models import Drawing, ModelVersion
from tests.support import trained
from tests.support.drawings import odd_seven

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_whoever_trained_a_version_judges_none_that_is_built_on_it(people, staff):
    version = trained.train(1)
    rows = Drawing.objects.filter(pk__in=version.training.drawings)
    owners = set(rows.values_list("owner", flat=True))
    more = recognise(odd_seven(np.random.default_rng(7)), owner=rows[0].owner)
    label_drawing(more.drawing, 7, by=staff)
    options = FineTuneOptions(holdout=0.9, trust_far=True)
    chosen = gather(options, version, model=None).selection
    assert chosen.left_out[TRAINED_BEFORE]
    assert chosen.held_out
    assert owners.isdisjoint(row.owner for row in chosen.held_out)


@pytest.mark.slow
def test_weights_that_grow_without_end_are_not_kept(people, few_tiles):
    base = ModelVersion.objects.get(name="base")
    options = FineTuneOptions(recipe=FineTune(steps=3, learning_rate=1e30))
    data = gather(options, base, model := load_parent_model(base))
    with pytest.raises(CannotTrain, match="lower --learning-rate"):
        train_candidate(data, model, options, log=print, on_step=print)
