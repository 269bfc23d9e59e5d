"""Scopes of names, and the frames of running functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_params.interpret import tree
from lint_params.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable

    from lint_params.interpret.values import ClassValue, FunctionValue, IteratorValue, Value
    from lint_params.model.unknown import Unknown


class Scope:
    """The names of a module, a function's call or a class body; ``parent`` is the scope around it."""

    __slots__ = ("kind", "names", "open", "outer_names", "parent", "star")

    def __init__(self, parent: Scope | None = None, kind: str = "function") -> None:
        self.names: dict[str, Value] = {}
        self.parent = parent
        self.kind = kind
        self.outer_names: dict[str, Scope] = {}
        """Names declared ``global`` or ``nonlocal``, and the scope they belong to."""
        self.star: list[str] = []
        """Modules whose star import could not be resolved: any name may come from there."""
        self.open: Unknown | None = None
        """Why there may be other names, where code that is not followed may have set them."""

    def find(self, name: str) -> Scope | None:
        """The scope that a name is read from."""
        scope: Scope | None = self
        first = True
        while scope is not None:
            outer = scope.outer_names.get(name)
            if outer is not None and name in outer.names:
                return outer
            if name in scope.names and (first or scope.kind != "class"):
                return scope
            first = False
            scope = scope.parent
        return None

    def value(self, name: str) -> Value:
        """What a name is bound to; ``None`` also where it is to nothing."""
        scope = self.find(name)
        return scope.names[name] if scope is not None else None

    def assign(self, name: str, value: Value) -> None:
        self.outer_names.get(name, self).names[name] = value

    @property
    def module(self) -> Scope:
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope


@dataclass(slots=True, eq=False)
class Frame:
    """A running function (or module): where it is, and what it was called with."""

    scope: Scope
    unit: tree.Unit
    function: FunctionValue | None = None
    caller: Frame | None = None
    call_place: tree.Place | None = None
    """Where the caller stands while this frame runs."""
    arguments: dict[str, Value] = field(default_factory=dict)
    owner: ClassValue | None = None
    receiver: Value = None
    yielded: IteratorValue | None = None
    entered: Callable[[Value], None] | None = None
    """Of a context, what takes its turn at the ``yield``."""
    loops: dict[str, Value] = field(default_factory=dict)
    """Targets of the loops running now, for the names of variants."""

    @property
    def depth(self) -> int:
        count, frame = 0, self.caller
        while frame is not None:
            count, frame = count + 1, frame.caller
        return count
