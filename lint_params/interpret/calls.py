"""Calls of what the program defines itself: functions, methods, classes, decorators."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lint_params.interpret import tree
from lint_params.interpret.attributes import bind_member, keep_attribute
from lint_params.interpret.enumerations import enumerate_members, is_enumeration, member_of
from lint_params.interpret.expressions import elements, hashable
from lint_params.interpret.machine import MAX_DEPTH, Machine, OpenReturn, OutOfSteps, Raised
from lint_params.interpret.operations import key_of
from lint_params.interpret.scope import Frame, Scope
from lint_params.interpret.statements import Returned
from lint_params.interpret.values import (
    Arguments,
    BoundMethod,
    Builtin,
    ClassValue,
    ContextValue,
    DictValue,
    External,
    FieldValue,
    FunctionValue,
    Instance,
    IteratorValue,
    ListValue,
    Partial,
    Remembered,
    SuperValue,
    Value,
    is_constant,
)
from lint_params.keras.base import KerasLayer
from lint_params.model.dimension import Size
from lint_params.model.errors import Refused
from lint_params.model.unknown import Unknown
from lint_params.records import replace

NOTHING: list[Value] = []
MAX_OPEN_DEPTH = 5
"""Calls of a function by itself that are followed where it is not known whether they happen: each may make several."""


def call(machine: Machine, function: Value, arguments: Arguments, frame: Frame) -> Value:
    """Call a value; an unknown result where nothing is known of it."""
    if isinstance(function, FunctionValue):
        return call_function(machine, function, arguments, frame)
    if isinstance(function, BoundMethod):
        bound = Arguments(
            [function.receiver, *arguments.positional], arguments.keywords, arguments.place, arguments.unit,
            arguments.rest, arguments.text,
        )  # fmt: skip
        return call(machine, function.function, bound, frame)
    if isinstance(function, Builtin):
        if function.whole and arguments.rest is not None:
            from lint_params.interpret.library.builtins import unknown_call

            return unknown_call(machine, arguments, arguments.rest.reason)
        return function.run(machine, arguments)
    if isinstance(function, External):
        return machine.program.call_external(machine, function, arguments, frame)
    if isinstance(function, ClassValue):
        return instantiate(machine, function, arguments, frame)
    if isinstance(function, Partial):
        merged = Arguments(
            [*function.positional, *arguments.positional], {**function.keywords, **arguments.keywords},
            arguments.place, arguments.unit, arguments.rest, arguments.text,
        )  # fmt: skip
        return call(machine, function.function, merged, frame)
    if isinstance(function, Remembered):
        return _remembered(machine, function, arguments, frame)
    if isinstance(function, KerasLayer):
        return machine.program.call_layer(machine, function, arguments, frame)
    if isinstance(function, Instance) and function.cls.find("__call__") is not None:
        method = get_method(machine, function, "__call__")
        return call(machine, method, arguments, frame)
    return machine.program.call_unknown(machine, function, arguments, frame)


def _remembered(machine: Machine, function: Remembered, arguments: Arguments, frame: Frame) -> Value:
    key = (*map(key_of, arguments.positional), *((name, key_of(v)) for name, v in arguments.keywords.items()))
    whole = arguments.rest is None and all(hashable(value) for value in key)
    if whole and key in function.results:
        return function.results[key]
    open_ = not whole or any(map(_is_open, (*arguments.positional, *arguments.keywords.values())))
    run = _perhaps_remembered if function.results and (open_ or function.open) else call
    function.open = function.open or open_
    result = run(machine, function.function, arguments, frame)
    if hashable(key):
        function.results[key] = result
    return result


def _is_open(value: Value) -> bool:
    return isinstance(value, (Unknown, Size)) or (isinstance(value, tuple) and any(map(_is_open, value)))


def _perhaps_remembered(machine: Machine, function: Value, arguments: Arguments, frame: Frame) -> Value:
    """A call of which it is not known whether it has been made before: then it gives what it gave, and does nothing."""
    reason = "it is not known whether the call has been made before"
    with machine.region("loop", None, reason):
        result = call(machine, function, arguments, frame)
    return result if is_constant(result) or _is_open(result) else machine.unknown(reason, arguments.text)


def get_method(machine: Machine, value: Instance, name: str) -> Value:
    found = value.cls.find(name)
    assert found is not None
    return bind_member(machine, found[0], found[1], value)


def call_function(machine: Machine, function: FunctionValue, arguments: Arguments, frame: Frame) -> Value:
    """Run a function of the program on arguments."""
    machine.called.add(id(function.node))
    if function.generator and function.attributes.get("contextmanager"):
        return ContextValue(function, arguments)
    return _run(machine, function, arguments, frame, None)


def run_context(machine: Machine, context: ContextValue, rest: Callable[[Value], None], frame: Frame) -> Value:
    """Run the function of a context, which calls ``rest`` at its ``yield``; ``None`` where it comes to none."""
    result = _run(machine, context.function, context.arguments, frame, rest)
    if isinstance(result, IteratorValue) and (result or result.open is None):
        return result[0] if result else None
    return machine.unknown("a context is not followed")


def _run(
    machine: Machine,
    function: FunctionValue,
    arguments: Arguments,
    frame: Frame,
    entered: Callable[[Value], None] | None,
) -> Value:
    if frame.depth >= MAX_DEPTH:
        return _too_deep(machine, function, arguments, f"{function.name} is called more than {MAX_DEPTH} calls deep")
    if frame.depth >= MAX_OPEN_DEPTH and machine.region_of(0) is not None and _recurs(function, frame):
        return _too_deep(machine, function, arguments, f"it is not known how often {function.name} calls itself")
    scope = Scope(function.scope)
    inner = Frame(scope, function.unit, function, frame, arguments.place, owner=function.owner)
    bind_parameters(machine, function, arguments, scope)
    inner.arguments = {name: value for name, value in scope.names.items() if _tells_apart(value)}
    if function.parameters.items and arguments.positional:
        inner.receiver = scope.names.get(function.parameters.items[0].name)
    if function.generator:
        inner.yielded = IteratorValue((), machine.born())
    inner.entered = entered
    before, machine.frame = machine.frame, inner
    try:
        if entered is None:
            result = _followed(machine, function, arguments, inner, frame)
        else:
            result = _run_body(machine, function, inner)
    except (Raised, Refused) as error:
        raised = error if isinstance(error, Raised) else Raised("ValueError")
        if entered is not None or not _goes_on(machine, raised, inner):
            raise
        reason = f"{function.name} raises {raised.name or 'an exception'}"
        if inner.unit.home.path == machine.program.path:
            machine.ended.append((inner, reason))
        result = machine.unknown(reason, arguments.text, key=machine.visit((function.node, "raised")))
    except OpenReturn as left:
        result = Unknown(
            f"what {function.name} gives depends on something unknown",
            arguments.text if arguments.text is not None and len(arguments.text) < 60 else None,
            key=machine.visit((function.node, "returned")),
            conditions=frozenset([left.key]),
        )
    finally:
        machine.frame = before
    if inner.yielded is not None:
        return inner.yielded
    return result


def _goes_on(machine: Machine, raised: Raised, frame: Frame) -> bool:
    """Whether what follows the call of a function that raises is read: in the file itself, where nothing catches it,
    but not in the methods of a layer or model, which Keras would not build."""
    caller = frame.caller
    if caller is None or caller.unit.home.path != machine.program.path or raised.name == "SystemExit":
        return False
    if machine.is_caught(raised):
        return False
    within: Frame | None = frame
    while within is not None:
        if within.owner is not None and machine.program.is_keras_class(within.owner):
            return False
        within = within.caller
    return True


def _recurs(function: FunctionValue, frame: Frame) -> bool:
    """Whether a function is called from within itself ``MAX_OPEN_DEPTH`` times."""
    times = 0
    caller: Frame | None = frame
    while caller is not None and times < MAX_OPEN_DEPTH:
        times += caller.function is not None and caller.function.node is function.node
        caller = caller.caller
    return times >= MAX_OPEN_DEPTH


def _too_deep(machine: Machine, function: FunctionValue, arguments: Arguments, reason: str) -> Value:
    """A call that is not followed: what it may do to models is not known."""
    if machine.away_since is not None:
        raise OutOfSteps
    given = [*arguments.positional, *arguments.keywords.values()]
    everything = machine.program.touches([function.body])
    for model in [made.model for made in machine.models]:
        if everything or any(model is value for value in given):
            model.incomplete = model.incomplete or reason
    return machine.unknown(reason)


def _followed(machine: Machine, function: FunctionValue, arguments: Arguments, inner: Frame, caller: Frame) -> Value:
    """Run the body of a function. Of a call from the file into another one that goes on for long without touching a
    model, once there is one, the rest is not followed: what it gives is not known, and models stay as they are."""
    own = machine.program.path
    known = id(function.node) in machine.too_long
    if not (machine.models or known) or function.unit.home.path == own or caller.unit.home.path != own:
        return _run_body(machine, function, inner)
    events, gave_up = machine.own_events, machine.gave_up
    try:
        if not known:
            with machine.away():
                return _run_body(machine, function, inner)
    except OutOfSteps:
        if machine.gave_up is not gave_up or machine.steps > machine.last_step:
            raise
    if machine.own_events == events:
        machine.left.add(id(function.node))
    return _left(machine, f"{function.name} runs longer than is followed", arguments, events, (function.node, "left"))


def _left(machine: Machine, reason: str, arguments: Arguments, events: int, key: object) -> Value:
    """The result of a call that was not followed to its end; what it touched may be changed further."""
    if machine.own_events > events:
        for made in machine.models:
            made.model.incomplete = made.model.incomplete or reason
    result = machine.unknown(reason, arguments.text, key=machine.visit(key))
    for value in (*arguments.positional, *arguments.keywords.values()):
        if isinstance(value, (ListValue, DictValue)):
            value.open = value.open or result
    return result


def _run_body(machine: Machine, function: FunctionValue, frame: Frame) -> Value:
    if not isinstance(function.body, list):
        return machine.evaluate(function.body, frame)
    try:
        signal = machine.execute(function.body, frame)
    except OpenReturn as left:
        if machine.program.touches([function.body]):
            machine.promote([left.key])
        raise
    return signal.value if isinstance(signal, Returned) else None


def _tells_apart(value: Value) -> bool:
    """Whether a value is short enough to name a variant."""
    if isinstance(value, (tuple, list)):
        return len(value) <= 8 and all(_tells_apart(item) for item in value)
    return isinstance(value, (Size, Unknown)) or (
        is_constant(value) and (not isinstance(value, str) or len(value) < 60)
    )


def bind_parameters(machine: Machine, function: FunctionValue, arguments: Arguments, scope: Scope) -> None:
    """Bind the arguments of a call to the names of a function; a missing one is symbolic."""
    positional = list(arguments.positional)
    keywords = dict(arguments.keywords)
    for parameter in function.parameters.items:
        name = parameter.name
        if parameter.kind == "star":
            scope.names[name] = (
                tuple(positional) if arguments.rest is None else ListValue(positional, 0, arguments.rest)
            )
            positional = []
        elif parameter.kind == "double":
            scope.names[name] = DictValue(keywords, machine.born(), arguments.rest)
            keywords = {}
        elif positional and parameter.kind in ("positional", "plain"):
            scope.names[name] = positional.pop(0)
        elif name in keywords and parameter.kind != "positional":
            scope.names[name] = keywords.pop(name)
        elif arguments.rest is not None:
            key = (function, name, key_of(arguments.rest))
            scope.names[name] = machine.unknown(arguments.rest.reason, name, arguments.rest, key=key)
        elif name in function.defaults:
            scope.names[name] = function.defaults[name]
        else:
            scope.names[name] = symbolic(machine, function, name)


def symbolic(machine: Machine, function: FunctionValue, name: str) -> Value:
    """An argument that nothing in the source gives."""
    line = function.node.place[0]
    reason = f"{name} is an argument of {function.name} that nothing here gives"
    found = machine.unknown(reason, name, line=line, key=("parameter", function.unit.path, line, name))
    return machine.program.settled_parameter(machine, function, name, found)


def call_method(machine: Machine, value: Value, name: str, positional: list[Value]) -> Value:
    """Call a method of an object of the program by name."""
    assert isinstance(value, Instance)
    return call_plain(machine, get_method(machine, value, name), positional)


def call_bound(machine: Machine, function: FunctionValue, receiver: Value, positional: list[Value]) -> Value:
    return call_plain(machine, function, [receiver, *positional])


def call_plain(
    machine: Machine, function: Value, positional: Sequence[Value], keywords: dict[str, Value] | None = None
) -> Value:
    """Call a value from within a library function: where the program stands now."""
    frame = machine.frame
    assert frame is not None
    place = frame.call_place or tree.NOWHERE
    return call(machine, function, Arguments(list(positional), keywords or {}, place, frame.unit), frame)


def make_function(
    machine: Machine,
    name: str,
    parameters: tree.Parameters,
    body: list[tree.Statement] | tree.Expression,
    node: tree.Node,
    frame: Frame,
) -> FunctionValue:
    defaults = {
        parameter.name: machine.evaluate(parameter.default, frame)
        for parameter in parameters.items
        if parameter.default is not None
    }
    scope = frame.scope
    generator = isinstance(node, tree.FunctionDef) and node.generator
    return FunctionValue(name, parameters, body, scope, defaults, frame.unit, node, generator, frame.owner)


def decorated(machine: Machine, function: FunctionValue, decorators: list[tree.Expression], frame: Frame) -> Value:
    """A function as its decorators leave it; one that is not known is taken to give the function back."""
    value: Value = function
    for node in reversed(decorators):
        name = frame.unit.text(node.place).split("(", 1)[0]
        last = name.rsplit(".", 1)[-1]
        if name.startswith(_OF_TESTS):
            continue
        if last in ("staticmethod", "classmethod", "property", "cached_property"):
            value = _of_kind(value, _KINDS[last], last == "cached_property")
            continue
        if last in ("setter", "getter", "deleter") and isinstance(node, tree.Attribute):
            owner = machine.evaluate(node.value, frame)
            if isinstance(owner, FunctionValue):
                owner = replace(owner, attributes={**owner.attributes, last: value})
                value = owner if last != "getter" else replace(function, kind=owner.kind, attributes=owner.attributes)
            continue
        if last in ("contextmanager", "asynccontextmanager"):
            function.attributes["contextmanager"] = True  # what it yields is what ``with`` binds
            continue
        decorator = machine.evaluate(node, frame)
        machine.require(decorator)
        if last in ("cache", "lru_cache") and isinstance(decorator, External):
            decorator = Builtin("decorator", _of_library(decorator, frame))
        ours = isinstance(decorator, Builtin) and decorator.name == "decorator"
        if ours or isinstance(decorator, (FunctionValue, BoundMethod, ClassValue, Partial)):
            result = call(machine, decorator, Arguments([value], {}, node.place, frame.unit), frame)
            machine.require(result)
            if not isinstance(result, Unknown) and (result is not None or isinstance(decorator, FunctionValue)):
                value = result
    return value


_KINDS = {"staticmethod": "static", "classmethod": "class", "property": "property", "cached_property": "property"}


def _of_kind(value: Value, kind: str, cached: bool) -> Value:
    """What a decorator of methods makes of a function, or of what other decorators have made of one."""
    if isinstance(value, Remembered) and isinstance(value.function, FunctionValue) and kind == "property":
        value, cached = value.function, True  # what is remembered by ``self`` alone is made once for each object
    if isinstance(value, Remembered):
        value.kind = kind
    elif isinstance(value, FunctionValue):
        value = replace(value, kind=kind, attributes={**value.attributes, "cached": cached})
    return value


_OF_TESTS = ("pytest.mark.", "unittest.skip", "unittest.expectedFailure")
"""Beginnings of decorators that only say when a test is run: a file of tests has hundreds of them."""


def _of_library(decorator: External, frame: Frame) -> Callable[[Machine, Arguments], Value]:
    return lambda machine, arguments: machine.program.call_external(machine, decorator, arguments, frame)


_METACLASSES = ("ABCMeta", "type", "EnumMeta", "EnumType")
_DERIVED = "__init_subclass__"


def make_class(machine: Machine, node: tree.ClassDef, frame: Frame) -> Value:
    bases: list[Value] = []
    for argument in node.bases:
        if argument.name is None and not argument.star:
            bases.append(machine.evaluate(argument.value, frame))
        elif argument.star == "*":
            more, open_ = elements(machine, machine.evaluate(argument.value, frame))
            bases += [*more, open_] if open_ is not None else more
    kept = [
        base if isinstance(base, (ClassValue, External, Unknown)) else machine.unknown("not a class", None, base)
        for base in bases
    ]
    machine.require(*kept)
    options = {argument.name: argument.value for argument in node.bases if argument.name is not None}
    if "metaclass" in options and frame.unit.text(options.pop("metaclass").place).split(".")[-1] not in _METACLASSES:
        kept.append(machine.unknown("what its metaclass adds is not followed"))
    cls = ClassValue(node.name, list(kept), {}, node, frame.unit)
    scope = Scope(frame.scope, "class")
    inner = Frame(scope, frame.unit, frame.function, frame.caller, frame.call_place, frame.arguments, cls)
    machine.execute(node.body, inner)
    cls.namespace = scope.names
    for name, member in list(cls.namespace.items()):
        if isinstance(member, Instance) and member.cls.find("__set_name__") is not None:
            machine.program.call_method(machine, member, "__set_name__", [cls, name])
    above = next((each for each in cls.mro()[1:] if isinstance(each, ClassValue) and _DERIVED in each.namespace), None)
    if above is not None:
        keywords = {name: machine.evaluate(value, frame) for name, value in options.items()}
        call_plain(machine, above.namespace[_DERIVED], [cls], keywords)
    whole: Value = cls
    for decorator in reversed(node.decorators):
        name = frame.unit.text(decorator.place).split("(")[0].rsplit(".", 1)[-1]
        if name in ("dataclass", "define", "frozen", "attrs"):
            cls.dataclass_fields = _fields(cls)
            cls.by_identity = "eq=False" in frame.unit.text(decorator.place).replace(" ", "")
            continue
        function = machine.evaluate(decorator, frame)
        machine.require(function)
        if isinstance(function, (FunctionValue, BoundMethod, Partial)):
            made = call(machine, function, Arguments([whole], {}, decorator.place, frame.unit), frame)
            machine.require(made)
            whole = whole if made is None or isinstance(made, Unknown) else made
    if cls.externals and cls.externals[0] in ("typing.NamedTuple", "pydantic.BaseModel"):
        cls.dataclass_fields = _fields(cls)
    if is_enumeration(cls):
        enumerate_members(machine, cls)
    return whole


def _fields(cls: ClassValue) -> list[tuple[str, Value]]:
    """The fields of a dataclass, inherited ones first, with their defaults (``...`` for none)."""
    fields: dict[str, Value] = {}
    for base in reversed(cls.mro()):
        if not isinstance(base, ClassValue):
            continue
        for statement in base.node.body:
            if isinstance(statement, tree.AnnotatedAssign) and isinstance(statement.target, tree.Name):
                name = statement.target.id
                annotation = base.unit.text(statement.annotation.place)
                if "ClassVar" in annotation:
                    continue
                # A field() stands in the class as its default alone.
                known = dict(base.dataclass_fields or ())
                fields[name] = known.get(name, base.namespace.get(name, ...))
                if isinstance(fields[name], FieldValue):
                    default = fields[name].default  # type: ignore[attr-defined]
                    base.namespace.pop(name, None)
                    if default is not ...:
                        base.namespace[name] = default
                if "InitVar" in annotation:
                    default = fields[name]
                    fields[name] = FieldValue(default, passed=True)
    return list(fields.items())


def instantiate(machine: Machine, cls: ClassValue, arguments: Arguments, frame: Frame) -> Value:
    """Make an object of a class of the program."""
    if machine.program.is_keras_class(cls):
        return machine.program.make_custom(machine, cls, arguments, frame)
    if is_enumeration(cls) and arguments.positional:
        return member_of(machine, cls, arguments.positional[0])
    instance = _new(machine, cls, arguments, frame)
    if not isinstance(instance, Instance) or cls not in instance.cls.mro():
        return instance
    machine.instances.append(instance)
    found = cls.find("__init__")
    if found is not None and isinstance(found[1], FunctionValue):
        call(machine, BoundMethod(found[1], instance), arguments, frame)
    elif cls.dataclass_fields is not None:
        _fill_fields(machine, cls, instance, arguments, frame)
    return instance


def _new(machine: Machine, cls: ClassValue, arguments: Arguments, frame: Frame) -> Value:
    found = cls.find("__new__")
    if found is None or not isinstance(found[1], FunctionValue):
        return Instance(cls, {}, machine.born(), cls.unknown_base)
    return call(machine, BoundMethod(found[1], cls), arguments, frame)


def _fill_fields(machine: Machine, cls: ClassValue, instance: Instance, arguments: Arguments, frame: Frame) -> None:
    positional = list(arguments.positional)
    passed: list[Value] = []
    for name, default in cls.dataclass_fields or []:
        field = default if isinstance(default, FieldValue) else FieldValue(default)
        default = field.default
        if field.init and positional:
            value = positional.pop(0)
        elif field.init and name in arguments.keywords:
            value = arguments.keywords[name]
        elif field.init and arguments.rest is not None:
            value = machine.unknown(arguments.rest.reason, name, arguments.rest, key=(instance, name))
        elif field.factory is not None:  # field(default_factory=list)
            value = call(machine, field.factory, Arguments([], {}, arguments.place, arguments.unit), frame)
        elif not field.init and default is ...:
            continue
        elif default is ...:
            value = machine.unknown(f"{name} of {cls.name} is not given here", name, key=(instance, name))
        else:
            value = default
        if field.passed:
            passed.append(value)
        else:
            instance.attributes[name] = value
    initialized(machine, cls, instance, passed)


def initialized(machine: Machine, cls: ClassValue, instance: Instance, passed: list[Value]) -> None:
    """What a dataclass does once its fields are set."""
    after = cls.find("__post_init__")
    if after is not None and isinstance(after[1], FunctionValue):
        call_plain(machine, BoundMethod(after[1], instance), passed)


def super_value(machine: Machine, frame: Frame) -> Value:
    """``super()``: the class whose method runs, and the object it runs on."""
    current: Frame | None = frame
    while current is not None and (current.owner is None or current.function is None):
        current = current.caller
    if current is None or current.owner is None:
        return machine.unknown("super() outside of a class")
    return SuperValue(current.owner, current.receiver)


def super_attribute(machine: Machine, value: SuperValue, name: str) -> Value:
    receiver = value.receiver
    own = receiver.cls if isinstance(receiver, Instance) else getattr(receiver, "user_class", None)
    order = own.mro() if isinstance(own, ClassValue) else value.cls.mro()
    after = order[order.index(value.cls) + 1 :] if value.cls in order else order[1:]
    for cls in after:
        if isinstance(cls, ClassValue) and name in cls.namespace:
            return bind_member(machine, cls, cls.namespace[name], receiver)
        if isinstance(cls, External) and isinstance(receiver, KerasLayer):
            return machine.program.base_attribute(machine, receiver, name)
    if name == "__new__":
        return Builtin("super().__new__", _plain_new)
    if name == "__setattr__" and isinstance(receiver, Instance):
        return Builtin("super().__setattr__", lambda m, arguments: _set_plainly(m, receiver, arguments))
    if name.startswith("__"):
        return Builtin(f"super().{name}", lambda _machine, _arguments: None)
    open_ = next((cls.reason for cls in after if isinstance(cls, Unknown)), f"what super().{name} is is not followed")
    return machine.unknown(open_, f"super().{name}", key=(value.cls, "super", name))


def _set_plainly(machine: Machine, receiver: Instance, arguments: Arguments) -> Value:
    name = arguments.get(0, "name")
    if isinstance(name, str):
        keep_attribute(machine, receiver, name, arguments.get(1, "value"))
    else:
        receiver.open = receiver.open or machine.unknown("a name is set that is not known", None, name)
    return None


def _plain_new(machine: Machine, arguments: Arguments) -> Value:
    """``object.__new__(cls)``."""
    cls = arguments.get(0, "cls")
    return Instance(cls, {}, machine.born(), cls.unknown_base) if isinstance(cls, ClassValue) else None


__all__ = ["call", "call_function", "elements", "instantiate", "make_class", "make_function"]
