"""Python's standard library, as far as model code leans on it."""

from __future__ import annotations

import math
import os.path
import string
from collections.abc import Callable

from lint_params.interpret import tree
from lint_params.interpret.expressions import elements
from lint_params.interpret.library import constant, function
from lint_params.interpret.library.builtins import unknown_call
from lint_params.interpret.machine import Machine
from lint_params.interpret.operations import as_count, assumed_from, binary
from lint_params.interpret.values import (
    Arguments,
    AttributesValue,
    AutoValue,
    Builtin,
    ClassValue,
    DequeValue,
    DictValue,
    External,
    FieldValue,
    Instance,
    IteratorValue,
    ListValue,
    Partial,
    Remembered,
    Suppress,
    Value,
    is_constant,
    plain,
)
from lint_params.keras.base import KerasLayer
from lint_params.keras.copying import fresh
from lint_params.model.dimension import Size, ceiling_divide
from lint_params.model.unknown import Unknown

MAX_PRODUCT = 2_000

for _name in ("pi", "e", "tau", "inf", "nan"):
    constant(f"math.{_name}", getattr(math, _name))
    constant(f"numpy.{_name}", getattr(math, _name))
constant("numpy.newaxis", None)
constant("numpy.NaN", math.nan)
for _name in ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "hexdigits", "octdigits", "punctuation"):
    constant(f"string.{_name}", getattr(string, _name))
constant("os.sep", "/")
constant("tensorflow.newaxis", None)
constant("sys.maxsize", 2**63 - 1)


def _mathematical(name: str, numpy: bool = False) -> Callable[[Machine, Arguments], Value]:
    """A function of numbers; NumPy's give a float, also where they round."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        values = [plain(value) for value in arguments.positional]
        if values and all(isinstance(value, (int, float)) for value in values):
            if name in ("factorial", "comb", "perm", "pow") and any(abs(value) > 500 for value in values):  # type: ignore[arg-type]
                return unknown_call(machine, arguments, "it is too large")
            try:
                result = getattr(math, name)(*values)
                return assumed_from(float(result) if numpy else result, *arguments.positional)
            except (ValueError, OverflowError, TypeError):
                return unknown_call(machine, arguments, "it can't be computed")
        value = arguments.get(0, "x")
        if name in ("ceil", "floor") and isinstance(value, (Size, Unknown)):
            count = as_count(value)
            if isinstance(value, Size) or (isinstance(value, Unknown) and value.of is not None):
                return value if count is not None else unknown_call(machine, arguments)
        return unknown_call(machine, arguments)

    return run


for _name in (
    "sqrt",
    "ceil",
    "floor",
    "log",
    "log2",
    "log10",
    "exp",
    "pow",
    "prod",
    "trunc",
    "fabs",
    "gcd",
    "lcm",
    "factorial",
    "comb",
    "perm",
    "isqrt",
    "hypot",
    "sin",
    "cos",
):
    if _name != "prod":
        function(f"math.{_name}")(_mathematical(_name))
for _name in ("sqrt", "ceil", "floor", "log", "log2", "log10", "exp"):
    function(f"numpy.{_name}")(_mathematical(_name, numpy=True))


@function("functools.partial")
def partial(machine: Machine, arguments: Arguments) -> Value:
    if not arguments.positional:
        return unknown_call(machine, arguments)
    return Partial(arguments.positional[0], arguments.positional[1:], dict(arguments.keywords))


@function("functools.wraps", "functools.update_wrapper")
def wraps(machine: Machine, arguments: Arguments) -> Value:
    """``functools.wraps(f)``: a decorator that gives back what it decorates."""
    return Builtin("decorator", lambda m, inner: inner.positional[0] if inner.positional else None)


@function(
    "contextlib.contextmanager",
    "dataclasses.dataclass",
    "abc.abstractmethod",
    "typing.overload",
    "functools.singledispatch",
    "functools.total_ordering",
    "tensorflow.function",
    "tensorflow.autograph.experimental.do_not_convert",
    "tensorflow.Module.with_name_scope",
    "keras.saving.register_keras_serializable",
    "keras.utils.register_keras_serializable",
    "keras.saving.serialization.register_keras_serializable",
)
def passes_through(machine: Machine, arguments: Arguments) -> Value:
    """A decorator that leaves what it decorates as it is, with arguments of its own or without."""
    from lint_params.interpret.values import FunctionValue

    given = arguments.positional[0] if arguments.positional else None
    if isinstance(given, (FunctionValue, ClassValue)) and len(arguments.positional) == 1 and not arguments.keywords:
        return given
    return Builtin("decorator", lambda m, inner: inner.positional[0] if inner.positional else None)


@function("functools.lru_cache", "functools.cache")
def cached(machine: Machine, arguments: Arguments) -> Value:
    """A decorator after which a function gives the same result, not an equal one, for equal arguments."""

    def remember(_: Machine, inner: Arguments) -> Value:
        function = inner.positional[0] if inner.positional else None
        return Remembered(function) if function is not None else None

    given = arguments.positional[0] if arguments.positional else None
    if given is not None and not isinstance(given, int):
        return remember(machine, arguments)
    return Builtin("decorator", remember)


@function("functools.reduce")
def reduce(machine: Machine, arguments: Arguments) -> Value:
    run = arguments.get(0, "function")
    items, open_ = elements(machine, arguments.get(1, "iterable"))
    if open_ is not None or (not items and len(arguments.positional) < 3) or len(items) > MAX_PRODUCT:
        return unknown_call(machine, arguments)
    total = arguments.positional[2] if len(arguments.positional) > 2 else items.pop(0)
    for item in items:
        total = machine.program.call_plain(machine, run, [total, item])
    return total


_OPERATORS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**"}


def _operate(sign: str) -> Callable[[Machine, Arguments], Value]:
    def run(machine: Machine, arguments: Arguments) -> Value:
        return binary(machine, sign, arguments.get(0, "a"), arguments.get(1, "b"), arguments.text)

    return run


for _name, _sign in _OPERATORS.items():
    function(f"operator.{_name}")(_operate(_sign))


@function("contextlib.nullcontext", "contextlib.closing")
def context_of(machine: Machine, arguments: Arguments) -> Value:
    """A context that gives what it is made of."""
    return arguments.get(0, "enter_result", arguments.keywords.get("thing"))


@function("contextlib.suppress", "pytest.raises")
def suppress(machine: Machine, arguments: Arguments) -> Value:
    from lint_params.interpret.exceptions import names_of

    return Suppress(names_of(tuple(arguments.positional)))


@function("collections.OrderedDict")
def ordered_dict(machine: Machine, arguments: Arguments) -> Value:
    from lint_params.interpret.library.builtins import dict_

    return dict_(machine, arguments)


@function("collections.defaultdict")
def default_dict(machine: Machine, arguments: Arguments) -> Value:
    from lint_params.interpret.library.builtins import dict_

    inner = Arguments(arguments.positional[1:], arguments.keywords, arguments.place, arguments.unit, arguments.rest)
    result = dict_(machine, inner)
    assert isinstance(result, DictValue)
    result.factory = arguments.positional[0] if arguments.positional else None
    return result


@function("collections.deque")
def deque(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.positional[0]) if arguments.positional else ([], None)
    longest = arguments.get(1, "maxlen")
    if longest is not None and not isinstance(longest, int):
        open_, longest = open_ or machine.unknown("its length is not known", None, longest), None
    return DequeValue(items, machine.born(), open_, longest)


@function("collections.namedtuple")
def named_tuple(machine: Machine, arguments: Arguments) -> Value:
    """A class with the fields as attributes and items."""
    name, given = arguments.get(0, "typename"), arguments.get(1, "field_names")
    if isinstance(given, str):
        fields: list[Value] = list(given.replace(",", " ").split())
    else:
        fields, open_ = elements(machine, given)
        if open_ is not None:
            return unknown_call(machine, arguments)
    if not isinstance(name, str) or not all(isinstance(field, str) for field in fields):
        return unknown_call(machine, arguments)
    defaults, _ = elements(machine, arguments.keywords.get("defaults", ()))
    values: list[Value] = [
        ...,
    ] * (len(fields) - len(defaults)) + defaults
    node = tree.ClassDef(arguments.place, name, [], [], [])
    cls = ClassValue(name, [External("typing.NamedTuple")], {}, node, arguments.unit)
    cls.dataclass_fields = [(str(field), value) for field, value in zip(fields, values, strict=False)]
    return cls


@function("builtins.object")
def object_(machine: Machine, arguments: Arguments) -> Value:
    """``object()``: equal to nothing but itself, as what stands for an argument that is not given."""
    node = tree.ClassDef(arguments.place, "object", [], [], [])
    return Instance(ClassValue("object", [External("builtins.object")], {}, node, arguments.unit), {}, machine.born())


@function("dataclasses.field", "attr.ib", "attrs.field", "attr.field")
def dataclass_field(machine: Machine, arguments: Arguments) -> Value:
    factory = arguments.keywords.get("default_factory", arguments.keywords.get("factory"))
    given = arguments.keywords
    compared = given.get("compare", given.get("eq")) is not False
    return FieldValue(given.get("default", ...), factory, given.get("init") is not False, compared=compared)


def _field_values(value: Instance) -> dict[Value, Value]:
    fields = value.cls.dataclass_fields or ()
    return {name: value.attributes.get(name) for name, field in fields if not getattr(field, "passed", False)}


def named_tuple_member(value: Instance, name: str) -> Value | None:
    """What every named tuple has: ``_replace``, ``_asdict``, ``_fields``."""

    def replaced_by(machine: Machine, arguments: Arguments) -> Value:
        if arguments.rest is not None:
            return unknown_call(machine, arguments)
        return Instance(value.cls, {**value.attributes, **arguments.keywords}, machine.born(), value.open)

    if name == "_replace":
        return Builtin(name, replaced_by)
    if name == "_asdict":
        return Builtin(name, lambda machine, _: DictValue(_field_values(value), machine.born(), value.open))
    return tuple(_field_values(value)) if name == "_fields" else None


@function("dataclasses.asdict", "attr.asdict", "attrs.asdict")
def as_dict(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "obj")
    if isinstance(value, Instance) and value.cls.dataclass_fields is not None:
        return copy_deep(machine, DictValue(_field_values(value), machine.born(), value.open))
    return unknown_call(machine, arguments)


@function("dataclasses.astuple", "attr.astuple", "attrs.astuple")
def as_tuple(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "obj")
    if isinstance(value, Instance) and value.cls.dataclass_fields is not None and value.open is None:
        return copy_deep(machine, tuple(_field_values(value).values()))
    return unknown_call(machine, arguments)


@function("dataclasses.replace", "attr.evolve", "attrs.evolve")
def replaced(machine: Machine, arguments: Arguments) -> Value:
    from lint_params.interpret.calls import initialized

    value = arguments.get(0, "obj")
    if isinstance(value, Instance) and arguments.rest is None:
        passed = {
            name: arguments.keywords.get(name, field.default)
            for name, field in value.cls.dataclass_fields or ()
            if isinstance(field, FieldValue) and field.passed
        }
        changed = {name: new for name, new in arguments.keywords.items() if name not in passed}
        made = Instance(value.cls, {**value.attributes, **changed}, machine.born(), value.open)
        initialized(machine, value.cls, made, [*passed.values()])
        return made
    return unknown_call(machine, arguments)


@function("copy.copy")
def copied(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "x")
    if isinstance(value, (ListValue, DictValue)) and not isinstance(value, IteratorValue):
        method = machine.program.method(value, "copy")
        assert isinstance(method, Builtin)
        return method.run(machine, arguments)
    if isinstance(value, Instance):
        return Instance(value.cls, dict(value.attributes), machine.born(), value.open)
    return value


@function("copy.deepcopy")
def deep_copied(machine: Machine, arguments: Arguments) -> Value:
    return copy_deep(machine, arguments.get(0, "x"))


def copy_deep(machine: Machine, value: Value, done: dict[int, Value] | None = None) -> Value:
    """A value that shares nothing that can change with ``value``; the same object twice inside stays one."""
    done = {} if done is None else done
    if id(value) in done:
        return done[id(value)]
    if isinstance(value, tuple):
        return tuple(copy_deep(machine, item, done) for item in value)
    made: Value = value
    if isinstance(value, (ListValue, DictValue)) and not isinstance(value, IteratorValue):
        method = machine.program.method(value, "copy")
        assert isinstance(method, Builtin)
        made = done[id(value)] = method.run(machine, Arguments([], {}, tree.NOWHERE, machine.program.units[0]))
        if isinstance(made, ListValue):
            made[:] = [copy_deep(machine, item, done) for item in made]
        elif isinstance(made, DictValue):
            made.update({key: copy_deep(machine, item, done) for key, item in made.items()})
    elif isinstance(value, Instance):
        made = done[id(value)] = Instance(value.cls, {}, machine.born(), value.open)
        made.attributes.update({name: copy_deep(machine, item, done) for name, item in value.attributes.items()})
    elif isinstance(value, KerasLayer):
        made = done[id(value)] = fresh(value)
        if isinstance(made, KerasLayer) and value.built_on is not None and not made.built:
            made.build(value.built_on)
    return made


@function("os.path.join")
def path_join(machine: Machine, arguments: Arguments) -> Value:
    if arguments.positional and all(isinstance(part, str) for part in arguments.positional):
        return os.path.join(*[str(part) for part in arguments.positional]).replace("\\", "/")
    return unknown_call(machine, arguments)


@function("os.path.dirname")
def path_dirname(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "p")
    return os.path.dirname(value) if isinstance(value, str) else unknown_call(machine, arguments)


@function("os.path.abspath", "os.path.realpath", "os.path.normpath", "os.path.expanduser")
def path_same(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "path")
    return str(value) if isinstance(value, str) else unknown_call(machine, arguments)


@function("os.path.basename")
def path_basename(machine: Machine, arguments: Arguments) -> Value:
    value = arguments.get(0, "p")
    return os.path.basename(value) if isinstance(value, str) else unknown_call(machine, arguments)


@function("sys.exit", "os._exit", "os.abort")
def leave(machine: Machine, arguments: Arguments) -> Value:
    from lint_params.interpret.machine import Raised

    raise Raised("SystemExit")


@function("builtins.object.__setattr__")
def set_plainly(machine: Machine, arguments: Arguments) -> Value:
    """``object.__setattr__(self, name, value)``, as frozen classes set their own attributes."""
    from lint_params.interpret.attributes import forget, keep_attribute

    holder, name = arguments.get(0, "self"), arguments.get(1, "name")
    if isinstance(holder, Instance) and isinstance(name, str):
        keep_attribute(machine, holder, name, arguments.get(2, "value"))
    elif isinstance(holder, Instance):
        forget(machine, AttributesValue(holder), machine.unknown("a name is set that is not known", None, name))
    return None


@function("typing.cast")
def cast_(machine: Machine, arguments: Arguments) -> Value:
    return arguments.get(1, "val")


@function("enum.auto")
def auto(machine: Machine, arguments: Arguments) -> Value:
    return AutoValue()


__all__ = ["ceiling_divide", "is_constant"]
