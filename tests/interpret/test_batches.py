"""Pictures in batches: the shapes that Keras gives ``fit``, from directories that are there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from lint_params.interpret import analyse_text

HEAD = "import keras\nimport tensorflow as tf\n"
FLOW = "tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255).flow_from_directory({path!r}{options})"
DATASET = "keras.utils.image_dataset_from_directory({path!r}{options})"
MODEL = (
    "model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(3)])\nmodel.compile()\nmodel.fit(data)\n"
)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two classes of two pictures."""
    root = tmp_path_factory.mktemp("pictures")
    for kind in ("cats", "dogs"):
        (root / kind).mkdir()
        for number in range(2):
            keras.utils.save_img(root / kind / f"{number}.png", np.zeros((9, 7, 3)))
    return root


@pytest.mark.parametrize(
    ("call", "options"),
    [
        (FLOW, ""),
        (FLOW, ", (8, 6)"),
        (FLOW, ", target_size=(8, 6), color_mode='grayscale', class_mode='binary'"),
        (FLOW, ", target_size=(8, 6), color_mode='rgba', class_mode='sparse'"),
        (FLOW, ", target_size=(8, 6), class_mode='input'"),
        (FLOW, ", target_size=(8, 6), class_mode=None"),
        (FLOW, ", target_size=(8, 6), classes=['cats', 'dogs']"),
        (DATASET, ""),
        (DATASET, ", image_size=(8, 6), color_mode='grayscale'"),
        (DATASET, ", image_size=(8, 6), label_mode='binary'"),
        (DATASET, ", image_size=(8, 6), label_mode='categorical'"),
        (DATASET, ", image_size=(8, 6), label_mode=None"),
    ],
)
def test_shapes_of_batches(pictures: Path, call: str, options: str) -> None:
    source = f"{HEAD}data = {call.format(path=str(pictures), options=options)}\n"
    names: dict[str, Any] = {}
    exec(source, names)
    batch = next(iter(names["data"]))
    shown = batch if isinstance(batch, tuple) else (batch, None)
    (model,) = analyse_text(source + MODEL).models
    (event,) = [event for event in model.events if event.kind == "fit"]
    for told, given in zip((event.data, event.target), shown, strict=True):
        assert (told is None) is (given is None)
        if told is not None and given is not None:
            assert len(told) == len(given.shape)
            assert all(
                size == a for size, a in zip(list(told)[1:], given.shape[1:], strict=True) if isinstance(size, int)
            )
    if call is FLOW:
        (layer,) = (
            analyse_text(
                f"{source}model = keras.Sequential([keras.layers.Input(data.image_shape), keras.layers.Dense(3)])\n"
            )
            .models[0]
            .layers
        )
        assert list(layer.input_shape or ())[1:] == list(names["data"].image_shape)


@pytest.mark.parametrize(
    "call",
    [
        "tf.keras.preprocessing.image.ImageDataGenerator(preprocessing_function=f).flow_from_directory('d')",
        "tf.keras.preprocessing.image.ImageDataGenerator(**options).flow_from_directory('d')",
        "tf.keras.preprocessing.image.ImageDataGenerator().flow_from_directory('d', target_size=size)",
        "tf.keras.preprocessing.image.ImageDataGenerator().flow_from_directory('d', color_mode=mode)",
        "tf.keras.preprocessing.image.ImageDataGenerator().flow_from_directory('d', *options)",
        "keras.utils.image_dataset_from_directory('d', validation_split=0.2, subset='both', seed=1)",
        "keras.utils.image_dataset_from_directory('d').map(f)",
    ],
)
def test_batches_of_unknown_shape(call: str) -> None:
    (model,) = analyse_text(f"{HEAD}from elsewhere import f, options, size, mode\ndata = {call}\n{MODEL}").models
    (event,) = [event for event in model.events if event.kind == "fit"]
    assert event.data is None or all(size is None or not isinstance(size, int) for size in list(event.data)[:3])


def test_what_is_taken_from_batches_is_not_known() -> None:
    """Batches are no list, nor empty."""
    source = (
        "import keras\ndata = keras.utils.image_dataset_from_directory('d')\nmodel = keras.Sequential()\n"
        "model.add(keras.Input((3,)))\n"
        "for x, y in data:\n    model.add(keras.layers.Dense(4))\n"
        "second = keras.Sequential([keras.Input((len(data),)), keras.layers.Dense(2)])\n"
        "third = keras.Sequential([keras.Input((len([x for x in data]),)), keras.layers.Dense(2)])\n"
    )
    first, second, third = analyse_text(source).models
    assert not first.layers_complete
    assert (second.params, third.params) == (None, None)
