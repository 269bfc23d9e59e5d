"""What the analysis ends in: models, their layers and weights, as they stand at the end of the program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lint_params.model.dimension import Count
from lint_params.model.shape import Shapes
from lint_params.model.weight import Weight
from lint_params.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of source. Lines and columns count from 1, columns in code points; the end is exclusive.

    ``cell`` is the 0-based index of the notebook cell, ``None`` in a plain file; lines then count within the cell.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None

    def seen_from(self, path: str) -> str:
        """Where it begins, for one who reads a file: ``line 7``, ``cell 3, line 2``, ``line 4 of parts.py``."""
        words = f"line {self.line}" if self.cell is None else f"cell {self.cell}, line {self.line}"
        return words if self.path == path else f"{words} of {self.path}"


@dataclass(frozen=True, slots=True)
class Assumed:
    """A value that is only a default: an argparse default, an environment variable's fallback, a file read."""

    name: str
    value: object
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What Keras refuses about a layer: see :class:`lint_params.model.errors.Refused`."""

    kind: str
    message: str
    argument: str | None = None
    spelling: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something the program does with a whole model: ``kind`` is ``compile`` or the method that trains or predicts.

    Of a ``compile``, ``loss`` and ``metrics`` are names (``binary_crossentropy``), ``None`` where not known, and
    ``from_logits`` what the loss says of it. Of a ``fit``, ``data`` is the shape of what is read, and ``target``
    that of what is to be learnt.
    ``trainable`` is the number of parameters that trained at that time, ``layers`` the number of layers the model had.
    Of a name, ``from_logits`` is what that loss does by default. A model that is called on the output of another layer
    has an event ``call``. ``certain`` is false for what the source leaves open whether it happens.
    """

    kind: str
    span: Span
    loss: str | None = None
    from_logits: bool | None = None
    metrics: tuple[str, ...] = ()
    optimizer: str | None = None
    data: Shapes | None = None
    target: Shapes | None = None
    trainable: int | None = None
    layers: int | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a model.

    ``params``, ``trainable`` and ``non_trainable`` are ``None`` where the source leaves them open; ``count`` is then
    the number as an expression, if there is one, and ``at_least`` a true lower bound in any case.
    """

    type: str
    name: str
    span: Span
    input_shape: Shapes | None
    output_shape: Shapes | None
    dtype: str
    params: int | None
    trainable: int | None
    at_least: int
    formula: str | None
    free: tuple[str, ...] = ()
    reason: str | None = None
    weights: tuple[Weight, ...] = ()
    trains: tuple[bool | None, ...] = ()
    """For each weight, whether it trains as the model stands; ``None`` where that is open."""
    count: Count | None = None
    wraps: tuple[str, ...] = ()
    """Class names of the layers inside a wrapper, outermost first."""
    layers: tuple[Layer, ...] | None = None
    """The layers of a nested model."""
    fault: Fault | None = None
    definition: str = ""
    """The layer as the source defines it, short: ``LSTM(20)``."""
    kind: str = ""
    """The class of Keras that it is, by its usual name; empty for a class of the program, whatever that is called."""
    arguments: Mapping[str, object] = field(default_factory=dict)
    """The bound arguments, as far as they are constants."""
    open_arguments: tuple[str, ...] = ()
    """Names of the arguments that are given, or may be, and are no constants."""
    computes: str = ""
    """The dtype of what the layer gives, where it is not that of its weights."""

    @property
    def non_trainable(self) -> int | None:
        return None if self.params is None or self.trainable is None else self.params - self.trainable

    @property
    def bytes(self) -> int | None:
        """Bytes by dtype, ``None`` where open."""
        sizes = [weight.bytes for weight in self.weights]
        return None if self.params is None else sum(size for size in sizes if isinstance(size, int))


@dataclass(frozen=True, slots=True)
class Model:
    """A ``Sequential`` model, as made at one call site under one set of arguments and choices (its ``variant``).

    ``status`` is ``exact`` where every layer is counted, ``partial`` where some are not, ``unknown`` where none can be.
    """

    span: Span
    name: str
    variable: str | None
    function: str | None
    layers: tuple[Layer, ...]
    status: str
    params: int | None
    trainable: int | None
    at_least: int
    bytes: int | None
    made_at: Span | None = None
    variant: Mapping[str, object] = field(default_factory=dict)
    layers_complete: bool = True
    reason: str | None = None
    free: tuple[str, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    generation: str = "3"
    events: tuple[Event, ...] = ()
    """What the program does with the model, in order."""
    part_of: tuple[str, ...] = ()
    """Names of other models that this one is a layer of."""

    @property
    def non_trainable(self) -> int | None:
        return None if self.params is None or self.trainable is None else self.params - self.trainable

    def walk(self) -> Iterator[Layer]:
        """Every layer, those of nested models after the model that holds them."""
        stack = list(reversed(self.layers))
        while stack:
            layer = stack.pop()
            yield layer
            stack.extend(reversed(layer.layers or ()))
