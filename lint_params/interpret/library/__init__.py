"""What functions of libraries mean, one module a library. A handler is registered by the function's dotted name:

    @function("numpy.zeros", "numpy.ones")
    def zeros(machine, arguments): ...

Keras' and TensorFlow's names are canonical (see ``names.py``): ``tf.keras.utils.to_categorical`` is
``keras.utils.to_categorical``.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping

from lint_params.interpret.machine import Machine
from lint_params.interpret.values import Arguments, Value

Handler = Callable[[Machine, Arguments], Value]

_HANDLERS: dict[str, Handler] = {}
_CONSTANTS: dict[str, Value] = {}


def function(*names: str) -> Callable[[Handler], Handler]:
    """Registers a handler under dotted names."""

    def register(handler: Handler) -> Handler:
        for name in names:
            _HANDLERS[name] = handler
        return handler

    return register


def constant(name: str, value: Value) -> None:
    """Registers the value of a dotted name."""
    _CONSTANTS[name] = value


_TENSORS = (
    "keras.backend", "keras.ops", "keras.random", "keras.initializers", "keras.Variable", "tensorflow",
)  # fmt: skip
HOMES: Mapping[str, tuple[str, ...]] = {
    "arrays": ("numpy", "pandas"),
    "bags": ("argparse", "easydict", "ml_collections", "omegaconf", "types"),
    "batches": (
        "keras.preprocessing.image", "keras.preprocessing.image_dataset_from_directory",
        "keras.utils.image_dataset_from_directory",
    ),
    "files": ("configparser", "json", "omegaconf", "pathlib", "toml", "tomllib", "yaml"),
    "keras_functions": (
        "keras.DTypePolicy", "keras.FloatDTypePolicy", "keras.Input", "keras.activations", "keras.backend",
        "keras.config", "keras.dtype_policies", "keras.layers.Input", "keras.layers.add",
        "keras.layers.average", "keras.layers.concatenate", "keras.layers.dot", "keras.layers.maximum",
        "keras.layers.minimum", "keras.layers.multiply", "keras.layers.subtract", "keras.losses",
        "keras.mixed_precision", "keras.models.clone_model", "keras.models.load_model", "keras.models.model_from_json",
        "keras.models.model_from_yaml", "keras.models.saving", "keras.preprocessing", "keras.saving", "keras.utils",
        "tensorflow.config", "tensorflow.test",
    ),
    "importing": ("importlib", "pytest", "six"),
    "iterators": ("itertools",),
    "learning": ("keras.wrappers", "scikeras", "sklearn"),
    "numeric": ("math", "numpy"),
    "python": (
        "abc", "attr", "attrs", "builtins.object", "collections", "contextlib", "copy", "dataclasses", "enum",
        "functools", "keras.saving", "keras.utils", "math", "numpy", "operator", "os", "pytest", "string", "sys",
        "tensorflow.Module", "tensorflow.autograph", "tensorflow.function", "tensorflow.newaxis", "typing",
    ),
    "samples": ("keras.datasets", "sklearn"),
    "settings": (
        "absl", "argparse", "click", "os", "tensorflow.app", "tensorflow.compat.v1.app", "tensorflow.compat.v1.flags",
        "tensorflow.flags",
    ),
    "tables": ("pandas",),
    "tensor_images": _TENSORS,
    "tensor_making": _TENSORS,
    "tensor_products": _TENSORS,
    "tensor_values": _TENSORS,
    "tensors": _TENSORS,
}  # fmt: skip
"""By module, the beginnings of the names that it knows. A module is imported when a name is asked for that it may know:
most programs need few of them, and all together take longer to import than libcst."""

_BY_BEGINNING: dict[str, list[str]] = {}
for _module, _beginnings in HOMES.items():
    for _beginning in _beginnings:
        _BY_BEGINNING.setdefault(_beginning, []).append(_module)


def handler_of(name: str) -> Handler | None:
    """What the function of a dotted name means, if that is known."""
    _learn(name)
    return _HANDLERS.get(name)


_WHOLE = (
    "arrays", "iterators", "numeric", "samples", "tensor_images", "tensor_making", "tensor_products", "tensor_values",
    "tensors",
)  # fmt: skip
_WHOLE_NAMES = (
    "collections.deque", "collections.namedtuple", "copy.", "functools.partial", "functools.reduce", "math.",
    "operator.", "os.path.",
)  # fmt: skip
_OF_PARTS = ("itertools.chain", "itertools.zip_longest")


def takes_parts(name: str, handler: Handler) -> bool:
    """Whether a handler is right where an unknown ``*`` or ``**`` is among the arguments: any of those that it takes
    for missing may be given."""
    module = handler.__module__.rsplit(".", 1)[-1]
    return name in _OF_PARTS or not (module in _WHOLE or name.startswith(_WHOLE_NAMES))


def is_constant(name: str) -> bool:
    """Whether a dotted name has a known value."""
    _learn(name)
    return name in _CONSTANTS


def constant_of(name: str) -> Value:
    """The value of a dotted name that ``is_constant``."""
    return _CONSTANTS[name]


@functools.cache
def _learn(name: str) -> None:
    """Import the modules that may know a name."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        for module in _BY_BEGINNING.get(".".join(parts[:length]), ()):
            importlib.import_module(f"{__name__}.{module}")
