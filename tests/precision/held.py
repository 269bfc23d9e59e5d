"""What is known of pretrained architectures, and of data sets that programs load."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Mapping, Sequence

from lint_params.keras.applications import application, architectures
from lint_params.keras.base import Call, KerasLayer, Setting
from lint_params.keras.datasets import KERAS_SIGNATURES, SKLEARN_SIGNATURES, keras_dataset, sklearn_dataset
from lint_params.model.dimension import Size
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from tests.precision.oddly import told
from tests.precision.shown import shown

OPEN = Unknown("only the program knows", "given", key="given")
SIZE = Size.symbol("n", "n", 1)
BARE = {"weights": None, "include_top": False}
Given = Mapping[str, object]

EVERY: list[Given] = [
    {}, {"include_top": False}, {"weights": None, "classes": 7}, {**BARE, "pooling": "avg"},
    {**BARE, "input_shape": (97, 131, 1)}, {**BARE, "pooling": "max", "input_shape": (128, 128, 3), "name": "mine"},
]  # fmt: skip
"""What every architecture is asked."""
FEW: list[Given] = [
    {"classes": 999}, {"classes": 1000}, {"classes": 1001}, {"weights": None, "classes": 0}, {"weights": OPEN},
    {"weights": "elsewhere.h5", "classes": 3}, {"include_top": OPEN}, {**BARE, "pooling": OPEN}, {"pooling": "max"},
    {**BARE, "pooling": "sum"}, {"classifier_activation": None}, {"classifier_activation": "linear"},
    {"classifier_activation": "relu"}, {"weights": None, "classifier_activation": "relu"},
    {"include_top": False, "classifier_activation": "relu"}, {"classes": OPEN}, {"weights": None, "classes": OPEN},
    {"input_shape": None}, {"input_shape": OPEN}, {**BARE, "input_shape": OPEN}, {"weights": None, "input_shape": OPEN},
    {"input_tensor": OPEN}, {**BARE, "name": OPEN}, {"name": "convnext_tiny_2"}, {**BARE, "name": "efficientnetv2-b1"},
    {"weights": "imagenet", "include_top": 0}, {"depth_multiplier": 2}, {"top": False}, {"alpha": 1}, {"alpha": OPEN},
    {**BARE, "alpha": SIZE}, {**BARE, "alpha": "1"}, {**BARE, "alpha": True}, {**BARE, "depth_multiplier": OPEN},
    {**BARE, "depth_multiplier": 2}, {"minimalistic": True}, {"minimalistic": True, "alpha": 0.75},
    {**BARE, "minimalistic": OPEN}, {**BARE, "include_preprocessing": False}, {"weights": None, "dropout_rate": 0},
    {"weights": None, "dropout_rate": 0.5}, {"weights": None, "dropout_rate": OPEN}, {"weights": "imagenet21k"},
    {"weights": "imagenet", "classes": 10, "include_top": False},
]  # fmt: skip
SHAPED: list[object] = [
    *((size, size, 3) for size in (31, 32, 33, 70, 71, 74, 75, 95, 96, 128, 160, 192, 223, 224, 225, 299, 331)),
    (32, 31, 3), (31, 32, 3), (224, 192, 3), (192, 224, 3), (None, None, 3), (64, None, 3), (None, 64, 3),
    (64, 64, None), (64, 64, 1), (64, 64, 2), (64, 64), (64, 64, 3, 1), (), [224, 224, 3], [64, 64, 3], (SIZE, SIZE, 3),
    (64, SIZE, 3), (64, 64, SIZE), (OPEN, 64, 3), (0, 64, 3), (64, "64", 3), 64,
]  # fmt: skip
ALPHAS = (0.05, 0.1, 0.25, 0.35, 0.42, 0.5, 0.66, 0.75, 0.9, 1.0, 1.1, 1.3, 1.4, 2, 0, -1)
WIDE: list[Given] = [
    {"include_top": False}, {"include_top": False, "input_shape": (None, None, 3)}, {"top": False}, {"classes": 3},
    {"include_top": False, "input_shape": [None, None, 3]}, {**BARE, "input_shape": (None, 64, 3)},
    {"input_shape": (224, 224, 3)}, {"weights": None, "input_shape": (32, 33, 1)},
]  # fmt: skip
"""What NASNet is asked, of which each takes long."""
QUICK = ("VGG16", "MobileNet", "MobileNetV2")
SMALL = (*QUICK, "MobileNetV3Small", "EfficientNetV2B0", "ConvNeXtTiny")
GENERATIONS = ("3", "tf2")


def _calls() -> Iterator[tuple[str, str, Given]]:
    """An architecture, a generation, and the arguments."""
    for generation in GENERATIONS:
        yield from ((name, generation, {}) for name in architectures(generation))
    for name, given in itertools.product(SMALL, [*EVERY, *FEW]):
        yield from ((name, generation, given) for generation in GENERATIONS)
    for name, shape, more in itertools.product(QUICK, SHAPED, ({}, {"include_top": False}, {"weights": None}, BARE)):
        yield name, "3", {**more, "input_shape": shape}
    for name, shape in itertools.product(SMALL[3:], SHAPED[2:]):
        yield name, "3", {"include_top": False, "input_shape": shape}
    for given in WIDE:
        yield from (("NASNetMobile", generation, given) for generation in GENERATIONS)
    for name, alpha in itertools.product(("MobileNet", "MobileNetV2", "MobileNetV3Small", "MobileNetV3Large"), ALPHAS):
        yield name, "3", {"include_top": False, "alpha": alpha}
        yield name, "tf2", {**BARE, "alpha": alpha}
    for name, generation, first in itertools.product(("VGG16", "NASNetMobile", "DenseNet121"), "123", (False, True)):
        yield name, generation, {"data_format": "channels_first"} if first else {**BARE, "input_shape": (224, 224, 3)}


CALLS = {f"{generation} {name} {dict(given)}": (name, generation, given) for name, generation, given in _calls()}


def pretrained(asked: Sequence[str]) -> dict[str, dict[str, str]]:
    """An architecture as it is made, twice in one program, frozen in part, copied."""
    return {each: {"made": _made(*CALLS[each])} for each in asked}


def _made(name: str, generation: str, given: Given) -> str:
    data_format = str(given.get("data_format", "channels_last"))
    given = {key: value for key, value in given.items() if key != "data_format"}
    try:
        model = application(name, Call((), given), Setting(generation, data_format=data_format))
    except Refused as refused:
        return told(refused)
    if model.refused is not None:
        return told(model.refused)
    lines = [f"{model.class_name} {model.name} reads {shown(model.declared_input())} open: {model.open_reason()}"]
    lines.append(f"{model.formula()} of {model.count()}, gives {[shown(each.shape) for each in model.outputs]}")
    lines += map(_row, model.layers)
    number = itertools.count(1)
    model.take_names(lambda stem: f"{stem}:{next(number)}")
    for each in model.layers[: len(model.layers) // 2]:
        each.set_trainable(False)
    other = copy.copy(model)
    lines += (f"{each.name} {each.trainable}" for each in other.layers)
    for read in (Shape((None, 224, 224, 3)), Shape((None, 64, 64, 1)), Shape((None, 8)), [Shape((None, 8))] * 2):
        try:
            lines.append(shown(other.apply(read)))
        except Refused as refused:
            lines.append(told(refused))
        except Undetermined as open_:
            lines.append(open_.reason)
    return "\n".join(lines)


def _row(each: KerasLayer) -> str:
    weights = ", ".join(f"{weight.name}{shown(weight.shape)} {trains}" for weight, trains in each.all_weights())
    return f"{each.class_name} {each.name} {weights} {each.formula()}"


DATA = [
    *((name, given) for name in KERAS_SIGNATURES for given in (
        {}, {"label_mode": "coarse"}, {"label_mode": "rough"}, {"label_mode": OPEN}, {"version": "small"},
        {"version": "medium"}, {"version": OPEN}, {"test_split": 0}, {"test_split": 0.33}, {"test_split": 1},
        {"test_split": 1.25}, {"test_split": -0.5}, {"test_split": OPEN}, {"test_split": "a"}, {"test_split": SIZE},
        {"test_split": True}, {"test_split": 1, "version": "small"}, {"maxlen": 5}, {"maxlen": None}, {"maxlen": OPEN},
        {"maxlen": 5, "test_split": 0.3}, {"num_words": 9}, {"seed": 3, "test_split": 0.999},
    )),
    *((name, given) for name in SKLEARN_SIGNATURES for given in (
        {}, {"return_X_y": True}, {"as_frame": True}, {"as_frame": True, "return_X_y": True}, {"as_frame": OPEN},
        {"return_X_y": OPEN}, {"return_X_y": 1}, {"n_class": 0}, {"n_class": 1}, {"n_class": 4}, {"n_class": 9},
        {"n_class": 10}, {"n_class": 11}, {"n_class": True}, {"n_class": 2.0}, {"n_class": OPEN}, {"n_class": SIZE},
        {"n_class": 3, "return_X_y": True}, {"scaled": False}, {"frame": True}, {"data_home": None},
    )),
]  # fmt: skip
DATASETS = {f"{name} {given}": (name, given) for name, given in DATA}


def datasets(asked: Sequence[str]) -> dict[str, dict[str, str]]:
    """What loading a data set gives, in both formats of data."""
    return {
        each: {form: _loaded(*DATASETS[each], form) for form in ("channels_last", "channels_first")} for each in asked
    }


def _loaded(name: str, given: Given, form: str) -> str:
    try:
        found = keras_dataset(name, given, form) if name in KERAS_SIGNATURES else sklearn_dataset(name, given)
    except Refused as refused:
        return told(refused)
    except Undetermined as open_:
        return open_.reason
    return repr(found)
