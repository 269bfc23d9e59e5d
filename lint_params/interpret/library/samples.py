"""Known data sets: ``keras.datasets.*.load_data()``, scikit-learn's ``load_*``, and the data that it makes up."""

from __future__ import annotations

from lint_params.interpret.layers import keras_value
from lint_params.interpret.library import function
from lint_params.interpret.library.arrays import as_data, sizes_of
from lint_params.interpret.library.builtins import unknown_call
from lint_params.interpret.machine import Machine
from lint_params.interpret.operations import dimension_of
from lint_params.interpret.values import Arguments, Array, DictValue, ListValue, Namespace, Value
from lint_params.keras.arguments import parse_signature
from lint_params.keras.datasets import (
    KERAS_SIGNATURES,
    SKLEARN_SIGNATURES,
    ArraySpec,
    BunchSpec,
    DataValue,
    TableSpec,
    keras_dataset,
    sklearn_dataset,
)
from lint_params.model.dimension import Dimension
from lint_params.model.errors import Refused, Undetermined
from lint_params.records import dataclass, replace


def as_value(machine: Machine, data: DataValue) -> Value:
    """The description of data as a value of the program."""
    if isinstance(data, ArraySpec):
        return Array(data.shape, data.dtype or "?")
    if isinstance(data, TableSpec):
        return Array(data.shape, "float64", columns=data.columns)
    if isinstance(data, BunchSpec):
        values = {name: as_value(machine, value) for name, value in data.values.items()}
        return Namespace("data", values, assumed=False)
    if isinstance(data, tuple):
        return tuple(as_value(machine, item) for item in data)
    if isinstance(data, list):
        return ListValue(data, machine.born())
    return None


def _named(machine: Machine, signature: str, arguments: Arguments) -> dict[str, object]:
    names = parse_signature(signature).names if signature else []
    given = dict(zip(names, arguments.positional, strict=False)) | arguments.keywords
    return {name: keras_value(machine, value) for name, value in given.items()}


_CLASSES = {"mnist": 10, "fashion_mnist": 10, "cifar10": 10, "cifar100": 100, "imdb": 2, "reuters": 46}
"""How many classes the labels of a data set have, as Keras documents them in ``keras/src/datasets/``."""


_USUAL_TEXTS = {"test_split": 0.2, "seed": 113, "maxlen": None}
"""Of the rarest class of Reuters there are a few texts: another choice of texts may leave it out."""


def _classes(name: str, given: dict[str, object]) -> int | None:
    if any(given.get(key, usual) != usual for key, usual in _USUAL_TEXTS.items()):
        return None if name == "reuters" else _CLASSES.get(name)
    return 20 if given.get("label_mode") == "coarse" else _CLASSES.get(name)


def _labelled(value: Value, classes: int | None) -> Value:
    """``(x, y), (x, y)`` with the number of classes noted on the labels."""
    if isinstance(value, tuple) and len(value) == 2:
        if isinstance(value[1], Array):
            return value[0], replace(value[1], classes=classes)
        return tuple(_labelled(item, classes) for item in value)
    return value


for _name in KERAS_SIGNATURES:

    @function(f"keras.datasets.{_name}.load_data")
    def load_data(machine: Machine, arguments: Arguments, name: str = _name) -> Value:
        try:
            given = _named(machine, KERAS_SIGNATURES[name], arguments)
            return _labelled(
                as_value(machine, keras_dataset(name, given, machine.setting.data_format)), _classes(name, given)
            )
        except (Refused, Undetermined, KeyError) as error:
            return unknown_call(machine, arguments, str(error))


for _name in SKLEARN_SIGNATURES:

    @function(f"sklearn.datasets.{_name}")
    def load(machine: Machine, arguments: Arguments, name: str = _name) -> Value:
        try:
            return as_value(machine, sklearn_dataset(name, _named(machine, SKLEARN_SIGNATURES[name], arguments)))
        except (Refused, Undetermined, KeyError) as error:
            return unknown_call(machine, arguments, str(error))


@function("keras.datasets.imdb.get_word_index", "keras.datasets.reuters.get_word_index")
def word_index(machine: Machine, arguments: Arguments) -> Value:
    return DictValue({}, machine.born(), machine.unknown("the words are not in the source", arguments.text))


# Samples that scikit-learn makes up.


@dataclass(frozen=True, slots=True)
class _Maker:
    """A function ``make_*``: defaults of ``n_samples`` and ``n_features`` (``None`` where it has no such argument, and
    always ``width``), the argument that counts columns of targets, and that of classes, each with its default;
    ``ravelled``: targets of one column are a vector.

    Source: ``sklearn/datasets/_samples_generator.py``.
    """

    samples: int = 100
    features: int | None = None
    width: int = 0
    targets: tuple[str, int] | None = None
    ravelled: bool = True
    classes: tuple[str, int] | None = None


_MAKERS = {
    "make_blobs": _Maker(features=2, classes=("centers", 3)),
    "make_circles": _Maker(width=2, classes=("", 2)),
    "make_classification": _Maker(features=20, classes=("n_classes", 2)),
    "make_friedman1": _Maker(features=10),
    "make_friedman2": _Maker(width=4),
    "make_friedman3": _Maker(width=4),
    "make_hastie_10_2": _Maker(samples=12000, width=10),
    "make_moons": _Maker(width=2, classes=("", 2)),
    "make_multilabel_classification": _Maker(features=20, targets=("n_classes", 5), ravelled=False),
    "make_regression": _Maker(features=100, targets=("n_targets", 1)),
    "make_s_curve": _Maker(width=3),
    "make_swiss_roll": _Maker(width=3),
}
_OTHER_RESULTS = ("coef", "return_centers", "return_distributions", "return_indicator", "return_X_y", "sparse")
"""Arguments that change what is given back."""


for _name in _MAKERS:

    @function(f"sklearn.datasets.{_name}")
    def make(machine: Machine, arguments: Arguments, maker: _Maker = _MAKERS[_name]) -> Value:
        """``(X, y)``, of sizes that the call gives."""
        given = arguments.keywords
        if any(name in given for name in _OTHER_RESULTS) or arguments.rest is not None:
            return unknown_call(machine, arguments)
        samples = arguments.get(0, "n_samples", maker.samples)
        if isinstance(samples, (tuple, list)):  # so many of each class
            samples = sum(samples) if all(isinstance(each, int) for each in samples) else None
        rows = dimension_of(samples)
        width: Dimension = maker.width
        if maker.features is not None:
            width = dimension_of(arguments.get(1, "n_features", maker.features))
        classes = given.get(*maker.classes) if maker.classes is not None else None
        if maker.features == 2 and classes is not None and not isinstance(classes, int):
            sizes = sizes_of(as_data(machine, classes))  # the centres themselves
            width, classes = (sizes[1] if sizes is not None and len(sizes) == 2 else None), None
        columns = dimension_of(given.get(*maker.targets)) if maker.targets is not None else 1
        single = columns == 1 and maker.ravelled
        if maker.targets is not None and not isinstance(columns, int):
            return Array((rows, width), "float64"), Array(None, "?", arguments.text)
        target = Array((rows,) if single else (rows, columns), classes=classes if isinstance(classes, int) else None)
        return Array((rows, width), "float64", arguments.text), target
