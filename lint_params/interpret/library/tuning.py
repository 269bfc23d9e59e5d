"""Search spaces of Keras Tuner and Optuna: ``hp.Int('units', 32, 512)`` is a number with known ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from lint_params.interpret.machine import MAX_TEXT, Machine
from lint_params.interpret.values import Arguments, ListValue, Value, is_constant, plain
from lint_params.model.dimension import INFINITY, Bound

_Space = Callable[[Machine, Arguments], Value]


def tuned(machine: Machine, method: str, arguments: Arguments) -> Value | None:
    """What ``hp.<method>(…)`` gives; ``None`` for a method that is none of a search space's."""
    space = _SPACES.get(method)
    if space is None or not isinstance(arguments.get(0, "name"), str):
        return None
    return space(machine, arguments)


def _searched(machine: Machine, arguments: Arguments, low: Bound = -INFINITY, high: Bound = INFINITY) -> Value:
    """An open value of a search; one name is one value, wherever it is read."""
    name = plain(arguments.get(0, "name"))
    text = arguments.text if arguments.text is not None and len(arguments.text) <= MAX_TEXT else str(name)
    return machine.unknown(
        "a search decides it", text, line=arguments.place[0], low=low, high=high, key=("searched", name)
    )


def _ends(low: Value, high: Value) -> tuple[Bound, Bound]:
    """The interval of a search, as far as its ends are known."""
    return _bound(low, -INFINITY), _bound(high, INFINITY)


def _bound(value: Value, otherwise: Bound) -> Bound:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and not math.isnan(value):
        return value
    return otherwise


def _between(low: str, high: str) -> _Space:
    def space(machine: Machine, arguments: Arguments) -> Value:
        return _searched(machine, arguments, *_ends(arguments.get(1, low), arguments.get(2, high)))

    return space


def _one_of(name: str) -> _Space:
    """One of some values: the only one, or one between the least and the largest."""

    def space(machine: Machine, arguments: Arguments) -> Value:
        values = arguments.get(1, name)
        if not isinstance(values, (ListValue, tuple)) or (isinstance(values, ListValue) and values.open is not None):
            return _searched(machine, arguments)
        if len(values) == 1 and is_constant(values[0]):
            return values[0]
        return _searched(machine, arguments, *_range(values))

    return space


def _range(values: Sequence[Value]) -> tuple[Bound, Bound]:
    numbers = [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
    return (min(numbers), max(numbers)) if numbers and len(numbers) == len(values) else (-INFINITY, INFINITY)


_SPACES: dict[str, _Space] = {
    "Int": _between("min_value", "max_value"),
    "Float": _between("min_value", "max_value"),
    "Choice": _one_of("values"),
    "Boolean": _searched,
    "Fixed": lambda machine, arguments: arguments.get(1, "value"),
    "suggest_int": _between("low", "high"),
    "suggest_float": _between("low", "high"),
    "suggest_uniform": _between("low", "high"),
    "suggest_loguniform": _between("low", "high"),
    "suggest_categorical": _one_of("choices"),
}
