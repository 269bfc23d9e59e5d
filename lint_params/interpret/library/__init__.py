"""What functions of libraries mean, one module a library. A handler is registered by the function's dotted name:

    @function("numpy.zeros", "numpy.ones")
    def zeros(machine, arguments): ...

Keras' and TensorFlow's names are canonical (see ``names.py``): ``tf.keras.utils.to_categorical`` is
``keras.utils.to_categorical``.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable

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


@functools.cache
def functions() -> dict[str, Handler]:
    """Every handler, by dotted name."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return _HANDLERS


@functools.cache
def constants() -> dict[str, Value]:
    """Every constant, by dotted name."""
    functions()
    return _CONSTANTS
