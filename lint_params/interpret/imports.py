"""Imports: what belongs to Keras and known libraries by name, what belongs to the project by running it."""

from __future__ import annotations

from lint_params.interpret import tree
from lint_params.interpret.machine import Machine, OpenReturn, Raised
from lint_params.interpret.names import KNOWN, canonical, generations_of, root
from lint_params.interpret.project import MAX_MODULES, shown
from lint_params.interpret.scope import Frame, Scope
from lint_params.interpret.values import External, ModuleValue, Value
from lint_params.keras.base import GENERATIONS
from lint_params.keras.registry import catalogue
from lint_params.model.unknown import Unknown

_STARS = {
    "keras.models": ("Sequential", "Model", "load_model", "clone_model", "model_from_json"),
    "keras": ("layers", "models", "Sequential", "Model", "Input", "applications", "datasets", "utils", "backend"),
    "keras.utils": ("to_categorical", "np_utils", "plot_model"),
    "math": ("pi", "e", "sqrt", "ceil", "floor", "log", "log2", "exp", "pow"),
}
"""What star imports of modules bring, as far as it matters; ``keras.layers`` brings every layer."""


def import_module(machine: Machine, dotted: str, bound: str | None, frame: Frame) -> None:
    """``import a.b`` or ``import a.b as c``."""
    note_generations(machine, dotted)
    top = dotted.split(".", 1)[0]
    if root(dotted) in KNOWN:
        frame.scope.assign(bound or top, External(canonical(dotted) if bound else canonical(top)))
        return
    target = dotted if bound else top
    module = load(machine, target, 0, frame)
    if module is None:
        machine.doubts += 1  # it may not be installed
        value: Value = outside(machine, target, bound or top)
        frame.scope.assign(bound or top, value)
        return
    if bound is None and "." in dotted:
        _load_below(machine, module, dotted, frame)
    frame.scope.assign(bound or top, module)


def _load_below(machine: Machine, module: ModuleValue, dotted: str, frame: Frame) -> None:
    """``import a.b.c`` makes ``b`` an attribute of ``a``, and ``c`` of ``b``."""
    parts = dotted.split(".")
    for index in range(1, len(parts)):
        inner = load(machine, ".".join(parts[: index + 1]), 0, frame)
        if inner is None:
            return
        module.scope.names[parts[index]] = inner
        module = inner


def import_from(machine: Machine, node: tree.ImportFrom, frame: Frame) -> None:
    """``from a import b as c``, ``from . import b``, ``from a import *``."""
    if node.level == 0 and node.module == "__future__":
        return
    if node.level == 0 and root(node.module) in KNOWN:
        note_generations(machine, node.module)
        base = canonical(node.module)
        if not node.names:
            _library_star(base, frame)
        for name, bound in node.names:
            note_generations(machine, f"{node.module}.{name}")
            value = machine.program.external_attribute(machine, External(base), name, None)
            frame.scope.assign(bound, value)
        return
    module = load(machine, node.module, node.level, frame)
    if module is None:
        machine.doubts += 1
        label = "." * node.level + node.module
        if not node.names:
            frame.scope.star.append(label)
        for name, bound in node.names:
            found = outside(machine, f"{label}.{name}", bound)
            frame.scope.assign(bound, machine.program.settled(machine, found, frame))
        return
    if not node.names:
        for name, value in module.scope.names.items():
            if not name.startswith("_"):
                frame.scope.assign(name, value)
        frame.scope.star.extend(module.scope.star)
    for name, bound in node.names:
        frame.scope.assign(bound, from_module(machine, module, name, node, frame))


def from_module(
    machine: Machine, module: ModuleValue, name: str, node: tree.ImportFrom | None = None, frame: Frame | None = None
) -> Value:
    """A name of a module of the project: what its code binds, or a module below it."""
    if name in module.scope.names:
        return module.scope.names[name]
    if node is not None and frame is not None:
        below = load(machine, f"{node.module}.{name}" if node.module else name, node.level, frame)
        if below is not None:
            return below
    reason = f"{module.name} does not define {name} in its source"
    return machine.unknown(reason, name, key=("import", module.path, name))


def outside(machine: Machine, dotted: str, text: str) -> Unknown:
    return machine.unknown(f"{dotted} is not in the project", text, key=("import", dotted))


def _library_star(base: str, frame: Frame) -> None:
    if base == "keras.layers" or base.startswith("keras.layers."):
        for name in (*catalogue(), "Input", "InputLayer", "Layer"):
            frame.scope.assign(name, External(f"keras.layers.{name}"))
        return
    for name in _STARS.get(base, ()):
        frame.scope.assign(name, External(canonical(f"{base}.{name}")))
    if base not in _STARS:
        frame.scope.star.append(base)


def note_generations(machine: Machine, module: str) -> None:
    """An import that the generation of this run does not have, and another has."""
    machine.tensorflow = machine.tensorflow or module.partition(".")[0] == "tensorflow"
    generations = generations_of(module)
    if generations is not None and machine.setting.generation not in generations:
        machine.conflicts.append(generations)
    elif generations is not None and len(generations) < len(GENERATIONS):
        machine.accepted.append(generations)


def load(machine: Machine, dotted: str, level: int, frame: Frame) -> ModuleValue | None:
    """Run a module of the project, once a run; ``None`` for one that is not there."""
    path = machine.program.find(dotted, level, frame.unit.path)
    if path is None or len(machine.modules) >= MAX_MODULES:
        return None
    known = machine.modules.get(path)
    if isinstance(known, ModuleValue):
        return known
    unit = machine.program.imported(path)
    if unit is None:
        return None
    module = ModuleValue(dotted or shown(path), path, Scope(None, "module"))
    machine.modules[path] = module
    if unit.path == machine.program.path:
        return module
    inner = Frame(module.scope, unit)
    before, machine.frame = machine.frame, inner
    try:
        for statement in unit.body:
            try:
                if machine.execute([statement], inner) is not None:
                    break
            except (Raised, OpenReturn):
                continue
    finally:
        machine.frame = before
    return module
