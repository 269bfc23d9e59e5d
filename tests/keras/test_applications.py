"""Applications against real Keras: every layer, weight, name and shape, and what is trainable after freezing some.

Pretrained weights cannot be loaded without a network: what Keras builds before it loads them is compared.
A sample runs always; ``-m long`` compares every architecture under many choices.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import pytest

from lint_params.keras.applications import Application, application, architectures
from lint_params.keras.base import Call, KerasLayer, Setting
from lint_params.keras.models import Functional, InputLayer
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Size
from lint_params.model.errors import Refused
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from tests.keras.grid import judge, words
from tests.truth.kept import kept


@dataclass(frozen=True)
class Case:
    """One call of an application, and the generation of Keras that judges."""

    name: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    generation: str = "3"

    def __str__(self) -> str:
        return f"{self.generation}-{self.name}({', '.join(f'{k}={v!r}' for k, v in self.arguments.items())})"


def case(architecture: str, generation: str = "3", /, **arguments: object) -> Case:
    return Case(architecture, arguments, generation)


Row = tuple[str, str, tuple[tuple[tuple[int, ...], str, bool], ...], object]
"""Class, name, weights (shape, dtype, trains), output."""


@contextmanager
def offline(generation: str) -> Iterator[None]:
    """Keras without downloads: weights files are not fetched, and not read. Nor is time spent on random numbers."""
    keras = judge(generation)
    package = keras.__name__
    utils = f"{package}.src.utils.{'file_utils' if generation == '3' else 'data_utils'}.get_file"
    random = keras.initializers.VarianceScaling
    zeros = keras.initializers.Zeros()
    with ExitStack() as stack:
        stack.enter_context(mock.patch(utils, lambda *_, **__: "none.h5"))
        stack.enter_context(mock.patch.object(keras.Model, "load_weights", lambda *_, **__: None))
        stack.enter_context(
            mock.patch.object(random, "__call__", lambda _, shape, dtype=None, **__: zeros(shape, dtype))
        )
        yield


def real(case: Case) -> object:
    """The model that real Keras makes, or the error it raises."""
    keras = judge(case.generation)
    keras.backend.clear_session()
    try:
        with offline(case.generation):
            return getattr(keras.applications, case.name)(**case.arguments)
    except Exception as error:
        return error


def real_rows(model: object) -> list[Row]:
    return [
        (
            type(layer).__name__,
            layer.name,
            tuple((tuple(w.shape), dtype_of(w), w.trainable and layer.trainable) for w in layer.weights),
            shape_of(layer.output),
        )
        for layer in model.layers  # type: ignore[attr-defined]
    ]


def dtype_of(weight: object) -> str:
    dtype = weight.dtype  # type: ignore[attr-defined]
    return dtype if isinstance(dtype, str) else str(dtype.name)


def shape_of(output: object) -> object:
    return tuple(output[0].shape) if isinstance(output, list) else tuple(output.shape)  # type: ignore[attr-defined]


def our_rows(model: Application) -> list[Row]:
    rows = []
    for layer in model.layers:
        tensor = model.graph.outputs.get(id(layer))
        weights = tuple((w.shape, w.dtype, trains is True) for w, trains in layer.all_weights())
        rows.append((layer.class_name, layer.name, weights, tensor and tensor.shape.sizes))
    return rows  # type: ignore[return-value]


def ours(case: Case) -> Application:
    return application(case.name, Call((), case.arguments), Setting(case.generation))


def trainable(model: KerasLayer) -> int:
    counts = [weight.count for weight, trains in model.all_weights() if trains is True]
    assert all(isinstance(count, int) for count in counts)
    return sum(counts)  # type: ignore[arg-type]


def real_trainable(model: object) -> int:
    return sum(
        int(w.shape.num_elements() if hasattr(w.shape, "num_elements") else size(w.shape)) for w in weights_of(model)
    )


def weights_of(model: object) -> list[object]:
    return list(model.trainable_weights)  # type: ignore[attr-defined]


def size(shape: tuple[int, ...]) -> int:
    result = 1
    for length in shape:
        result *= length
    return result


@dataclass(frozen=True)
class Truth:
    """What is compared of a real model; ``trainable`` while parts of it are frozen, step by step (:func:`freezing`)."""

    name: str
    type: str
    rows: list[Row]
    input: object
    output: object
    count: int
    trainable: list[int]


def truth_of(case: Case) -> Truth | str:
    """What real Keras says of a call, or the error it raises."""
    found = kept(f"application {case}", lambda: _asked(case))
    return found if isinstance(found, str) else Truth(*found)


def _asked(case: Case) -> tuple[object, ...] | str:
    model: Any = real(case)
    if isinstance(model, Exception):
        return f"{type(model).__name__}: {model}"
    rows, counts = real_rows(model), []
    for layers, value in freezing(model):
        for layer in layers:
            layer.trainable = value
        counts.append(real_trainable(model))
    shapes = tuple(model.input_shape), tuple(model.output_shape)
    return model.name, type(model).__name__, rows, *shapes, model.count_params(), counts


def freezing(model: Any) -> Iterator[tuple[list[Any], bool]]:
    """Steps: what is set, and to what."""
    for left in (4, len(model.layers) // 2):
        yield list(model.layers[:-left]), False
        for value in (True, False, True):
            yield [model], value


def compare(case: Case) -> bool:
    """Both sides of a call, which must agree: the same model, or both refuse. Whether they accept it."""
    truth = truth_of(case)
    try:
        found = ours(case)
    except Refused as refused:
        assert isinstance(truth, str), f"ours refuses: {words(refused)}"
        return False
    if isinstance(truth, str) or found.refused is not None:
        assert isinstance(truth, str), f"ours refuses: {found.refused}"
        assert found.refused is not None and words(found.refused), f"Keras refuses: {truth}"
        return False
    assert found.open_reason() is None
    assert found.name == truth.name
    for row, true_row in zip(our_rows(found), truth.rows, strict=True):
        assert row == true_row
    assert found.declared_input() == Shape(truth.input)  # type: ignore[arg-type]
    assert found.outputs[0].shape == Shape(truth.output)  # type: ignore[arg-type]
    assert found.count() == truth.count
    assert found.class_name == truth.type
    for (layers, value), count in zip(freezing(found), truth.trainable, strict=True):
        for layer in layers:
            layer.set_trainable(value)
        assert trainable(found) == count
        copied = copy.copy(found)
        copied.reset()
        assert trainable(copied) == trainable(found) and our_rows(copied) == our_rows(found)
    return True


BARE: dict[str, object] = {"weights": None, "include_top": False}

SAMPLE = [
    case("VGG16", include_top=False, input_shape=(150, 150, 3)),
    case("VGG19", weights=None, input_shape=(33, 47, 1), classes=7),
    case("MobileNet", **BARE, alpha=0.3, depth_multiplier=2, pooling="avg"),
    case("MobileNetV2", **BARE, input_shape=(97, 160, 3), alpha=0.1),
    case("MobileNetV3Small", weights=None, alpha=1.7, classes=12, dropout_rate=0),
    case("ResNet50V2", **BARE, input_shape=(None, None, 4), pooling="avg"),
    case("ConvNeXtTiny", **BARE, input_shape=(50, 60, 3), name="mine"),
    case("VGG16", "tf2", include_top=False, pooling="avg"),
    case("RegNetX002", "tf2", weights=None, classes=3),
]
LARGER = [
    case("MobileNetV2", include_top=False, input_shape=(160, 160, 3), pooling="max"),
    case("MobileNetV3Large", **BARE, minimalistic=True, alpha=0.41, include_preprocessing=False),
    case("EfficientNetB0", include_top=False, input_shape=(75, 75, 3)),
    case("EfficientNetV2B0", **BARE, input_shape=(64, 65, 1), pooling="avg"),
    case("NASNetMobile", **BARE),
    case("InceptionV3", **BARE, input_shape=(75, 100, 3)),
    case("MobileNetV3Small", "tf2", **BARE, alpha=0.55),
]

REFUSED = [
    case("VGG16", classes=10),
    case("VGG16", input_shape=(200, 200, 3)),
    case("VGG16", input_shape=[224, 224, 3]),
    case("VGG16", include_top=False, input_shape=(31, 64, 3)),
    case("VGG16", include_top=False, input_shape=(64, 64, 1)),
    case("VGG16", include_top=False, input_shape=(64, 64)),
    case("VGG16", weights=None, input_shape=(None, None, 3)),
    case("VGG16", weights=None, top=False),
    case("VGG16", classifier_activation="relu"),
    case("InceptionV3", **BARE, input_shape=(74, 80, 3)),
    case("Xception", **BARE, input_shape=(70, 80, 3)),
    case("MobileNet", alpha=0.3),
    case("MobileNet", depth_multiplier=2),
    case("MobileNet", weights=None, alpha=0),
    case("MobileNetV2", alpha=0.25),
    case("MobileNetV2", **BARE, input_shape=(64, None, 3)),
    case("MobileNetV3Small", alpha=1.3),
    case("MobileNetV3Small", minimalistic=True, alpha=0.75),
    case("MobileNetV3Large", **BARE, input_shape=(31, 64, 3)),
    case("NASNetLarge", include_top=False, input_shape=(None, None, 3)),
    case("EfficientNetV2B0", **BARE, name="mine"),
    case("ConvNeXtTiny", include_top=False, name="mine"),
    case("MobileNet", weights=None, classes=0),
    case("VGG16", "tf2", classes=10),
    case("VGG16", "tf2", name="mine"),
    case("ResNetRS50", "tf2", classes=10),
]


@pytest.mark.slow
@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_sample(case: Case) -> None:
    assert compare(case)


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_refused(case: Case) -> None:
    assert not compare(case)


@pytest.mark.parametrize("generation", ["3", "tf2"])
def test_every_architecture_is_recorded(generation: str) -> None:
    real_names = {name for name in dir(judge(generation).applications) if name[0].isupper()}
    assert set(architectures(generation)) == real_names


EVERY = [
    Case(name, arguments, generation)
    for generation in ("3", "tf2")
    for name in architectures(generation)
    for arguments in (
        {},
        {"weights": None, "input_shape": (96, 96, 3), "classes": 10},
        {"weights": None, "include_top": False, "pooling": "avg"},
        {"weights": None, "include_top": False, "pooling": "max", "input_shape": (97, 131, 1)},
    )
]
EVERY += [
    Case(name, {"weights": None, "alpha": alpha, **more}, generation)
    for generation in ("3", "tf2")
    for name, alpha in itertools.product(
        [name for name in architectures(generation) if name.startswith("MobileNet")],
        (0.05, 0.1, 0.25, 0.35, 0.42, 0.5, 0.66, 0.75, 0.9, 1, 1.1, 1.3, 1.4, 2, 2.5),
    )
    for more in ({}, {"minimalistic": True})
    if not more or "V3" in name
]


@pytest.mark.long
@pytest.mark.parametrize("case", [*LARGER, *EVERY], ids=str)
def test_everything(case: Case) -> None:
    compare(case)


# What the source leaves open.


def test_unknown_classes_are_a_formula() -> None:
    model = ours(case("VGG16", weights=None, classes=Unknown("read from a file", "n")))
    count = model.count()
    assert isinstance(count, Size)
    for classes in (2, 31):
        known = ours(case("VGG16", weights=None, classes=classes))
        assert count.substitute(lambda symbol, n=classes: n) == known.count()  # type: ignore[misc]


@pytest.mark.parametrize("name", ["VGG16", "MobileNetV2", "EfficientNetB0", "ResNet50"])
def test_unknown_size(name: str) -> None:
    """The features of pictures of unknown size, and with the size put in, those of the known one."""
    unknown = Unknown("read from a file", "n")
    model = ours(case(name, weights=None, include_top=False, input_shape=(unknown, unknown, 3)))
    assert model.open_reason() is None
    for size in (64, 97, 224):
        known = ours(case(name, weights=None, include_top=False, input_shape=(size, size, 3)))
        sizes = model.outputs[0].shape.sizes
        settled = tuple(s.substitute(lambda symbol, n=size: n) if isinstance(s, Size) else s for s in sizes)  # type: ignore[misc]
        assert settled == known.outputs[0].shape.sizes
        assert model.count() == known.count()


@pytest.mark.parametrize(
    "arguments",
    [
        {"include_top": Unknown("a flag")},
        {"weights": None, "include_top": False, "pooling": Unknown("a flag")},
        {"weights": None, "alpha": Unknown("a number")},
        {"input_tensor": Unknown("a tensor"), "include_top": False},
    ],
)
def test_open_choices_are_not_guessed(arguments: dict[str, object]) -> None:
    model = ours(case("MobileNet", **arguments))
    assert model.refused is None and model.open_reason() is not None
    output = model.apply(Shape((None, 224, 224, 3)))
    assert isinstance(output, Shape) and output.open


def test_unknown_input_shape_of_pretrained() -> None:
    """Pretrained weights are for pictures of three channels."""
    model = ours(case("VGG16", include_top=False, input_shape=Unknown("read from a file", "shape")))
    assert model.count() == ours(case("VGG16", include_top=False)).count()


@pytest.mark.parametrize("generation", ["1", "2"])
def test_stand_alone_keras(generation: str) -> None:
    """VGG is as it always was; the others were rearranged between releases, and are not guessed."""
    vgg = ours(case("VGG16", generation, include_top=False, input_shape=(150, 150, 3)))
    newer = ours(case("VGG16", "tf2", include_top=False, input_shape=(150, 150, 3)))
    assert [row[1:] for row in our_rows(vgg)] == [row[1:] for row in our_rows(newer)]
    assert ours(case("ResNet50", generation)).open_reason() is not None


# In use: as a layer, as the beginning of another model, on a tensor.


def test_as_a_layer() -> None:
    model = ours(case("VGG16", weights=None, include_top=False))
    assert model.apply(Shape((None, 150, 150, 3))) == Shape((None, 4, 4, 512))
    fixed = ours(case("VGG16", weights=None, include_top=False, input_shape=(64, 64, 3)))
    with pytest.raises(Refused):
        fixed.apply(Shape((None, 150, 150, 3)))


def test_part_of_an_application() -> None:
    """``Model(base.input, base.get_layer("block4_pool").output)``."""
    keras = judge("3")
    keras.backend.clear_session()
    truth = keras.applications.VGG16(weights=None, input_shape=(32, 32, 3))
    part = keras.Model(truth.input, truth.get_layer("block4_pool").output)
    model = ours(case("VGG16", weights=None, input_shape=(32, 32, 3)))
    layer = next(layer for layer in model.layers if layer.name == "block4_pool")
    tensor = model.graph.outputs.get(id(layer))
    assert tensor is not None
    ours_part = Functional(model.args, model.setting, "part", model.inputs, [tensor])
    assert [layer.name for layer in ours_part.layers] == [layer.name for layer in part.layers]
    assert ours_part.count() == part.count_params()
    assert ours_part.outputs[0].shape == Shape(tuple(part.output_shape))


def test_input_tensor() -> None:
    keras = judge("3")
    truth = keras.applications.MobileNetV2(
        weights=None, include_top=False, input_tensor=keras.Input((96, 128, 3), name="picture")
    )
    from lint_params.keras.tensor import Node

    entry = InputLayer(ours(case("VGG16")).args, Setting(), "picture", Shape((None, 96, 128, 3)))
    entry.built = True
    tensor = Tensor(entry.shape, Node((), entry))
    model = ours(case("MobileNetV2", weights=None, include_top=False, input_tensor=tensor))
    assert our_rows(model) == real_rows(truth)


def test_names_in_a_program() -> None:
    """A second model in the same program goes on with the numbers of the first."""
    keras = judge("3")
    keras.backend.clear_session()
    counts: dict[str, int] = {}

    def take(stem: str) -> str:
        counts[stem] = counts.get(stem, 0) + 1
        return f"{stem}_{counts[stem] - 1}" if counts[stem] > 1 else stem

    for name in ("MobileNetV3Small", "ConvNeXtTiny", "MobileNetV3Small"):
        arguments = {"weights": None, "include_top": False, "input_shape": (96, 96, 3)}
        truth = getattr(keras.applications, name)(**arguments)
        model = ours(case(name, **arguments))
        model.take_names(take)
        assert [layer.name for layer in model.layers] == [layer.name for layer in truth.layers]
