"""The Keras model that a fine-tune starts from."""

from __future__ import annotations

import socket
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ml.inference.version_files import WEIGHTS_FILE
from ml.training.tensorflow import load_tensorflow
from recognizer.finetuning.training_data import CannotTrain
from recognizer.models import ModelFiles, ModelVersion

if TYPE_CHECKING:
    import keras


def load_parent_model(version: ModelVersion) -> keras.Model:
    """The Keras model of a version, from the weights that the database keeps.

    Raises CannotTrain.
    """
    if not find_spec("tensorflow"):
        raise CannotTrain(
            f"TensorFlow is missing on {socket.gethostname()}: run make train there, "
            "or pip install -r requirements/train.txt"
        )
    load_tensorflow()
    from ml.publishing.litert import load_weights

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / WEIGHTS_FILE
        try:
            path.write_bytes(bytes(version.files.weights))
            return load_weights(version.network, path)
        except (ModelFiles.DoesNotExist, OSError, ValueError) as error:
            raise CannotTrain(
                f"The Keras weights of {version} are damaged or not there, so nothing "
                f"can be trained from it: {error}"
            ) from error
