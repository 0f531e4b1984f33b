"""Wrong labels that came in a file train nothing unseen, and are not promoted."""

import io
import struct

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recognizer.labelling.doubtful import confirm_doubtful
from recognizer.models import Drawing, Training
from recognizer.versions.promotion import answering_version
from tests.support import mnist

pytestmark = [pytest.mark.slow, pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def transposed(staff, tmp_path):
    """Two hundred of MNIST's digits, imported as EMNIST's files have them."""
    x, y = mnist.digits()
    tiles = np.ascontiguousarray(x.transpose(0, 2, 1)).tobytes()
    head = struct.pack(">4I", 0x803, 200, 28, 28)
    (tmp_path / "train-images.idx3-ubyte").write_bytes(head + tiles)
    labels = struct.pack(">II", 0x801, 200) + y.astype(np.uint8).tobytes()
    (tmp_path / "train-labels.idx1-ubyte").write_bytes(labels)
    call_command("import_drawings", tmp_path, label_by="staff", stdout=io.StringIO())


def finetune(*arguments):
    out = io.StringIO()
    with pytest.raises((CommandError, SystemExit)) as stopped:
        call_command("finetune", "--promote", *arguments, stdout=out)
    return out.getvalue(), stopped.value


def test_transposed_digits_wait_and_once_confirmed_the_gate_refuses_them(
    transposed, staff, few_tiles
):
    _, error = finetune()
    assert "200 left out: Its import was doubtful, and nobody" in str(error)

    confirm_doubtful(Drawing.objects.values_list("pk", flat=True), by=staff)
    out, _ = finetune("--steps=10", "--replay=110", "--trust-far")
    assert "Warning: 200 drawings were labelled whatever the answer, and only " in out
    (training,) = Training.objects.all()
    assert any("labels are probably wrong" in why for why in training.refusals)
    assert answering_version().name == "base"
