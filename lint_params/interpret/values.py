"""Abstract values: what an expression of the checked program can be.

Constants (numbers, strings, ``None`` …), tuples, ranges and slices are the Python values themselves; ``Size`` is an
integer expression over unknowns; ``Unknown`` is a value with a reason. The rest is here. Layers, models and tensors are
those of :mod:`lint_params.keras`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from lint_params.interpret import tree
from lint_params.keras.arguments import NumpyInteger
from lint_params.model.dimension import Dimension
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from lint_params.records import dataclass, field

if TYPE_CHECKING:
    from lint_params.interpret.machine import Machine
    from lint_params.interpret.scope import Scope

Value = object
"""Any of the values above. Operations tell them apart at run time."""


class ListValue(list[Value]):
    """A list of the program. ``open`` says why its contents are not all known, if they are not; then ``firm`` is the
    number of first elements that are certain."""

    __slots__ = ("born", "firm", "open")

    def __init__(self, items: Sequence[Value] = (), born: int = 0, open_: Unknown | None = None, firm: int = 0) -> None:
        super().__init__(items)
        self.born = born
        self.open = open_
        self.firm = firm

    def __hash__(self) -> int:  # type: ignore[override]  # told apart by identity, unlike Python's own lists
        return id(self)

    @property
    def certain(self) -> int:
        """How many first elements are certain."""
        return len(self) if self.open is None else self.firm


class DictValue(dict[Value, Value]):
    """A dictionary of the program; ``open`` as in a list."""

    __slots__ = ("born", "factory", "open")

    def __init__(self, items: Mapping[Any, Value] | None = None, born: int = 0, open_: Unknown | None = None) -> None:
        super().__init__(items or {})
        self.born = born
        self.open = open_
        self.factory: Value = None

    def overlaid(self, reason: Unknown) -> None:
        """Entries are set that are not known: each number or text that is there may be one of them."""
        self.open = self.open or reason
        for key in [key for key, item in self.items() if is_constant(item)]:
            self[key] = Unknown(reason.reason, key=("overlaid", self.born, key), conditions=reason.conditions)

    def overlay(self, other: DictValue) -> None:
        """Take over the entries of another one, and that there may be more, if so."""
        if other.open is not None:
            self.overlaid(other.open)
        self.update(other)

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


class IteratorValue(ListValue):
    """A generator or other iterator: what is taken from it is gone."""

    __slots__ = ()


class ViewValue(ListValue):
    """``keys()``, ``values()`` or ``items()`` of a dictionary: what it holds when one looks."""

    __slots__ = ("kind", "source")

    def __init__(self, source: DictValue, kind: str, born: int = 0) -> None:
        super().__init__((), born, source.open)
        self.source = source
        self.kind = kind
        self.refresh()

    def refresh(self) -> None:
        """Take over what the dictionary holds now."""
        self[:] = [{"keys": key, "values": item, "items": (key, item)}[self.kind] for key, item in self.source.items()]
        self.open = self.source.open


class DequeValue(ListValue):
    """A ``collections.deque``; ``longest`` is its ``maxlen``."""

    __slots__ = ("longest",)

    def __init__(
        self, items: Sequence[Value] = (), born: int = 0, open_: Unknown | None = None, longest: int | None = None
    ) -> None:
        super().__init__(items if longest is None else items[max(len(items) - longest, 0) :], born, open_)
        self.longest = longest


class OwnLayers(ListValue):
    """The list that a model keeps its layers in; ``model`` whose it is."""

    __slots__ = ("model",)

    def __init__(self, items: Sequence[Value], born: int, open_: Unknown | None, model: object) -> None:
        super().__init__(items, born, open_)
        self.model = model


class Configuration(DictValue):
    """``layer.get_config()``: what of it can be read, and the layer that it is of."""

    __slots__ = ("changed_within", "layer", "shown")

    def __init__(self, items: dict[Value, Value], born: int, open_: Unknown | None, layer: object) -> None:
        super().__init__(items, born, open_)
        self.layer = layer
        self.shown = dict(items)
        self.changed_within = False
        """Whether the program has got hold of something in it that is not shown, and may change that."""

    def copied(self, born: int) -> Configuration:
        """``{**config}``: what is in it is the same."""
        made = Configuration(self, born, self.open, self.layer)
        made.shown, made.changed_within = dict(self.shown), self.changed_within
        return made

    def changes(self) -> dict[str, Value] | None:
        """What the program set in it; ``None`` where that is not known."""
        if self.changed_within or any(key not in self for key in self.shown if key != "name"):
            return None
        return {str(key): item for key, item in self.items() if key not in self.shown or self.shown[key] is not item}


class SetValue(ListValue):
    """A set of the program, in order of insertion."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class External:
    """Something of a library, by its dotted name: ``numpy.zeros``; Keras' names all begin with ``keras.``."""

    name: str


@dataclass(slots=True, eq=False)
class ModuleValue:
    """A module of the checked project; ``load`` has run it."""

    name: str
    path: str
    scope: Scope


@dataclass(slots=True, eq=False)
class FunctionValue:
    """A function of the checked program: its code, its defaults as evaluated, and the scope around it."""

    name: str
    parameters: tree.Parameters
    body: list[tree.Statement] | tree.Expression
    scope: Scope
    defaults: dict[str, Value]
    unit: tree.Unit
    node: tree.Node
    generator: bool = False
    owner: ClassValue | None = None
    kind: str = "function"
    """``function``, ``static``, ``class`` or ``property``."""
    attributes: dict[str, Value] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"the function {self.name}"


@dataclass(slots=True, eq=False)
class ClassValue:
    """A class of the checked program; ``bases`` are classes or externals."""

    name: str
    bases: list[Value]
    namespace: dict[str, Value]
    node: tree.ClassDef
    unit: tree.Unit
    dataclass_fields: list[tuple[str, Value]] | None = None
    by_identity: bool = False
    """Whether it is a dataclass with ``eq=False``."""
    members: list[Value] = field(default_factory=list)
    """Of an enumeration, its members."""
    _order: list[ClassValue | External | Unknown] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"the class {self.name}"

    def mro(self) -> list[ClassValue | External | Unknown]:
        """Depth first, each class where it comes last: what Python's order is for all but odd diamonds."""
        if not self._order:
            order: dict[ClassValue | External | Unknown, None] = {self: None}
            for base in self.bases:
                for item in base.mro() if isinstance(base, ClassValue) else [base]:
                    if isinstance(item, (ClassValue, External, Unknown)):
                        order.pop(item, None)
                        order[item] = None
            self._order = list(order)
        return self._order

    def find(self, name: str) -> tuple[ClassValue, Value] | None:
        """A name in the class or its bases, with the class that has it."""
        for cls in self.mro():
            if isinstance(cls, ClassValue) and name in cls.namespace:
                return cls, cls.namespace[name]
        return None

    @property
    def externals(self) -> list[str]:
        return [cls.name for cls in self.mro() if isinstance(cls, External)]

    @property
    def is_whole(self) -> bool:
        """Whether all of the class stands in the program."""
        return all(isinstance(cls, ClassValue) or cls == External("builtins.object") for cls in self.mro())

    @property
    def compares(self) -> bool:
        """Whether two objects of the class may be equal without being the same."""
        fields = self.dataclass_fields is not None and not self.by_identity
        return fields or self.find("__eq__") is not None

    @property
    def unknown_base(self) -> Unknown | None:
        return next((cls for cls in self.mro() if isinstance(cls, Unknown)), None)


@dataclass(slots=True, eq=False)
class Instance:
    """An object of a class of the program."""

    cls: ClassValue
    attributes: dict[str, Value] = field(default_factory=dict)
    born: int = 0
    open: Unknown | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AttributesValue:
    """``instance.__dict__``, ``globals()``, ``vars()``: the names of an object or of a scope, as they are now."""

    holder: Instance | Scope

    @property
    def names(self) -> dict[str, Value]:
        """The dictionary itself."""
        return self.holder.attributes if isinstance(self.holder, Instance) else self.holder.names

    def copy(self, born: int) -> DictValue:
        """What it holds now."""
        return DictValue(self.names, born, self.holder.open)

    def spread(self, reason: Unknown) -> None:
        """A name is set that is not known: it may be any."""
        self.holder.open = self.holder.open or reason


@dataclass(slots=True, eq=False)
class BoundMethod:
    """A function with its first argument."""

    function: Value
    receiver: Value


@dataclass(slots=True, eq=False)
class Partial:
    """``functools.partial``."""

    function: Value
    positional: list[Value]
    keywords: dict[str, Value]

    def __repr__(self) -> str:
        return f"a part of {self.function!r}"


@dataclass(slots=True, eq=False)
class Remembered:
    """A function under ``functools.cache``: ``results`` by the arguments of a call; ``open``: some are unknown."""

    function: Value
    results: dict[object, Value] = field(default_factory=dict)
    open: bool = False
    kind: str = "function"
    """As of a function: ``static`` or ``class`` under ``@staticmethod`` or ``@classmethod``."""


@dataclass(frozen=True, slots=True)
class Suppress:
    """``contextlib.suppress``: the names of the exceptions, ``None`` where they are not known."""

    names: frozenset[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class ContextValue:
    """A call of a function under ``contextlib.contextmanager``, which runs when it is entered."""

    function: FunctionValue
    arguments: Arguments


@dataclass(frozen=True, slots=True, eq=False)
class FieldValue:
    """``dataclasses.field``: ``default`` is ``...`` where there is none; ``init``: whether the call gives it;
    ``passed``: an ``InitVar``, which ``__post_init__`` is given and the object does not keep; ``compared``: whether
    objects that differ in it are not equal."""

    default: Value = ...
    factory: Value = None
    init: bool = True
    passed: bool = False
    compared: bool = True


@dataclass(slots=True, eq=False)
class SuperValue:
    """``super()`` within a method of ``cls``."""

    cls: ClassValue
    receiver: Value


@dataclass(slots=True, eq=False)
class Builtin:
    """A function of ours that stands for one of Python's or a library's."""

    name: str
    run: Callable[[Machine, Arguments], Value]
    whole: bool = False
    """Whether it is only followed where all of its arguments are known: without an unknown ``*`` or ``**``."""

    def __repr__(self) -> str:
        return f"the function {self.name}"


@dataclass(frozen=True, slots=True)
class Loss:
    """A loss object of Keras: ``BinaryCrossentropy(from_logits=True)`` is named ``binary_crossentropy``."""

    name: str
    from_logits: bool | None = None


@dataclass(slots=True)
class Arguments:
    """The arguments of a call, evaluated; ``rest`` where an unknown ``*`` or ``**`` was among them."""

    positional: list[Value]
    keywords: dict[str, Value]
    place: tree.Place
    unit: tree.Unit
    rest: Unknown | None = None
    text: str | None = None
    """The source text of the call, if short."""
    given: Sequence[tree.Argument] = ()
    """The expressions that stand in the call."""

    def get(self, index: int, name: str, default: Value = None) -> Value:
        """An argument by position or name; ``default`` where it is not given."""
        if name in self.keywords:
            return self.keywords[name]
        return self.positional[index] if 0 <= index < len(self.positional) else default

    def has(self, index: int, name: str) -> bool:
        return name in self.keywords or 0 <= index < len(self.positional)


@dataclass(frozen=True, slots=True, eq=False)
class Array:
    """Data: an array, a series, a table. ``shape`` is ``None`` where its rank is unknown; ``text`` names it."""

    shape: tuple[Dimension, ...] | None
    dtype: str = "?"
    text: str | None = None
    reason: str = "its data are not in the source"
    columns: tuple[Value, ...] | None = None
    conditions: frozenset[object] = frozenset()
    """Undecided conditions that it depends on."""
    values: tuple[Value, ...] | None = None
    """The elements, of a short one-dimensional array of constants."""
    classes: int | None = None
    """Of labels, how many different ones there are, where that is known."""


class AssumedInt(int):
    """A number that is only a default; ``assumed`` names where it comes from."""

    assumed: tuple[object, ...] = ()


class EnumInt(int):
    """A member of an ``IntEnum``."""

    name: str


class EnumStr(str):
    """A member of a ``StrEnum``, or of an enumeration of texts."""

    __slots__ = ("name",)
    name: str


class AutoValue:
    """``enum.auto()``, until the class stands."""

    __slots__ = ()


class AssumedFloat(float):
    assumed: tuple[object, ...] = ()


class AssumedStr(str):
    __slots__ = ("assumed",)
    assumed: tuple[object, ...]


Mark = tuple[str, object, int | None]
"""A name, the value that it has by default, and the line that says so."""


def marks_of(value: Value) -> tuple[Mark, ...]:
    """Where a value comes from that is only a default."""
    numbers = (AssumedInt, AssumedFloat, AssumedStr, NumpyInteger)
    return cast("tuple[Mark, ...]", getattr(value, "assumed", ())) if isinstance(value, numbers) else ()


def is_constant(value: Value) -> bool:
    """Whether a value is a plain Python constant."""
    return value is None or isinstance(value, (bool, int, float, str, bytes, complex))


def plain(value: Value) -> Value:
    """A constant without the mark of being assumed."""
    if isinstance(value, (AssumedInt, EnumInt, NumpyInteger)):
        return int(value)
    if isinstance(value, AssumedFloat):
        return float(value)
    if isinstance(value, (AssumedStr, EnumStr)):
        return str(value)
    return value


@dataclass(slots=True, eq=False)
class Namespace:
    """A bag of settings read from outside: parsed arguments, a configuration file. What it holds are only defaults."""

    name: str
    attributes: dict[str, Value]
    assumed: bool = True

    def __repr__(self) -> str:
        return f"the settings {self.name}"


@dataclass(slots=True, eq=False)
class Batches(Namespace):
    """Data that come in batches, as generators and data sets give them to ``fit``: their shapes, batch included."""

    data: Shape | None = None
    target: Shape | None = None
