"""What the data sets of ``keras.datasets`` and ``sklearn.datasets`` hold: shapes and dtypes, without loading them.

A size of ``None`` is one that only the data itself can say (how many reviews are shorter than ``maxlen``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Union

from lint_params.keras.arguments import parse_signature, settled
from lint_params.model.dimension import Size
from lint_params.model.errors import Refused
from lint_params.model.unknown import Unknown
from lint_params.records import dataclass


@dataclass(frozen=True, slots=True)
class ArraySpec:
    """A numpy array (or, of one axis, a pandas series); ``dtype`` is ``None`` where nothing documents it."""

    shape: tuple[int | None, ...]
    dtype: str | None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A pandas data frame of ``rows`` by the named ``columns``."""

    rows: int | None
    columns: tuple[str, ...]

    @property
    def shape(self) -> tuple[int | None, int]:
        return self.rows, len(self.columns)


@dataclass(frozen=True, slots=True)
class BunchSpec:
    """scikit-learn's ``Bunch``: values by name, read as attributes and as items."""

    values: Mapping[str, DataValue]


DataValue = Union[ArraySpec, TableSpec, BunchSpec, tuple["DataValue", ...], list[str], None]
"""What a loader returns: a description, tuples of such, a list of names, or ``None`` itself."""

KERAS_SIGNATURES: Mapping[str, str] = {
    "mnist": "path='mnist.npz'",
    "fashion_mnist": "",
    "cifar10": "",
    "cifar100": "label_mode='fine'",
    "imdb": "path='imdb.npz', num_words=None, skip_top=0, maxlen=None, seed=113, start_char=1, oov_char=2, "
    "index_from=3",
    "reuters": "path='reuters.npz', num_words=None, skip_top=0, maxlen=None, test_split=0.2, seed=113, start_char=1, "
    "oov_char=2, index_from=3",
    "boston_housing": "path='boston_housing.npz', test_split=0.2, seed=113",
    "california_housing": "version='large', path='california_housing.npz', test_split=0.2, seed=113",
}
"""The arguments of each ``load_data``, in order. Source: ``keras/src/datasets/``."""

SKLEARN_SIGNATURES: Mapping[str, str] = {
    "load_iris": "return_X_y=False, as_frame=False",
    "load_wine": "return_X_y=False, as_frame=False",
    "load_breast_cancer": "return_X_y=False, as_frame=False",
    "load_linnerud": "return_X_y=False, as_frame=False",
    "load_diabetes": "return_X_y=False, as_frame=False, scaled=True",
    "load_digits": "n_class=10, return_X_y=False, as_frame=False",
    "load_boston": "return_X_y=False",
    "fetch_california_housing": "data_home=None, download_if_missing=True, return_X_y=False, as_frame=False, "
    "n_retries=3, delay=1.0",
}
"""The arguments of each loader of scikit-learn (keywords only, but for ``load_boston``, which left with 1.2)."""


def keras_dataset(name: str, arguments: Mapping[str, object], data_format: str = "channels_last") -> DataValue:
    """What ``keras.datasets.<name>.load_data`` gives: ``(x_train, y_train), (x_test, y_test)``.

    ``arguments`` are those that the call names; raises ``KeyError`` for a data set that Keras does not have,
    ``Refused`` for a value that Keras refuses. Sizes are those Keras documents in ``keras/src/datasets/<name>.py``.
    """
    return _KERAS[name](arguments, data_format)


def _digits_of_mnist(arguments: Mapping[str, object], data_format: str) -> DataValue:
    return _pair((60000, 10000), (28, 28), (), "uint8", "uint8")


def _cifar10(arguments: Mapping[str, object], data_format: str) -> DataValue:
    return _pair((50000, 10000), _picture(data_format), (1,), "uint8", "uint8")


def _cifar100(arguments: Mapping[str, object], data_format: str) -> DataValue:
    _one_of(arguments, "label_mode", ("fine", "coarse"))
    return _pair((50000, 10000), _picture(data_format), (1,), "uint8", "int64")


def _picture(data_format: str) -> tuple[int, ...]:
    return (3, 32, 32) if data_format == "channels_first" else (32, 32, 3)


def _imdb(arguments: Mapping[str, object], data_format: str) -> DataValue:
    return _texts((25000, 25000), arguments)


def _reuters(arguments: Mapping[str, object], data_format: str) -> DataValue:
    return _texts(_split(11228, arguments), arguments)


def _boston_housing(arguments: Mapping[str, object], data_format: str) -> DataValue:
    _check_split(arguments)
    return _pair(_split(506, arguments), (13,), (), "float64", "float64")


def _california_housing(arguments: Mapping[str, object], data_format: str) -> DataValue:
    _check_split(arguments)
    version = _one_of(arguments, "version", ("large", "small"))
    total = None if version is None else 600 if version == "small" else 20640
    return _pair(_split(total, arguments), (8,), (), None, None)


_KERAS: Mapping[str, Callable[[Mapping[str, object], str], DataValue]] = {
    "mnist": _digits_of_mnist,
    "fashion_mnist": _digits_of_mnist,
    "cifar10": _cifar10,
    "cifar100": _cifar100,
    "imdb": _imdb,
    "reuters": _reuters,
    "boston_housing": _boston_housing,
    "california_housing": _california_housing,
}

Samples = tuple[Union[int, None], Union[int, None]]
"""How many there are for training and for testing."""


def _pair(samples: Samples, x: Sequence[int], y: Sequence[int], x_dtype: str | None, y_dtype: str | None) -> DataValue:
    return tuple((ArraySpec((n, *x), x_dtype), ArraySpec((n, *y), y_dtype)) for n in samples)


def _texts(samples: Samples, arguments: Mapping[str, object]) -> DataValue:
    """Arrays of lists of word numbers; ``maxlen`` drops longer ones (``keras/src/utils/python_utils.py``)."""
    return _pair((None, None) if arguments.get("maxlen") else samples, (), (), "object", "int64")


def _split(total: int | None, arguments: Mapping[str, object]) -> Samples:
    """Samples as ``int(total * (1 - test_split))`` cuts them; of a negative number, the list is cut from its end."""
    fraction = arguments.get("test_split", 0.2)
    if not isinstance(fraction, (int, float)) or total is None:
        return None, None
    cut = range(total)[: int(total * (1 - fraction))]
    return len(cut), total - len(cut)


def _check_split(arguments: Mapping[str, object]) -> None:
    fraction = arguments.get("test_split", 0.2)
    if isinstance(fraction, (int, float)) and not 0 <= fraction < 1:
        raise Refused(f"test_split must be at least 0 and below 1, not {fraction!r}", "argument", "test_split")


def _one_of(arguments: Mapping[str, object], name: str, allowed: tuple[str, ...]) -> object:
    """The value of an argument, by default the first that is allowed; ``None`` where it is not known."""
    value = arguments.get(name, allowed[0])
    if isinstance(value, (Unknown, Size)):
        return None
    if value not in allowed:
        raise Refused(f"{name} must be one of {', '.join(map(repr, allowed))}, not {value!r}", "argument", name)
    return value


# scikit-learn.


@dataclass(frozen=True, slots=True)
class _Source:
    """A data set of scikit-learn: its size, columns and targets. Source: ``sklearn/datasets/_base.py``.

    ``targets`` are the columns of the target (one named ``target`` is a series), ``classes`` how many names of classes
    ``target_names`` lists; ``names_are_array`` whether ``feature_names`` is an array rather than a list.
    """

    rows: int
    columns: tuple[str, ...]
    target_dtype: str = "int64"
    targets: tuple[str, ...] = ("target",)
    classes: int | None = None
    names_are_array: bool = False


_CELL = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
)

_SOURCES: Mapping[str, _Source] = {
    "load_iris": _Source(
        150, ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"), classes=3
    ),
    "load_wine": _Source(
        178,
        tuple(
            "alcohol malic_acid ash alcalinity_of_ash magnesium total_phenols flavanoids nonflavanoid_phenols "
            "proanthocyanins color_intensity hue od280/od315_of_diluted_wines proline".split()
        ),
        classes=3,
    ),
    "load_breast_cancer": _Source(
        569,
        tuple(
            pattern.format(name)
            for pattern in ("mean {}", "{} error", "worst {}")
            for name in (*_CELL, "fractal dimension")
        ),
        classes=2,
        names_are_array=True,
    ),
    "load_linnerud": _Source(20, ("Chins", "Situps", "Jumps"), "float64", ("Weight", "Waist", "Pulse")),
    "load_diabetes": _Source(442, tuple("age sex bmi bp s1 s2 s3 s4 s5 s6".split()), "float64"),
    "load_digits": _Source(1797, tuple(f"pixel_{row}_{column}" for row in range(8) for column in range(8)), classes=10),
    "load_boston": _Source(
        506, tuple("CRIM ZN INDUS CHAS NOX RM AGE DIS RAD TAX PTRATIO B LSTAT".split()), "float64", names_are_array=True
    ),
    "fetch_california_housing": _Source(
        20640,
        tuple("MedInc HouseAge AveRooms AveBedrms Population AveOccup Latitude Longitude".split()),
        "float64",
        ("MedHouseVal",),
    ),
}

_DIGITS = (178, 182, 177, 183, 181, 182, 181, 179, 174, 180)
"""Images of each digit in ``load_digits``."""


def sklearn_dataset(name: str, arguments: Mapping[str, object]) -> DataValue:
    """What ``sklearn.datasets.<name>`` gives: a ``Bunch``, or ``(X, y)`` with ``return_X_y``.

    ``arguments`` are those that the call names; raises ``KeyError`` for a loader that is not known here, ``Refused``
    for an argument it does not take, ``Undetermined`` where the source leaves open which of the two it is. An open
    ``as_frame`` is read as not made: shapes do not depend on it.
    """
    source = _SOURCES[name]
    for argument in arguments:
        if argument not in parse_signature(SKLEARN_SIGNATURES[name]).defaults:
            raise Refused(f"{name} has no argument {argument}", "unknown-argument", argument)
    pair = settled(arguments.get("return_X_y", False), f"return_X_y of {name}")
    rows = _digits(arguments) if name == "load_digits" else source.rows
    frame = arguments.get("as_frame") is True
    shape = (rows,) if len(source.targets) == 1 else (rows, len(source.targets))
    data: DataValue = TableSpec(rows, source.columns) if frame else ArraySpec((rows, len(source.columns)), "float64")
    target: DataValue = ArraySpec(shape, source.target_dtype)
    if frame and len(source.targets) > 1:
        target = TableSpec(rows, source.targets)
    if pair:
        return data, target
    values: dict[str, DataValue] = {"data": data, "target": target, "feature_names": list(source.columns)}
    if source.names_are_array:
        values["feature_names"] = ArraySpec((len(source.columns),), "str")
    if name != "load_boston":
        values["frame"] = TableSpec(rows, (*source.columns, *source.targets)) if frame else None
    if source.classes is not None:
        values["target_names"] = ArraySpec((source.classes,), "int64" if name == "load_digits" else "str")
    elif source.targets != ("target",):
        values["target_names"] = list(source.targets)
    if name == "load_digits":
        values["images"] = ArraySpec((rows, 8, 8), "float64")
    return BunchSpec(values)


def _digits(arguments: Mapping[str, object]) -> int | None:
    """Images of ``load_digits``: those of the first ``n_class`` digits."""
    wanted = arguments.get("n_class", 10)
    if isinstance(wanted, (Unknown, Size)):
        return None
    if isinstance(wanted, bool) or not isinstance(wanted, int) or not 1 <= wanted <= 10:
        raise Refused(
            f"n_class of load_digits must be a whole number from 1 to 10, not {wanted!r}", "argument", "n_class"
        )
    return sum(_DIGITS[:wanted])
