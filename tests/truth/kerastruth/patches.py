"""What is taken out of Keras for the run: training, downloads, files. What makes layers stays Keras' own.

A model that training would build is trained for real, on one batch: Keras itself then says what shapes come of it.
"""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from kerastruth.opaque import Opaque, UnknownValue

DATASETS: dict[str, tuple[tuple[int, ...], int, int, int]] = {
    "mnist": ((28, 28), 60000, 10000, 10),
    "fashion_mnist": ((28, 28), 60000, 10000, 10),
    "cifar10": ((32, 32, 3), 50000, 10000, 10),
    "cifar100": ((32, 32, 3), 50000, 10000, 100),
}
"""Shape of one image, training and test samples, classes: the sizes in the docstrings of ``keras/src/datasets``."""


class History:
    """What ``fit`` gives back: some number for every metric and epoch."""

    def __init__(self, model: object, epochs: object) -> None:
        self.model = model
        count = epochs if isinstance(epochs, int) else 1
        self.epoch = list(range(count))
        self.history: dict[str, list[float]] = defaultdict(lambda: [0.5] * count)


def take_out_training(keras: ModuleType) -> None:
    """``fit``, ``evaluate``, ``predict`` and their like return at once; an unbuilt model is built on one batch."""
    model = keras.Model
    fit, evaluate, predict, compile_, train = (
        model.fit,
        model.evaluate,
        model.predict,
        model.compile,
        model.train_on_batch,
    )

    def quick_fit(self: Any, x: object = None, y: object = None, *args: object, **options: Any) -> History:
        _built_by(self, fit, x, y, options)
        return History(self, options.get("epochs", 1))

    def quick_evaluate(self: Any, x: object = None, y: object = None, *args: object, **options: Any) -> object:
        _built_by(self, evaluate, x, y, options)
        return _scores(self)

    def quick_predict(self: Any, x: object = None, *args: object, **options: Any) -> object:
        _built_by(self, predict, x, None, options)
        try:
            sizes = tuple(self.output_shape)[1:]
            samples = len(x)  # type: ignore[arg-type]
            return np.zeros((samples, *sizes), "float32")
        except (AttributeError, TypeError, ValueError):
            return Opaque("predict()")

    def quick_train(self: Any, x: object = None, y: object = None, *args: object, **options: Any) -> object:
        _built_by(self, train, x, y, {})
        return _scores(self)

    def tolerant_compile(self: Any, *args: object, **options: Any) -> None:
        self.__dict__["_truth_metrics"] = options.get("metrics")
        try:
            compile_(self, *args, **options)
        except (TypeError, ValueError, UnknownValue):
            # How it is compiled changes no layer.
            compile_(self, optimizer="sgd", loss="mse")

    model.fit = model.fit_generator = quick_fit
    model.evaluate = model.evaluate_generator = quick_evaluate
    model.predict = model.predict_generator = quick_predict
    model.train_on_batch = model.test_on_batch = quick_train
    model.predict_on_batch = quick_predict
    model.compile = tolerant_compile
    for name in ("save", "save_weights", "load_weights", "summary", "export"):
        setattr(model, name, _nothing)
    keras.utils.plot_model = _nothing


def _built_by(model: Any, method: Callable[..., object], x: object, y: object, options: dict[str, Any]) -> None:
    """Let ``method`` build an unbuilt model, on its first batch."""
    if x is None or isinstance(x, Opaque):
        return
    if all(layer.built for layer in model._flatten_layers()) and model.built:
        return
    # All of the data, one step: with fewer samples, Keras may see other batches. It reads 32 samples of arrays and
    # tables at once; told of one step alone, it would read all of them.
    only: dict[str, object] = {"x": x}
    if y is not None and not isinstance(y, Opaque):
        only["y"] = y
    if method.__name__ != "train_on_batch":
        only |= {"verbose": 0, "steps_per_epoch" if method.__name__ == "fit" else "steps": 1}
        if isinstance(options.get("batch_size"), int):
            only["batch_size"] = options["batch_size"]
        elif isinstance(x, np.ndarray) or hasattr(x, "iloc"):
            only["batch_size"] = 32
    method(model, **only)


def _scores(model: Any) -> object:
    metrics = model.__dict__.get("_truth_metrics")
    return [0.5] * (1 + len(metrics)) if isinstance(metrics, (list, tuple)) and metrics else 0.5


def _nothing(*args: object, **kwargs: object) -> None:
    """In the place of what writes or draws."""


def take_out_downloads(keras: ModuleType, get_file_homes: Iterator[ModuleType]) -> None:
    """Data sets get their real shapes without a download; pretrained weights are asked for but not loaded."""
    for name, (sizes, train, test, classes) in DATASETS.items():
        dataset = getattr(keras.datasets, name)
        dataset.load_data = functools.partial(_images, sizes, train, test, classes)
    keras.datasets.boston_housing.load_data = _boston
    keras.datasets.imdb.load_data = functools.partial(_texts, 25000, 25000, 2)
    keras.datasets.reuters.load_data = functools.partial(_texts, 8982, 2246, 46)
    for texts in (keras.datasets.imdb, keras.datasets.reuters):
        texts.get_word_index = lambda *args, **kwargs: Opaque("get_word_index()")
    california = getattr(keras.datasets, "california_housing", None)
    if california is not None:
        california.load_data = _california
    for home in get_file_homes:
        home.get_file = lambda *args, **kwargs: "absent"  # type: ignore[attr-defined]


Split = tuple[tuple[object, object], tuple[object, object]]


def _labels(count: int, classes: int) -> np.ndarray[Any, Any]:
    return (np.arange(count) % classes).astype("uint8")


def _images(sizes: tuple[int, ...], train: int, test: int, classes: int, *args: object, **kwargs: object) -> Split:
    def split(count: int) -> tuple[object, object]:
        labels = _labels(count, classes)
        return np.zeros((count, *sizes), "uint8"), labels[:, None] if len(sizes) == 3 else labels

    return split(train), split(test)


def _boston(*args: object, **kwargs: object) -> Split:
    return (np.zeros((404, 13)), np.zeros((404,))), (np.zeros((102, 13)), np.zeros((102,)))


def _california(version: str = "large", *args: object, **kwargs: object) -> Split:
    train, test = (16512, 4128) if version == "large" else (480, 120)
    zeros = functools.partial(np.zeros, dtype="float32")
    return (zeros((train, 8)), zeros((train,))), (zeros((test, 8)), zeros((test,)))


def _texts(train: int, test: int, classes: int, *args: object, num_words: int | None = None, **kwargs: Any) -> Split:
    """Sequences of word numbers: their number is real, their lengths are not."""
    highest = (num_words or kwargs.get("nb_words") or 30980) - 1

    def sequences(count: int) -> np.ndarray[Any, Any]:
        found = np.empty((count,), dtype=object)
        found[:] = [[1, highest] for _ in range(count)]
        return found

    return (sequences(train), _labels(train, classes)), (sequences(test), _labels(test, classes))


def forgive_optimizers(base: Any) -> None:
    """Optimizers change no layer: arguments that this Keras no longer knows are dropped."""
    make = base.__init__

    def forgiving(self: object, *args: object, **options: object) -> None:
        for name in ("lr", "decay", "epsilon_", "schedule_decay"):
            options.pop(name, None)
        make(self, *args, **options)

    base.__init__ = forgiving


def take_out_waiting() -> None:
    """Nothing in the run waits."""
    time.sleep = _nothing
