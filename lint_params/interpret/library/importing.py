"""Modules asked for by a function, and those of ``six``: what one code for Python 2 and 3 is written with."""

from __future__ import annotations

from lint_params.interpret.imports import load, note_generations
from lint_params.interpret.library import constant, function
from lint_params.interpret.library.builtins import BUILTINS, unknown_call
from lint_params.interpret.machine import Machine
from lint_params.interpret.names import KNOWN, canonical, root
from lint_params.interpret.values import Arguments, External, Value

constant("six.PY2", False)
constant("six.PY3", True)
constant("six.string_types", (BUILTINS["str"],))
constant("six.integer_types", (BUILTINS["int"],))
constant("six.text_type", BUILTINS["str"])


@function("importlib.import_module", "pytest.importorskip")
def imported(machine: Machine, arguments: Arguments) -> Value:
    """``importlib.import_module("keras.layers")``."""
    name, frame = arguments.get(0, "name" if arguments.has(0, "name") else "modname"), machine.frame
    if not isinstance(name, str) or not name or name.startswith(".") or frame is None:
        return unknown_call(machine, arguments, "which module it is is not known")
    note_generations(machine, name)
    if root(name) in KNOWN:
        return External(canonical(name))
    module = load(machine, name, 0, frame)
    return unknown_call(machine, arguments, f"{name} is not in the project") if module is None else module


def _of_dictionary(name: str) -> None:
    @function(f"six.iter{name}", f"six.view{name}")
    def run(machine: Machine, arguments: Arguments) -> Value:
        method = machine.program.method(arguments.get(0, "d"), name)
        if method is None:
            return unknown_call(machine, arguments)
        empty = Arguments([], {}, arguments.place, arguments.unit, text=arguments.text)
        return machine.program.call(machine, method, empty, machine.program.frame_of(machine))


for _name in ("items", "keys", "values"):
    _of_dictionary(_name)
