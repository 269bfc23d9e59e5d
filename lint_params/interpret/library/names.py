"""Code and names that stand in texts: ``exec``, ``eval``, ``compile``, ``globals``, ``locals``, ``vars``.

What is known of the text is interpreted, as if it stood where it is run. Code that is not known may set any name.
"""

from __future__ import annotations

from lint_params.interpret import tree
from lint_params.interpret.attributes import forget
from lint_params.interpret.library import objects as objects  # it fills the table too
from lint_params.interpret.library.builtins import BUILTINS as BUILTINS
from lint_params.interpret.library.builtins import builtin, unknown_call
from lint_params.interpret.machine import Machine
from lint_params.interpret.scope import Frame, Scope
from lint_params.interpret.values import (
    Arguments,
    AttributesValue,
    ClassValue,
    DictValue,
    Instance,
    ModuleValue,
    Namespace,
    Value,
    plain,
)
from lint_params.model.unknown import Unknown

MAX_CODE = 20_000
"""Characters of code in a text that are interpreted."""


@builtin("vars")
def vars_(machine: Machine, arguments: Arguments) -> Value:
    if not arguments.positional:
        return locals_(machine, arguments)
    value = arguments.positional[0]
    if isinstance(value, Instance):
        return AttributesValue(value)
    if isinstance(value, ModuleValue):
        return AttributesValue(value.scope)
    if isinstance(value, Namespace):
        return DictValue(dict(value.attributes), machine.born())
    if isinstance(value, ClassValue):
        return DictValue(value.namespace, machine.born())
    return unknown_call(machine, arguments)


@builtin("locals")
def locals_(machine: Machine, arguments: Arguments) -> Value:
    """The names of a module or class; of a function a copy, as what is set in it changes no variable."""
    scope = machine.program.frame_of(machine).scope
    live = AttributesValue(scope)
    return live if scope.kind in ("module", "class") else live.copy(machine.born())


@builtin("globals")
def globals_(machine: Machine, arguments: Arguments) -> Value:
    return AttributesValue(machine.program.frame_of(machine).scope.module)


@builtin("compile")
def compile_(machine: Machine, arguments: Arguments) -> Value:
    """The code object of a text: the text itself, which ``exec`` and ``eval`` take as well."""
    source = arguments.get(0, "source")
    return source if isinstance(source, str) else unknown_call(machine, arguments)


@builtin("exec")
def exec_(machine: Machine, arguments: Arguments) -> Value:
    """Code in a text that is known is run; any other may set every name."""
    here = machine.program.frame_of(machine)
    names = _Names(machine, arguments, here)
    source = arguments.get(0, "source")
    unit = _unit(machine, source, arguments)
    if unit is None:
        machine.doubts += 1
        names.forget(machine.unknown("exec may set it", None, source))
        return None
    inner = Frame(names.scope, unit, here.function, here.caller, here.call_place, here.arguments, here.owner)
    before, machine.frame = machine.frame, inner
    try:
        machine.execute(unit.body, inner)
    finally:
        machine.frame = before
        names.keep()
    return None


@builtin("eval")
def eval_(machine: Machine, arguments: Arguments) -> Value:
    """An expression in a text that is known is evaluated."""
    here = machine.program.frame_of(machine)
    source = arguments.get(0, "source")
    unit = _unit(machine, source.strip() if isinstance(source, str) else source, arguments)
    statement = unit.body[0] if unit is not None and len(unit.body) == 1 else None
    if unit is None or not isinstance(statement, tree.ExpressionStatement):
        if isinstance(source, str):
            machine.fails("SyntaxError")
        return unknown_call(machine, arguments, "what it gives is not followed")
    names = _Names(machine, arguments, here)
    inner = Frame(names.scope, unit, here.function, here.caller, here.call_place, here.arguments, here.owner)
    before, machine.frame = machine.frame, inner
    try:
        found = machine.evaluate(statement.value, inner)
    finally:
        machine.frame = before
        names.keep()
    if isinstance(found, Unknown) and found.text is not None:
        return machine.unknown(found.reason, arguments.text, found, line=arguments.place[0], key=("eval", found.key))
    return found


class _Names:
    """The names that code in a text reads and sets: those of the place where it runs, or of a dictionary given."""

    def __init__(self, machine: Machine, arguments: Arguments, here: Frame) -> None:
        given = arguments.get(1, "globals")
        inner = arguments.get(2, "locals")
        self.given = inner if isinstance(inner, DictValue) else given if isinstance(given, DictValue) else None
        self.machine = machine
        module = given.holder if isinstance(given, AttributesValue) else here.scope.module
        around = module if isinstance(module, Scope) else here.scope.module
        if self.given is not None:
            # A new module, as far as names go: what it sets is found in the dictionary only.
            self.scope = Scope(around if isinstance(given, AttributesValue) else None, "module")
            self.scope.names = {key: item for key, item in self.given.items() if isinstance(key, str)}
            self.scope.open = self.given.open
        elif isinstance(given, AttributesValue) or here.scope.kind in ("module", "class"):
            self.scope = around if isinstance(given, AttributesValue) else here.scope
        else:
            # In a function the names are a copy: what the code sets changes no variable of it.
            self.scope = Scope(around)
            self.scope.names = dict(here.scope.names)
            self.scope.outer_names = dict(here.scope.outer_names)

    def keep(self) -> None:
        """Put what the code has set into the dictionary that was given."""
        if self.given is not None:
            self.given.update(self.scope.names)
            self.given.open = self.given.open or self.scope.open

    def forget(self, reason: Unknown) -> None:
        """The code may set any name: here, and in the module by ``global``."""
        forget(self.machine, AttributesValue(self.scope), reason)
        if self.given is None:
            forget(self.machine, AttributesValue(self.scope.module), reason)
        self.keep()


def _unit(machine: Machine, source: Value, arguments: Arguments) -> tree.Unit | None:
    """The code in a text, lowered once; ``None`` where it is not known, or no Python. It stands where it is run."""
    source = plain(source)
    if not isinstance(source, str) or len(source) > MAX_CODE:
        return None
    unit = machine.program.unit_in_text(source, arguments.unit, arguments.place)
    if unit is None:
        machine.fails("SyntaxError")
    return unit
