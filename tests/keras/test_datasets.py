"""Data sets: scikit-learn's against the real ones; those of Keras against its own loaders, run on files made here.

Keras' files cannot be loaded without a network, so what its loaders do with a file (split, filter, transpose) is
compared on made-up files of the documented sizes; texts are shortened to a few words each.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

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
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.unknown import Unknown
from tests.keras.grid import judge

SKLEARN = ["load_iris", "load_wine", "load_breast_cancer", "load_linnerud", "load_diabetes", "load_digits"]


def described(value: object) -> object:
    """A real value in our words; what is no data (a description, a path) is ``...``."""
    if isinstance(value, np.ndarray):
        return ArraySpec(value.shape, "str" if value.dtype.kind == "U" else str(value.dtype))
    if isinstance(value, tuple):
        return tuple(map(described, value))
    if hasattr(value, "columns"):
        return TableSpec(len(value), tuple(map(str, value.columns)))
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return ArraySpec(tuple(value.shape), str(value.dtype))
    if isinstance(value, Mapping):
        known = {key: described(item) for key, item in value.items()}
        return BunchSpec({key: item for key, item in known.items() if item is not ...})
    return value if value is None or isinstance(value, list) else ...


@pytest.mark.parametrize("pair", [False, True])
@pytest.mark.parametrize("frame", [False, True])
@pytest.mark.parametrize("name", SKLEARN)
def test_sklearn(name: str, frame: bool, pair: bool) -> None:
    datasets = pytest.importorskip("sklearn.datasets")
    if frame:
        pytest.importorskip("pandas")
    arguments = {"return_X_y": pair, "as_frame": frame}
    assert sklearn_dataset(name, arguments) == described(getattr(datasets, name)(**arguments))


@pytest.mark.parametrize("classes", range(12))
def test_digits(classes: int) -> None:
    datasets = pytest.importorskip("sklearn.datasets")
    try:
        real = described(datasets.load_digits(n_class=classes))
    except ValueError:
        with pytest.raises(Refused):
            sklearn_dataset("load_digits", {"n_class": classes})
    else:
        assert sklearn_dataset("load_digits", {"n_class": classes}) == real


@pytest.mark.parametrize("name", [*SKLEARN, "fetch_california_housing"])
def test_sklearn_signatures(name: str) -> None:
    import inspect

    datasets = pytest.importorskip("sklearn.datasets")
    real = {p.name: p.default for p in inspect.signature(getattr(datasets, name)).parameters.values()}
    assert parse_signature(SKLEARN_SIGNATURES[name]).defaults == real


def test_sklearn_documents_california() -> None:
    datasets = pytest.importorskip("sklearn.datasets")
    bunch = sklearn_dataset("fetch_california_housing", {})
    assert isinstance(bunch, BunchSpec) and isinstance(bunch.values["data"], ArraySpec)
    assert f"shape {bunch.values['data'].shape}" in datasets.fetch_california_housing.__doc__


def test_sklearn_open_choices() -> None:
    with pytest.raises(Undetermined):
        sklearn_dataset("load_iris", {"return_X_y": Unknown("read from a file")})
    with pytest.raises(Refused):
        sklearn_dataset("load_iris", {"frame": True})
    digits = sklearn_dataset("load_digits", {"n_class": Unknown("read from a file"), "return_X_y": True})
    assert digits == (ArraySpec((None, 64), "float64"), ArraySpec((None,), "int64"))


# Keras: its loaders on made-up files.


def images(folder: Path) -> Path:
    arrays = {
        f"{letter}_{part}": np.zeros((count, *shape), "uint8")
        for letter, shape in (("x", (28, 28)), ("y", ()))
        for part, count in (("train", 60000), ("test", 10000))
    }
    np.savez(folder / "file.npz", **arrays)
    return folder / "file.npz"


def texts(folder: Path) -> Path:
    def reviews(count: int) -> np.ndarray:
        made = np.empty(count, dtype=object)
        made[:] = [[1, 2, 3, 4][: 1 + index % 4] for index in range(count)]
        return made

    parts = {f"x_{part}": reviews(25000) for part in ("train", "test")}
    labels = {f"y_{part}": np.zeros(25000, "int64") for part in ("train", "test")}
    np.savez(folder / "file.npz", **parts, **labels, x=reviews(11228), y=np.zeros(11228, "int64"))
    return folder / "file.npz"


def houses(rows: int, columns: int) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        np.savez(folder / "file.npz", x=np.zeros((rows, columns)), y=np.zeros(rows))
        return folder / "file.npz"

    return write


def batches(folder: Path) -> Path:
    labels = {b"labels": [0] * 10000, b"fine_labels": [0] * 50000, b"coarse_labels": [0] * 50000}
    for inner, names, count in (
        ("cifar-10-batches-py", [*(f"data_batch_{number}" for number in range(1, 6)), "test_batch"], 10000),
        ("cifar-100-python", ["train"], 50000),
        ("cifar-100-python", ["test"], 10000),
    ):
        (folder / inner).mkdir(exist_ok=True)
        cut = {key: value[:count] for key, value in labels.items()}
        for name in names:
            held = {b"data": np.zeros((count, 3072), "uint8"), **cut}
            (folder / inner / name).write_bytes(pickle.dumps(held, protocol=3))
    return folder


FILES: Mapping[str, Callable[[Path], Path]] = {
    "mnist": images,
    "cifar10": batches,
    "cifar100": batches,
    "imdb": texts,
    "reuters": texts,
    "boston_housing": houses(506, 13),
    "california_housing": houses(20640, 8),
}

CALLS: list[tuple[str, dict[str, object]]] = [
    ("mnist", {}),
    ("cifar10", {}),
    ("cifar100", {}),
    ("cifar100", {"label_mode": "coarse"}),
    ("cifar100", {"label_mode": "rough"}),
    ("imdb", {}),
    ("imdb", {"num_words": 3}),
    ("imdb", {"maxlen": 4}),
    ("reuters", {}),
    ("reuters", {"test_split": 0.3}),
    ("reuters", {"test_split": 1}),
    ("reuters", {"test_split": 1.25, "num_words": 100}),
    ("reuters", {"maxlen": 4, "test_split": 0.5}),
    *(("boston_housing", {"test_split": split}) for split in (0, 0.1, 0.2, 0.25, 0.33, 0.5, 0.9, 1, -0.5)),
    ("boston_housing", {}),
    ("california_housing", {}),
    *(("california_housing", {"version": "small", "test_split": split}) for split in (0.2, 0.3, 0.15, 1)),
    ("california_housing", {"version": "medium"}),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    made: dict[Callable[[Path], Path], Path] = {}

    def get(name: str) -> Path:
        write = FILES[name]
        if write not in made:
            made[write] = write(tmp_path_factory.mktemp(name))
        return made[write]

    return get


FORMATS = [
    (name, arguments, data_format)
    for name, arguments in CALLS
    for data_format in ("channels_last", "channels_first")
    if data_format == "channels_last" or "cifar" in name
]


@pytest.mark.parametrize(("name", "arguments", "data_format"), FORMATS, ids=str)
def test_keras(name: str, arguments: dict[str, object], data_format: str, files: Callable[[str], Path]) -> None:
    real = loaded(name, arguments, data_format, files(name))
    if real is None:
        with pytest.raises(Refused):
            keras_dataset(name, arguments, data_format)
        return
    ours = keras_dataset(name, arguments, data_format)
    assert leaves(real) == [
        ArraySpec(
            tuple(true if mine is None else mine for mine, true in zip(spec.shape, found.shape, strict=True)),
            found.dtype if spec.dtype is None else spec.dtype,
        )
        for spec, found in zip(leaves(ours), leaves(real), strict=True)
    ]


def loaded(name: str, arguments: Mapping[str, object], data_format: str, path: Path) -> DataValue:
    """What Keras' own loader makes of a file; ``None`` where it refuses."""
    keras = judge("3")
    __import__(f"keras.src.datasets.{name}")
    module = getattr(keras.src.datasets, name)
    keras.backend.set_image_data_format(data_format)
    try:
        with mock.patch.object(module, "get_file", lambda *_, **__: str(path)):
            return described(module.load_data(**arguments))  # type: ignore[return-value]
    except ValueError:
        return None
    finally:
        keras.backend.set_image_data_format("channels_last")


def leaves(value: DataValue) -> list[ArraySpec]:
    if isinstance(value, tuple):
        return [leaf for item in value for leaf in leaves(item)]
    assert isinstance(value, ArraySpec)
    return [value]


@pytest.mark.parametrize("name", KERAS_SIGNATURES)
def test_keras_documents_its_sizes(name: str) -> None:
    """The sizes of the files are those that the documentation of the loader gives."""
    import inspect
    import re

    keras = judge("3")
    loader = getattr(keras.datasets, name).load_data
    text = re.sub(r"(?<=\d),(?=\d{3})", "", loader.__doc__)
    totals = {"imdb": ["25000"], "reuters": ["11228"], "california_housing": ["20640", "600", "8"]}
    ours = [str(size) for spec in leaves(keras_dataset(name, {})) for size in spec.shape]
    wanted = totals.get(name, ["13"] if name == "boston_housing" else ours)
    assert all(re.search(rf"\b{size}\b", text) for size in wanted)
    parameters = inspect.signature(loader).parameters.values()
    real = {p.name: p.default for p in parameters if p.kind is not p.VAR_KEYWORD}
    assert parse_signature(KERAS_SIGNATURES[name]).defaults == real


def test_keras_sizes_that_only_the_data_says() -> None:
    unknown = Unknown("read from a file")
    assert [spec.shape for spec in leaves(keras_dataset("imdb", {"maxlen": 80}))] == [(None,)] * 4
    assert [spec.shape for spec in leaves(keras_dataset("boston_housing", {"test_split": unknown}))] == [
        (None, 13),
        (None,),
    ] * 2
    with pytest.raises(KeyError):
        keras_dataset("unheard_of", {})
