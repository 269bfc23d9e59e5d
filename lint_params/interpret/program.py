"""A program to interpret: its code, its project, and the doors through which the evaluators reach each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from lint_params.interpret import applying, calls, configurations, deriving, growing, layers, members, tree
from lint_params.interpret.costs import Cost
from lint_params.interpret.expressions import EVALUATORS
from lint_params.interpret.imports import from_module, import_from, import_module
from lint_params.interpret.loops import EXECUTORS
from lint_params.interpret.lower import lower
from lint_params.interpret.machine import MAX_TEXT, Evaluator, Executor, Key, Machine, MadeModel, Raised
from lint_params.interpret.mentions import ModelWords, carried, jumping, walk
from lint_params.interpret.names import KNOWN, canonical, root
from lint_params.interpret.project import MAX_BYTES, Project, shown
from lint_params.interpret.scope import Frame, Scope
from lint_params.interpret.statements import assign
from lint_params.interpret.values import (
    Arguments,
    Array,
    AssumedFloat,
    AssumedInt,
    AssumedStr,
    Builtin,
    ClassValue,
    Configuration,
    DictValue,
    External,
    FunctionValue,
    Instance,
    ListValue,
    Namespace,
    OwnLayers,
    Value,
)
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Functional, InputLayer, Sequential
from lint_params.keras.registry import lookup
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Dimension, Size
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.unknown import Unknown
from lint_params.records import replace
from lint_params.source.read import parse


class Program:
    """The file being checked, lowered, with what the configuration says of it; machines run it."""

    def __init__(
        self,
        path: str,
        units: Sequence[tree.Unit],
        project: Project,
        inputs: Mapping[str, object] | None = None,
        stated_inputs: Mapping[tuple[int | None, int], tuple[Dimension, ...]] | None = None,
        stated_params: Mapping[tuple[int | None, int], int] | None = None,
        layers: Mapping[str, Cost] | None = None,
        generation_is_set: bool = False,
    ) -> None:
        self.path = path
        self.units = list(units)
        self.project = project
        self.inputs = dict(inputs or {})
        self.stated_inputs = dict(stated_inputs or {})
        self.stated_params = dict(stated_params or {})
        self.layers = dict(layers or {})
        """What layers of other packages cost, by dotted name."""
        self.generation_is_set = generation_is_set
        """Whether the configuration says which generation of Keras the file is for."""
        self.evaluators: dict[type, Evaluator] = EVALUATORS
        self.executors: dict[type, Executor] = EXECUTORS
        self.keys: dict[tuple[object, ...], Key] = {}
        """Every key of an unknown value, by its parts, over all runs."""
        self.words = ModelWords()
        self.read: dict[str, tree.Unit] = {}
        """Other files of the project that were read, by path."""
        self.texts: set[str] = set()
        """Of these, those that were read as data."""
        self.bytes_read = 0
        self._imported: dict[str, tree.Unit | None] = {}
        self._found: dict[tuple[str, int, str], str | None] = {}
        self._carried: dict[int, frozenset[str]] = {}
        self._texts: dict[tuple[str, int, tree.Place], tree.Unit | None] = {}
        self._loops: set[int] = set()
        self._jumping: dict[int, list[tree.Statement]] = {}
        self._growing: dict[tuple[int, bool], list[str | None]] = {}
        for unit in self.units:
            self.words.add(unit)

    # What code speaks of.

    def touches(self, nodes: Sequence[object]) -> bool:
        return self.words.touched_by(list(nodes))

    def notes_loop(self, node: tree.For | tree.While) -> None:
        """A loop touches models: a condition under which a pass of it ends early decides about them."""
        if id(node) not in self._loops:
            self._loops.add(id(node))
            self._jumping.update((id(condition), node.body) for condition in jumping(node.body))

    def ends_pass(self, node: tree.If) -> bool:
        """Whether a condition ends a pass of a loop that touches models."""
        return id(node) in self._jumping

    def grows(self, node: tree.If, frame: Frame) -> bool:
        """Whether a condition decides about layers that are added or taken off."""
        return any(
            of is None or not isinstance(frame.scope.value(of), (ListValue, DictValue)) for of in self._growing_of(node)
        )

    def _growing_of(self, node: tree.If) -> list[str | None]:
        """Of the calls of ``add`` and ``pop`` that a condition decides about, the names that they are called on."""
        key = id(node), self.ends_pass(node)
        if key not in self._growing:
            decided = [node.body, node.orelse, self._jumping.get(id(node), [])]
            spoken = any(not self.words.of(each).isdisjoint(("add", "pop")) for each in decided)
            nodes = walk([statement for body in decided for statement in body] if spoken else [])
            called = [each.function for each in nodes if isinstance(each, tree.Call)]
            self._growing[key] = [
                each.value.id if isinstance(each.value, tree.Name) else None
                for each in called
                if isinstance(each, tree.Attribute) and each.attr in ("add", "pop")
            ]
        return self._growing[key]

    def carried(self, node: tree.For | tree.While) -> frozenset[str]:
        if id(node) not in self._carried:
            self._carried[id(node)] = carried(node)
        return self._carried[id(node)]

    def unit_in_text(self, text: str, host: tree.Unit, at: tree.Place) -> tree.Unit | None:
        """Code that stands in a text, and is run at a place of the program; ``None`` where it can't be parsed."""
        key = (text, id(host), at)
        if key not in self._texts:
            reading = parse(text.encode("utf-8", "replace"), host.path, notebook=False)
            cells = reading.file.cells if reading.file is not None else ()
            unit = lower(cells[0], host.path) if cells else None
            found = unit if isinstance(unit, tree.Unit) else None
            if found is not None:
                found.host, found.at = host, at
                found.cell = -2 - len(self._texts)  # its own places, in keys
                self.words.add(found)
            self._texts[key] = found
        return self._texts[key]

    # Other files: each is looked for and read once, however often the program is run.

    def find(self, dotted: str, level: int, importer: str) -> str | None:
        """The path of a module of the project, by the name that an import in a file gives it."""
        key = dotted, level, importer
        if key not in self._found:
            self._found[key] = self.project.find(dotted, level, importer)
        return self._found[key]

    def imported(self, path: str) -> tree.Unit | None:
        """The module at a path; ``None`` where it can't be read, or where too much has been read already."""
        if path in self._imported:
            return self._imported[path]
        if path not in self.read and self.bytes_read > MAX_BYTES:
            return None
        unit = self._imported[path] = self.project.unit(path)
        if unit is None:
            self.read.setdefault(path, tree.Unit(shown(path), None, [], [""]))  # what it says may change
        elif path not in self.read:
            self.read[path] = unit
            self.bytes_read += sum(map(len, unit.lines))
            self.words.add(unit)
        return unit

    def modules_read(self) -> dict[str, tree.Unit]:
        """The modules that were read as code alone, by their paths."""
        return {
            path: unit
            for path, unit in self._imported.items()
            if unit is not None and path not in self.texts and unit is self.read.get(path)
        }

    # Names.

    def builtin(self, name: str) -> Value | None:
        # Of ``names``, so that what stands there is among them.
        from lint_params.interpret.library.names import BUILTINS

        return BUILTINS.get(name)

    def missing_name(self, machine: Machine, node: tree.Name, frame: Frame) -> Value:
        """A name that nothing defines: perhaps a star import of something unknown brings it."""
        if node.id == "__name__":
            return self.module_name(frame.unit)
        if node.id == "__file__":
            return frame.unit.path
        reason = f"nothing here defines {node.id}"
        stars = [star for scope in (frame.scope, frame.scope.module) for star in scope.star]
        open_ = frame.scope.module.open
        if open_ is not None:
            reason = open_.reason
        elif stars:
            reason = f"{node.id} may come from {stars[0]}, which is not in the project"
        elif node.id not in _OF_NOTEBOOKS:
            machine.fails("NameError")
        found = machine.unknown(reason, node.id, line=node.place[0], key=("name", frame.unit.path, node.id))
        return self.settled(machine, found, frame)

    def module_name(self, unit: tree.Unit) -> str:
        """``__name__`` in a file: ``__main__`` in the one that is checked."""
        return "__main__" if unit.home.path == self.path else unit.path.rsplit("/", 1)[-1].removesuffix(".py")

    def settled(self, machine: Machine, found: Unknown, frame: Frame) -> Value:
        """An unknown, or the value that the configuration gives for its text."""
        if found.text is None or not self.inputs:
            return found
        value = self.inputs.get("".join(found.text.split()), self.inputs.get(found.text))
        return found if value is None else _configured(value)

    def settled_parameter(self, machine: Machine, function: FunctionValue, name: str, found: Unknown) -> Value:
        return self.settled(machine, found, cast(Frame, machine.frame))

    def named(self, machine: Machine, name: str, value: Value, frame: Frame) -> Value:
        """A value is bound to a name: what the configuration says of the name, and the variable of a model."""
        if isinstance(value, Sequential):
            for made in machine.models:
                if made.model is value and made.variable is None and frame.unit.home.path == self.path:
                    made.variable = name
                    self._late_input(machine, made)
        elif isinstance(value, Unknown) and name in self.inputs:
            return _configured(self.inputs[name])
        return value

    def _late_input(self, machine: Machine, made: MadeModel) -> None:
        given = self.configured_input(machine, made)
        model = made.model
        if given is not None and model.layers and (model.input is None or model.input.open):
            growing.settle_now(model, given)

    def configured_input(self, machine: Machine, made: MadeModel) -> tuple[Dimension, ...] | None:
        """The input shape that a comment or the configuration gives for a model, without the batch."""
        stated = self.stated_inputs.get((made.span.cell, made.span.line))
        if stated is not None:
            return stated
        for name in (made.variable, made.function):
            value = self.inputs.get(name) if name is not None else None
            if isinstance(value, (list, tuple)):
                return tuple(item if isinstance(item, int) else None for item in value)
        return None

    def frame_of(self, machine: Machine) -> Frame:
        assert machine.frame is not None
        return machine.frame

    # Calls.

    call = staticmethod(calls.call)
    call_method = staticmethod(calls.call_method)
    call_bound = staticmethod(calls.call_bound)
    call_plain = staticmethod(calls.call_plain)
    run_context = staticmethod(calls.run_context)
    super_value = staticmethod(calls.super_value)
    super_attribute = staticmethod(calls.super_attribute)
    make_function = staticmethod(calls.make_function)
    decorated = staticmethod(calls.decorated)
    make_class = staticmethod(calls.make_class)
    make_custom = staticmethod(deriving.make_custom)
    import_module = staticmethod(import_module)
    import_from = staticmethod(import_from)
    from_module = staticmethod(from_module)
    assign = staticmethod(assign)
    lose = staticmethod(growing.lose)
    layer_attribute = staticmethod(members.layer_attribute)
    set_layer_attribute = staticmethod(members.set_layer_attribute)
    delete_layer_attribute = staticmethod(members.delete_layer_attribute)
    replace_item = staticmethod(members.replace_item)
    nest_list = staticmethod(members.nest_list)

    def base_attribute(self, machine: Machine, layer: KerasLayer, name: str) -> Value:
        if name == "__init__":
            return deriving.init_of(machine, layer)
        return members.base_attribute(machine, layer, name)

    def call_layer(self, machine: Machine, layer: KerasLayer, arguments: Arguments, frame: Frame) -> Value:
        return applying.call_value(machine, layer, arguments, frame)

    def call_external(self, machine: Machine, function: External, arguments: Arguments, frame: Frame) -> Value:
        """Call something of a library."""
        from lint_params.interpret.library import handler_of, takes_parts

        name = function.name
        handler = handler_of(name)
        if handler is not None:
            if arguments.rest is not None and not takes_parts(name, handler):
                return self.call_unknown(machine, function, arguments, frame, arguments.rest.reason)
            return handler(machine, arguments)
        if root(name) == "keras":
            made = self._call_keras(machine, name, arguments, frame)
            if made is not None:
                return made
        return self.call_unknown(machine, function, arguments, frame)

    def _call_keras(self, machine: Machine, name: str, arguments: Arguments, frame: Frame) -> Value | None:
        head, _, last = name.rpartition(".")
        kind = self.keras_kind(name)
        if last == "from_config":
            return configurations.from_config(machine, head, arguments, frame)
        if kind == "Sequential":
            return growing.make_sequential(machine, arguments, frame)
        if kind == "Model":
            return applying.make_functional(machine, arguments, frame)
        if kind == "Input":
            return applying.make_input(machine, arguments, frame, layer_only=last == "InputLayer")
        cls = self.layer_class(name)
        if cls is not None:
            return layers.make_layer(machine, cls, arguments, frame)
        if name.startswith("keras.applications."):
            from lint_params.interpret.library.pretrained import make_application

            return make_application(machine, last, arguments, frame)
        if name.startswith("keras.layers.") and last[:1].isupper():
            layers.prepare(machine, arguments)
            reason = f"the layer {last} is not described here"
            layer = layers.OpaqueLayer(reason, last, machine.layer_name(last))
            return layers.placed(machine, layer, arguments, frame)
        return None

    def remake(self, machine: Machine, cls: ClassValue) -> Value:
        """The ``from_config`` of a class that derives from one of Keras' and has none of its own."""
        return configurations.of_class(machine, cls)

    def keras_kind(self, name: str) -> str | None:
        """Whether a name of Keras is its ``Sequential``, ``Model`` or ``Input``."""
        head, _, last = name.rpartition(".")
        if not (head == "keras" or head.startswith(("keras.models", "keras.engine", "keras.layers", "keras.legacy"))):
            return None
        if last == "Sequential":
            return "Sequential"
        if last in ("Model", "Functional"):
            return "Model"
        return "Input" if last in ("Input", "InputLayer") else None

    def layer_class(self, name: str) -> type[KerasLayer] | None:
        """The description of a layer class, by its dotted name in Keras."""
        head, _, last = name.rpartition(".")
        if not head.startswith(("keras.layers", "keras.legacy", "keras.engine")):
            return None
        return lookup(last)

    def call_unknown(
        self, machine: Machine, function: Value, arguments: Arguments, frame: Frame, why: str | None = None
    ) -> Value:
        """The result of a call of which nothing is known; ``why``, where it is not what is called."""
        from lint_params.interpret.library.tuning import tuned

        text = getattr(function, "text", None)
        if isinstance(function, Unknown) and text is not None:
            found = tuned(machine, text.rsplit(".", 1)[-1], arguments)
            if found is not None:
                return found
        if isinstance(function, Unknown):
            if any(isinstance(each, Tensor) for each in arguments.positional):
                machine.layer_like.add(function.key)
            reason = function.reason
        elif why is not None:
            reason = why
        elif isinstance(function, External):
            reason = f"what {function.name} gives is not followed"
        else:
            reason = "what is called is not known"
        sources = (function, *arguments.positional, *arguments.keywords.values())
        for each in sources:
            if isinstance(each, Configuration):
                each.changed_within = True
        key = ("call", machine.visit((frame.unit.path, frame.unit.cell, arguments.place)))
        name = text if isinstance(function, Unknown) else getattr(function, "name", None)
        cost = self.layers.get(name) if name is not None else None
        if cost is not None:
            layers.prepare(machine, arguments)
            return layers.placed(machine, layers.costed(machine, cost, arguments), arguments, frame)
        shown = arguments.text
        if name is not None and name.rsplit(".", 1)[-1][:1].isupper() and len(shown or "x" * 99) > MAX_TEXT:
            shown = f"{name}(…)"  # a class: what it is called is what is left of a long call
        result = machine.unknown(reason, shown, *sources, line=arguments.place[0], key=key)
        result = replace(result, span=machine.span(arguments.unit, arguments.place))
        return self.settled(machine, result, frame)

    # Classes.

    def keras_base(self, cls: ClassValue) -> str | None:
        """The class of Keras that a class of the program derives from: ``Layer``, ``Model``, ``Sequential`` …

        The closest one that is more than ``Layer``, which mixins derive from.
        """
        found = None
        for name in cls.externals:
            last = name.rsplit(".", 1)[-1]
            if root(name) != "keras":
                continue
            if last in ("Layer", "Wrapper", "Layer3D", "Operation", "AbstractRNNCell"):
                found = "Layer"
                continue
            kind = self.keras_kind(name)
            if kind in ("Sequential", "Model"):
                return kind
            if self.layer_class(name) is not None:
                return last
        return found

    def is_keras_class(self, cls: ClassValue) -> bool:
        return self.keras_base(cls) is not None

    def has_attribute(self, machine: Machine, arguments: Arguments) -> bool | Unknown:
        from lint_params.interpret.library.objects import hasattr_
        from lint_params.interpret.operations import truth

        return truth(machine, hasattr_(machine, arguments))

    def is_instance(self, machine: Machine, value: Value, cls: Value) -> bool | Unknown:
        from lint_params.interpret.library.objects import is_instance

        return is_instance(machine, value, cls)

    def type_of(self, value: Value) -> Value:
        from lint_params.interpret.library.objects import type_of

        return type_of(value)

    # Attributes.

    def external_attribute(self, machine: Machine, value: External, name: str, text: str | None) -> Value:
        from lint_params.interpret.library import constant_of, is_constant
        from lint_params.interpret.library.settings import FLAGS, flag

        if value.name in FLAGS:
            return flag(machine, name, text)
        if value.name in ("builtins", "six.moves"):
            found = self.builtin(name)
            if found is not None:
                return found
        dotted = canonical(f"{value.name}.{name}")
        if is_constant(dotted):
            return constant_of(dotted)
        if name in ("__name__", "__qualname__") and "." in value.name:
            return self._name_in_library(machine, value.name)
        return External(dotted)

    def _name_in_library(self, machine: Machine, name: str) -> str:
        """``__name__`` of a class or function: that of a layer as its generation of Keras has it."""
        cls = self.layer_class(name)
        return cls.name_in(machine.setting.generation) if cls is not None else name.rsplit(".", 1)[-1]

    def library_member(self, machine: Machine, value: External, name: str, text: str | None) -> Value | None:
        """What a class of a library gives by a name; ``None`` where it is not known here whether there is such."""
        from lint_params.interpret.library import handler_of

        found = self.external_attribute(machine, value, name, text)
        return None if isinstance(found, External) and handler_of(found.name) is None else found

    def method(self, value: Value, name: str) -> Value | None:
        from lint_params.interpret.library.containers import bound_method

        return bound_method(value, name)

    def namespace_attribute(self, machine: Machine, value: Namespace, name: str, text: str | None, line: int) -> Value:
        """A setting read from outside: its default, marked as assumed."""
        full = f"{value.name}.{name}"
        given = self.inputs.get(full)
        if given is not None:
            return _configured(given)
        if name not in value.attributes:
            reason = f"{value.name} is not known to have {name}"
            return machine.unknown(reason, text or full, line=line, key=(value, ".", name))
        found = value.attributes[name]
        if not value.assumed:
            return found
        return assumed(machine, found, text or full, line)

    def assumed(self, machine: Machine, value: Value, name: str, line: int | None) -> Value:
        """A value that is only a default, marked as such."""
        return assumed(machine, value, name, line)

    # Changes.

    def mutate(self, machine: Machine, value: ListValue | DictValue, grows: bool = False) -> None:
        """A list or dictionary is changed: where that may not happen, its contents are no longer known.

        ``grows``: at its end only, so that the elements it has stay where they are.
        """
        if isinstance(value, OwnLayers) and isinstance(value.model, Sequential):
            growing.lose(machine, value.model, "the program changes the model's own list of layers")
        region = machine.region_of(value.born)
        if isinstance(value, ListValue) and not grows:
            value.firm = 0
        elif isinstance(value, ListValue) and value.open is None:
            value.firm = len(value)
        if region is not None and value.open is None:
            conditions = frozenset([region.key]) if region.kind == "branch" else frozenset()
            value.open = Unknown(region.reason, key=(region.key, machine.born()), conditions=conditions)

    def lenient_names(self, machine: Machine, layer: KerasLayer, model: Sequential) -> bool:
        """Whether two layers only seem to have one name: the name is not known."""
        return isinstance(layer.args.raw("name"), Unknown) or model.incomplete is not None

    def known_root(self, name: str) -> bool:
        return root(name) in KNOWN

    # Running.

    def run(self, machine: Machine) -> Scope:
        """Run the file from top to bottom; its scope at the end."""
        scope = Scope(None, "module")
        for unit in self.units:
            frame = Frame(scope, unit)
            machine.frame = frame
            for statement in unit.body:
                try:
                    signal = machine.execute([statement], frame)
                except (Raised, Refused):
                    continue  # what follows is read as if the error had not happened: data may be missing here only
                if signal is not None:
                    break
        return scope


def assumed(machine: Machine, value: Value, name: str, line: int | None) -> Value:
    """A value that is only a default: the mark goes with it into whatever is computed from it."""
    mark = (name, value, line)
    if isinstance(value, bool) or value is None:
        machine.assume(name, value, line)
        return value
    marked: AssumedInt | AssumedFloat | AssumedStr
    if isinstance(value, int):
        marked = AssumedInt(value)
    elif isinstance(value, float):
        marked = AssumedFloat(value)
    elif isinstance(value, str):
        marked = AssumedStr(value)
    else:
        if isinstance(value, (ListValue, tuple)):
            machine.assume(name, str(list(value)), line)
        return value
    marked.assumed = (mark,)
    return marked


def _configured(value: object) -> Value:
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return value


_OF_NOTEBOOKS = ("get_ipython", "display", "In", "Out", "exit", "quit")
"""Names that are there where the program runs in a notebook."""
Handler = Callable[[Machine, Arguments], Value]
__all__ = [
    "Array",
    "Builtin",
    "Functional",
    "InputLayer",
    "Instance",
    "Program",
    "Refused",
    "Size",
    "Tensor",
    "Undetermined",
]
