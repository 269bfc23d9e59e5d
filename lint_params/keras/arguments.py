"""Arguments of a layer: the signature Keras gives it, a call bound to it, and typed reads that know what Keras refuses.

A signature is written as Keras documents it: ``"units, activation=None, use_bias=True"``. A value of an argument is a
plain Python value, a tuple or list of such, a ``Size``, an ``Unknown``, a layer, or an object of the interpreter.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from lint_params.keras.spelling import ACTIVATION_LAYERS, ACTIVATIONS, nearest
from lint_params.model.dimension import Count, Dimension, Size
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from lint_params.records import dataclass, field

if TYPE_CHECKING:
    from lint_params.keras.base import KerasLayer

REQUIRED = object()
"""The default of an argument that has none."""


OLD = ("1", "2")
"""The generations that ran on Python 2."""
LARGEST = 2**63 - 1
"""The largest size of an axis: that of TensorFlow's ``int64``."""
MAX_AXES = 100
"""Axes of a shape that are followed; TensorFlow takes 254."""


class NumpyInteger(int):
    """An integer of numpy, which Keras does not take everywhere; ``assumed`` as in the interpreter's values."""

    assumed: tuple[object, ...] = ()


_NEVER = ("3", "tf2", "2")
_NOT_NUMPY = dict.fromkeys(("units", "input_dim", "output_dim", "size", "num_heads"), ("3",)) | {"n": _NEVER}
"""Generations that take no integer of numpy for a whole number."""
_NOT_NUMPY_ALONE = dict.fromkeys(("kernel_size", "pool_size", "strides", "dilation_rate", "size"), _NEVER)
"""Generations that take one for sizes only within a tuple.

Source: ``standardize_tuple`` in ``keras/src/utils/argument_validation.py``.
"""


@dataclass(frozen=True, slots=True)
class Signature:
    """The arguments of a layer, in order, with their defaults."""

    defaults: Mapping[str, object]

    @property
    def names(self) -> list[str]:
        return list(self.defaults)

    @property
    def required(self) -> list[str]:
        return [name for name, default in self.defaults.items() if default is REQUIRED]


@functools.cache
def parse_signature(text: str) -> Signature:
    """``"units, use_bias=True"`` as a signature; defaults are literals."""
    function = ast.parse(f"def layer({text}): ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    names = [argument.arg for argument in function.args.args]
    literals = [ast.literal_eval(default) for default in function.args.defaults]
    defaults: list[object] = [REQUIRED] * (len(names) - len(literals)) + literals
    return Signature(dict(zip(names, defaults, strict=True)))


def settled(value: object, what: str) -> object:
    """``value``, or ``Undetermined`` where the source does not say it."""
    if isinstance(value, Unknown):
        raise Undetermined(
            f"{what} is {value.text or 'unknown'}: {value.reason}" if value.text else f"{what}: {value.reason}"
        )
    return value


@dataclass(slots=True)
class Arguments:
    """A call bound to a signature: ``values`` holds every argument, ``given`` those that the call names itself."""

    values: dict[str, object]
    given: set[str] = field(default_factory=set)
    layer: str = "the layer"
    generation: str = ""
    """The generation of Keras that the call was bound for."""

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def raw(self, name: str, default: object = None) -> object:
        """The value as it is, unknown or not."""
        return self.values.get(name, default)

    def value(self, name: str, default: object = None) -> object:
        """The value; raises ``Undetermined`` where the source does not say it."""
        return settled(self.values.get(name, default), f"{name} of {self.layer}")

    def _refuse(self, name: str, value: object, expected: str, known: str | None = None) -> Refused:
        message = f"{name} of {self.layer} must be {expected}, not {_show(value)}"
        if known is None:
            return Refused(message, "argument", name)
        return Refused(f"{message}; did you mean {known!r}?", "argument", name, (str(value), known))

    def size(self, name: str, least: int = 1) -> Count:
        """A whole number of at least ``least``, or an expression for one."""
        value = self.values.get(name)
        if isinstance(value, Unknown):
            return value.size(least)
        if isinstance(value, NumpyInteger) and self.generation in _NOT_NUMPY.get(name, ()):
            raise self._refuse(name, value, "an int, which an integer of numpy is not")
        return self._size(name, value, least)

    def _size(self, name: str, value: object, least: int) -> Count:
        if isinstance(value, Size):
            if value.high < least:
                raise self._refuse(name, value, f"at least {least}")
            return value
        if not isinstance(value, int):
            raise self._refuse(name, value, "a whole number")
        if value < least:
            raise self._refuse(name, value, f"at least {least}")
        if value > LARGEST:
            raise Undetermined(f"{name} of {self.layer} is more than a tensor can hold")
        return int(value) if isinstance(value, bool) else value

    def optional_size(self, name: str, least: int = 1) -> Count | None:
        """As ``size``, or ``None`` where it is ``None`` or not given."""
        return None if self.values.get(name) is None else self.size(name, least)

    def integer(self, name: str) -> int:
        """A whole number of either sign that the source says."""
        value = self.value(name)
        if isinstance(value, Size):
            raise Undetermined(f"{name} of {self.layer} is {value}")
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._refuse(name, value, "a whole number")
        return value

    def flag(self, name: str) -> bool:
        """Whether the argument is true."""
        value = self.value(name)
        if isinstance(value, Size):
            raise Undetermined(f"{name} of {self.layer} is {value}")
        return bool(value)

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        """One of the strings that Keras allows, in lower case."""
        value = self.value(name)
        options = tuple(allowed)
        text = value.lower() if isinstance(value, str) else value
        if text not in options:
            known = nearest(text, options) if isinstance(text, str) else None
            raise self._refuse(name, value, "one of " + ", ".join(map(repr, options)), known)
        return str(text)

    def check_activation(self, name: str) -> None:
        """Refuse a number, and a slip of the pen in the name of an activation. Of other names that Keras does not know,
        old programs may have told it."""
        value = self.raw(name)
        if isinstance(value, (int, float, tuple)):
            raise self._refuse(name, value, "an activation")
        if not isinstance(value, str) or value in ACTIVATIONS or value in ACTIVATION_LAYERS:
            return
        known = nearest(value, ACTIVATIONS)
        if known is not None:
            raise self._refuse(name, value, "an activation that Keras knows", known)

    def sizes(self, name: str, rank: int, least: int = 1) -> tuple[Count, ...]:
        """``rank`` whole numbers, one given number standing for all: ``3`` or ``(3, 5)``."""
        value = self.value(name)
        if isinstance(value, (tuple, list)):
            if len(value) != rank:
                raise self._refuse(name, value, f"{rank} whole numbers")
            return tuple(self._element(name, item, least) for item in value)
        if isinstance(value, NumpyInteger) and self.generation in _NOT_NUMPY_ALONE.get(name, ()):
            raise self._refuse(name, value, "an int or a tuple, which an integer of numpy is not")
        return (self._element(name, value, least),) * rank

    def _element(self, name: str, value: object, least: int) -> Count:
        return value.size(least) if isinstance(value, Unknown) else self._size(name, value, least)

    def shape(self, name: str) -> tuple[Dimension, ...] | None:
        """A tuple of sizes (``None`` allowed among them), or ``None``."""
        value = self.value(name)
        if value is None:
            return None
        return as_sizes(value, f"{name} of {self.layer}", self.generation in OLD)

    def layer_value(self, name: str) -> KerasLayer:
        """A layer given as an argument, as wrappers take one."""
        from lint_params.keras.base import KerasLayer

        value = self.value(name)
        if not isinstance(value, KerasLayer):
            raise self._refuse(name, value, "a layer")
        return value


def as_sizes(value: object, what: str, floats: bool = False) -> tuple[Dimension, ...]:
    """A value of the checked program as a tuple of sizes; raises ``Undetermined`` or ``Refused``.

    ``floats``: 4.0 is taken for 4. Python 2, for which programs with older generations of Keras were written, divided
    whole numbers to whole numbers.
    """
    if isinstance(value, Unknown):
        settled(value, what)
    if isinstance(value, Shape):
        return tuple(value)
    items: Sequence[object] = list(value) if isinstance(value, (tuple, list)) else [value]
    if len(items) > MAX_AXES:
        raise Undetermined(f"{what} has more than {MAX_AXES} axes, which are not followed")
    sizes: list[Dimension] = []
    for item in items:
        if isinstance(item, Unknown):
            sizes.append(item.size())
        elif item is None or isinstance(item, Size) or (isinstance(item, int) and not isinstance(item, bool)):
            sizes.append(item)
        elif floats and isinstance(item, float) and item.is_integer():
            sizes.append(int(item))
        else:
            raise Refused(f"{what} must be a tuple of whole numbers, not {_show(value)}", "argument")
    if any(isinstance(size, int) and abs(size) > LARGEST for size in sizes):
        raise Undetermined(f"{what} has sizes that no tensor can hold")
    return tuple(sizes)


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


Rename = Callable[[str], str]
