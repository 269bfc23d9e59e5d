"""Guesses made as layers, by the description that all counting uses: what they are, read, give and hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lint_params.keras.arguments import REQUIRED, parse_signature
from lint_params.keras.base import GENERATIONS, Call, KerasLayer, Setting, bind
from lint_params.keras.registry import lookup
from lint_params.model.dimension import Count
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape
from lint_params.model.weight import Weight
from lint_params.pasted.guesses import Guess, Inner
from lint_params.pasted.table import Sizes
from lint_params.records import dataclass, field

_PLACEHOLDERS: Mapping[str, object] = {"activation": "linear"}
"""What stands for an argument that is required and that no number depends on; of others, 0.5."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A layer that gives the numbers of a row, on ``input`` and, where it merges, the ``others``; ``definition`` is how
    one would write it."""

    definition: str
    arguments: Mapping[str, object]
    input: Shape
    output: Shape
    formula: str
    params: Count
    weights: tuple[Weight, ...] = field(default=(), compare=False)
    others: tuple[Shape, ...] = ()


def made(
    kind: str,
    guess: Guess,
    given: Shape | None,
    output: Sequence[Sizes] | None,
    params: int | None,
    others: Sequence[Shape] = (),
) -> Candidate | None:
    """The guess made as a layer; ``None`` where that does not give the outputs and parameters asked for."""
    read = given if given is not None else guess.input
    if read is None:
        return None
    try:
        layer = _layer(kind, guess.arguments)
        gives = layer.apply([read, *others] if others else read)
    except (Refused, Undetermined):
        return None
    every = gives if isinstance(gives, list) else [gives]
    if any(shape.open for shape in every) or layer.open_reason() is not None:
        return None
    if output is not None and [shape.sizes for shape in every] != [tuple(sizes) for sizes in output]:
        return None
    if params is not None and layer.count() != params:
        return None
    return Candidate(
        definition(kind, guess.arguments),
        _Arguments(guess.arguments),
        read,
        every[0],
        layer.formula(),
        layer.count(),
        _weights(layer),
        tuple(others),
    )


def of_any_output(kind: str, given: Shape | None, output: Sizes) -> Candidate:
    """A layer without weights whose output only the program knows; where nothing says what it reads, the same."""
    gives = Shape(output)
    return Candidate(f"{kind}(…)", _Arguments({}), gives if given is None else given, gives, "0", 0)


def _weights(layer: KerasLayer) -> tuple[Weight, ...]:
    return tuple(weight for weight, _ in layer.all_weights())


class _Arguments(dict[str, object]):
    """Arguments as a value that can be told apart and counted once."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(repr(sorted(self.items(), key=lambda item: item[0])))


def _layer(kind: str, arguments: Mapping[str, object]) -> KerasLayer:
    """The layer in the newest Keras that has its class: every argument that counts is given, so no default differs."""
    cls = lookup(kind)
    if cls is None:
        raise Undetermined(f"{kind} is not described")
    generation = next(one for one in GENERATIONS if one in cls.generations)
    values: dict[str, object] = {
        name: _layer(value.type, value.arguments) if isinstance(value, Inner) else value
        for name, value in arguments.items()
    }
    for name, default in parse_signature(cls.signature).defaults.items():
        if default is REQUIRED and name not in values:
            values[name] = _PLACEHOLDERS.get(name, 0.5)
    layer = cls(bind(cls, Call((), values), generation), Setting(generation))
    if layer.refused is not None:
        raise layer.refused
    return layer


def definition(kind: str, arguments: Mapping[str, object]) -> str:
    """The layer as one would write it: defaults left out, the first argument by its place."""
    cls = lookup(kind)
    defaults = {} if cls is None else parse_signature(cls.signature).defaults
    first = next(iter(defaults), None)
    parts: list[str] = []
    for name, value in arguments.items():
        default = defaults.get(name)
        shown = _short(value)
        if default is not REQUIRED and (
            shown == _short(default) or (name == "strides" and value == arguments.get("pool_size"))
        ):
            continue
        required = default is REQUIRED and list(defaults)[len(parts)] == name
        parts.append(shown if name == first or required else f"{name}={shown}")
    missing = [name for name, default in defaults.items() if default is REQUIRED and name not in arguments]
    return f"{kind}({', '.join([*('…' for _ in missing), *parts])})"


def _short(value: object) -> str:
    """A value as one would write it: a tuple of equal numbers as the number."""
    if isinstance(value, Inner):
        return definition(value.type, value.arguments)
    if isinstance(value, tuple) and value and all(type(item) is int for item in value) and len(set(value)) == 1:
        return str(value[0])
    return repr(value)
