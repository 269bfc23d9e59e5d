"""How each kind of expression is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar, cast

from lint_params.interpret import tree
from lint_params.interpret.attributes import get_attribute, get_item
from lint_params.interpret.machine import Evaluator, Machine, taint
from lint_params.interpret.mentions import walk
from lint_params.interpret.operations import TOO_DEEP, binary, compare, set_of, too_deep, truth, unary
from lint_params.interpret.scope import Frame, Scope
from lint_params.interpret.values import (
    Arguments,
    Array,
    AssumedStr,
    AttributesValue,
    Builtin,
    ClassValue,
    Configuration,
    DictValue,
    External,
    FunctionValue,
    Instance,
    IteratorValue,
    ListValue,
    ModuleValue,
    SetValue,
    Value,
    ViewValue,
    is_constant,
)
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Sequential
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Size
from lint_params.model.unknown import Unknown

EVALUATORS: dict[type, Evaluator] = {}
MAX_ITEMS = 20_000
MAX_COMPREHENSION = 5_000

_Node = TypeVar("_Node", bound=tree.Node)


def evaluates(kind: type[_Node]) -> Callable[[Callable[[Machine, _Node, Frame], Value]], Callable[..., Value]]:
    """Registers the evaluator of a kind of node."""

    def register(function: Callable[[Machine, _Node, Frame], Value]) -> Callable[..., Value]:
        EVALUATORS[kind] = cast(Evaluator, function)
        return function

    return register


def text_of(node: tree.Node, frame: Frame) -> str:
    return frame.unit.text(node.place)


@evaluates(tree.Constant)
def constant(machine: Machine, node: tree.Constant, frame: Frame) -> Value:
    return node.value


@evaluates(tree.Name)
def name(machine: Machine, node: tree.Name, frame: Frame) -> Value:
    scope = frame.scope.find(node.id)
    if scope is not None:
        return scope.names[node.id]
    found = machine.program.builtin(node.id)
    if found is not None:
        return found
    return machine.program.missing_name(machine, node, frame)


@evaluates(tree.Attribute)
def attribute(machine: Machine, node: tree.Attribute, frame: Frame) -> Value:
    return get_attribute(machine, machine.evaluate(node.value, frame), node.attr, node, frame)


@evaluates(tree.Subscript)
def subscript(machine: Machine, node: tree.Subscript, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame)
    return get_item(machine, value, machine.evaluate(node.index, frame), node, frame)


@evaluates(tree.Slice)
def slice_(machine: Machine, node: tree.Slice, frame: Frame) -> Value:
    parts = [machine.evaluate(part, frame) if part is not None else None for part in (node.start, node.stop, node.step)]
    return slice(*parts)


@evaluates(tree.Starred)
def starred(machine: Machine, node: tree.Starred, frame: Frame) -> Value:
    return machine.evaluate(node.value, frame)


@evaluates(tree.Call)
def call(machine: Machine, node: tree.Call, frame: Frame) -> Value:
    function = machine.evaluate(node.function, frame)
    if isinstance(function, Builtin) and function.name == "super" and not node.arguments:
        return machine.program.super_value(machine, frame)
    given = node.arguments
    drawn: list[Value] = []
    if isinstance(function, Builtin) and function.name in _DRAWING and given and _is_generator(given[0]):
        # What such a function does not draw from a generator never happens.
        drawn = [comprehension(machine, cast(tree.Comprehension, given[0].value), frame, _DRAWING[function.name])]
        given = given[1:]
    arguments = evaluate_arguments(machine, given, node, frame)
    arguments.positional[:0] = drawn
    return machine.program.call(machine, function, arguments, frame)


Ends = Callable[[Machine, Value], "bool | Unknown"]
"""Whether an element is the last that is drawn from a generator."""


def _is_false(machine: Machine, value: Value) -> bool | Unknown:
    answer = truth(machine, value)
    return answer if isinstance(answer, Unknown) else not answer


_DRAWING: dict[str, Ends] = {"any": truth, "all": _is_false, "next": lambda machine, value: True}
"""Functions that draw from a generator only as far as they need to."""


def _is_generator(argument: tree.Argument) -> bool:
    value = argument.value
    return isinstance(value, tree.Comprehension) and value.kind == "generator" and not argument.star


def evaluate_arguments(machine: Machine, given: Sequence[tree.Argument], node: tree.Node, frame: Frame) -> Arguments:
    """The arguments of a call; stars unpacked as far as they are known."""
    positional: list[Value] = []
    keywords: dict[str, Value] = {}
    rest: Unknown | None = None
    for argument in given:
        value = machine.evaluate(argument.value, frame)
        if argument.star == "*":
            items, open_ = elements(machine, value)
            rest = rest or open_
            positional.extend(items[:MAX_ITEMS])
        elif argument.star == "**":
            if isinstance(value, AttributesValue):
                value = value.copy(machine.born())
            if isinstance(value, DictValue):
                keywords.update({key: item for key, item in value.items() if isinstance(key, str)})
                rest = rest or value.open
            else:
                rest = rest or as_unknown(machine, value, "the keyword arguments are not known")
        elif argument.name is not None:
            keywords[argument.name] = value
        else:
            positional.append(value)
    text = text_of(node, frame)
    return Arguments(positional, keywords, node.place, frame.unit, rest, text if len(text) <= 200 else None, given)


def as_unknown(machine: Machine, value: Value, reason: str) -> Unknown:
    return value if isinstance(value, Unknown) else machine.unknown(reason, None, value)


def elements(machine: Machine, value: Value) -> tuple[list[Value], Unknown | None]:
    """The elements of an iterable, and why there may be others, if so."""
    if isinstance(value, ListValue):
        if isinstance(value, ViewValue):
            value.refresh()
        items = list(value)
        if isinstance(value, IteratorValue):
            machine.program.mutate(machine, value)
            value.clear()
        return items, value.open
    if isinstance(value, tuple):
        return list(value), None
    if isinstance(value, DictValue):
        return list(value), value.open
    if isinstance(value, AttributesValue):
        return list(value.names), value.holder.open
    if isinstance(value, range):
        if len(value) > MAX_ITEMS:
            return [], machine.unknown(f"{len(value)} elements are too many to follow")
        return list(value), None
    if isinstance(value, str):
        return (list(value), None) if len(value) <= MAX_ITEMS else ([], machine.unknown("the text is too long"))
    if isinstance(value, Sequential):
        return list(value.layers), None
    if isinstance(value, ClassValue) and value.members:
        return list(value.members), None
    if isinstance(value, Array):
        return _rows(machine, value)
    if isinstance(value, Instance):
        if value.cls.dataclass_fields is not None and value.cls.externals == ["typing.NamedTuple"]:
            return [value.attributes.get(field) for field, _ in value.cls.dataclass_fields], None
        if value.cls.find("__iter__") is not None:
            made = machine.program.call_method(machine, value, "__iter__", [])
            if isinstance(made, Instance) and (made is value or made.cls.find("__next__") is not None):
                return [], machine.unknown("the steps of an iterator are not followed", None, value)
            return elements(machine, made)
        if value.cls.find("__getitem__") is not None and value.cls.find("__len__") is not None:
            return [], machine.unknown("the elements are not followed", None, value)
    if isinstance(value, Unknown):
        return [], value
    return [], machine.unknown("its elements are not known", None, value)


def _rows(machine: Machine, array: Array) -> tuple[list[Value], Unknown | None]:
    if array.columns is not None:  # of a table, the labels
        return list(array.columns), None
    if array.values is not None:
        return list(array.values), None
    if array.shape and isinstance(array.shape[0], int) and array.shape[0] <= 64:
        row = Array(array.shape[1:], array.dtype, None, array.reason, conditions=array.conditions)
        if len(array.shape) == 1:
            return [machine.unknown(array.reason, None, array) for _ in range(array.shape[0])], None
        return [row for _ in range(array.shape[0])], None
    return [], machine.unknown(array.reason, array.text, array)


@evaluates(tree.Sequence)
def sequence(machine: Machine, node: tree.Sequence, frame: Frame) -> Value:
    items: list[Value] = []
    open_: Unknown | None = None
    firm = 0
    for item in node.items:
        value = machine.evaluate(item, frame)
        if isinstance(item, tree.Starred):
            if open_ is None:
                firm = len(items) + (value.firm if isinstance(value, ListValue) else 0)
            more, missing = elements(machine, value)
            items.extend(more)
            open_ = open_ or missing
            if len(items) > MAX_ITEMS:
                open_ = open_ or machine.unknown(f"more than {MAX_ITEMS} elements are not followed")
                del items[MAX_ITEMS:]
        else:
            items.append(value)
    if node.kind == "tuple" and too_deep(items):
        return machine.unknown(TOO_DEEP, text_of(node, frame))
    if node.kind == "tuple" and open_ is None:
        return tuple(items)
    if node.kind == "set":
        return set_of(machine, items, open_)
    return ListValue(items, machine.born(), open_, firm)


@evaluates(tree.Dict)
def dictionary(machine: Machine, node: tree.Dict, frame: Frame) -> Value:
    result = DictValue({}, machine.born())
    for key, item in node.items:
        value = machine.evaluate(item, frame)
        if key is None:
            if isinstance(value, AttributesValue):
                value = value.copy(machine.born())
            if isinstance(value, Configuration) and not result and type(result) is DictValue:
                result = value.copied(machine.born())
            elif isinstance(value, DictValue):
                result.overlay(value)
            else:
                result.overlaid(as_unknown(machine, value, "the entries are not known"))
            continue
        place = machine.evaluate(key, frame)
        if hashable(place):
            result[place] = value
        else:
            result.open = result.open or as_unknown(machine, place, "a key is not known")
    return result


def hashable(value: Value) -> bool:
    """Whether a value can be told apart as a key."""
    if isinstance(value, tuple):
        return all(hashable(item) for item in value)
    if isinstance(value, Instance):
        return not value.cls.compares
    return is_constant(value) or not isinstance(value, (Unknown, ListValue, DictValue, Array, Tensor, slice))


@evaluates(tree.Binary)
def binary_(machine: Machine, node: tree.Binary, frame: Frame) -> Value:
    # Long sums lean to the left: walk down instead of recurring.
    chain: list[tree.Binary] = [node]
    while isinstance(chain[-1].left, tree.Binary):
        chain.append(chain[-1].left)
    left = machine.evaluate(chain[-1].left, frame)
    for part in reversed(chain):
        right = machine.evaluate(part.right, frame)
        both = is_constant(left) and is_constant(right)
        left = binary(machine, part.operator, left, right, None if both else text_of(part, frame))
    return left


@evaluates(tree.Unary)
def unary_(machine: Machine, node: tree.Unary, frame: Frame) -> Value:
    return unary(machine, node.operator, machine.evaluate(node.operand, frame), text_of(node, frame))


@evaluates(tree.Boolean)
def boolean(machine: Machine, node: tree.Boolean, frame: Frame) -> Value:
    left = machine.evaluate(node.left, frame)
    test = truth(machine, left)
    if isinstance(test, bool):
        return machine.evaluate(node.right, frame) if test is (node.operator == "and") else left
    if machine.is_choice(test.key) or _names(node.right):
        machine.require(test)
        decided = machine.decide(test.key, test.text or text_of(node.left, frame))
        return machine.evaluate(node.right, frame) if decided is (node.operator == "and") else left
    with machine.region("branch", plain_key(test.key), f"it depends on `{test.text or text_of(node.left, frame)}`"):
        right = machine.evaluate(node.right, frame)
    if node.operator == "or" and isinstance(test.key, tuple) and test.key[:1] == ("environment",):
        return machine.program.assumed(machine, right, test.text or text_of(node, frame), node.place[0])
    other = truth(machine, right)
    if isinstance(other, bool):
        # The right operand decides, or the left one does.
        if other is (node.operator == "or"):
            return right if isinstance(right, bool) else machine.unknown(test.reason, text_of(node, frame), left, right)
        if isinstance(right, bool):
            return test
    text = text_of(node, frame)
    key = (node.operator, test.key, other.key if isinstance(other, Unknown) else other)
    return machine.unknown(test.reason, text, left, right, key=key)


def _names(*nodes: tree.Expression) -> bool:
    """Whether an expression sets a name, which it then only does where it is evaluated."""
    return any(isinstance(part, tree.Walrus) for part in walk(list(nodes)))


@evaluates(tree.Compare)
def compare_(machine: Machine, node: tree.Compare, frame: Frame) -> Value:
    left = machine.evaluate(node.left, frame)
    result: Value = True
    for sign, other in node.comparisons:
        right = machine.evaluate(other, frame)
        answer = compare(machine, sign, left, right, text_of(node, frame))
        if answer is False:
            return False
        if answer is not True:
            result = answer if result is True else _both(machine, result, answer, text_of(node, frame))
        left = right
    return result


def _both(machine: Machine, first: Value, second: Value, text: str) -> Value:
    """``a < b < c`` where neither half is known."""
    if not isinstance(first, Unknown) or not isinstance(second, Unknown):
        return machine.unknown("the values are not known", text, first, second)
    return machine.unknown(first.reason, text, first, second, key=("and", first.key, second.key))


@evaluates(tree.Conditional)
def conditional(machine: Machine, node: tree.Conditional, frame: Frame) -> Value:
    test = truth(machine, machine.evaluate(node.test, frame))
    if isinstance(test, bool):
        return machine.evaluate(node.body if test else node.orelse, frame)
    label = text_of(node.test, frame)
    touches = machine.program.touches([node.body, node.orelse]) or _names(node.body, node.orelse)
    if machine.is_choice(test.key) or touches:
        return machine.evaluate(node.body if machine.decide(test.key, label) else node.orelse, frame)
    with machine.region("branch", plain_key(test.key), f"`{label}` is not known"):
        body = machine.evaluate(node.body, frame)
        orelse = machine.evaluate(node.orelse, frame)
    return join(machine, body, orelse, test, label, node.place[0])


def join(machine: Machine, a: Value, b: Value, test: Unknown, label: str, line: int | None) -> Value:
    """One value for two branches: the value they agree on, else an unknown that knows its condition."""
    if a is b or (is_constant(a) and is_constant(b) and type(a) is type(b) and a == b):
        return a
    if isinstance(a, (Size, tuple, External)) and a == b:
        return a
    conditions = frozenset([plain_key(test.key)]) | taint(a) | taint(b) | test.conditions
    numbers = [value for value in (a, b) if isinstance(value, (int, float)) and not isinstance(value, bool)]
    low, high = (min(numbers), max(numbers)) if len(numbers) == 2 else (-float("inf"), float("inf"))
    reason = f"it depends on `{label}`"
    key = machine.stable(("join", plain_key(test.key), line, machine.visit(("join", line))))
    found = Unknown(reason, None, line, low, high, key, conditions)
    machine.may_be(found, [value for value in (a, b) if isinstance(value, KerasLayer)])
    return found


def plain_key(key: object) -> object:
    """A condition's key without negations."""
    while isinstance(key, tuple) and len(key) == 2 and key[0] == "not":
        key = key[1]
    return key


@evaluates(tree.Lambda)
def lambda_(machine: Machine, node: tree.Lambda, frame: Frame) -> Value:
    return machine.program.make_function(machine, "<lambda>", node.parameters, node.body, node, frame)


_CONVERSIONS: dict[str | None, Callable[[object], str]] = {"r": repr, "s": str, "a": ascii}


@evaluates(tree.Joined)
def joined(machine: Machine, node: tree.Joined, frame: Frame) -> Value:
    parts: list[str] = []
    marks: list[Value] = []
    for part in node.parts:
        if isinstance(part, str):
            parts.append(part)
            continue
        value = machine.evaluate(part[0], frame)
        specification = machine.evaluate(part[2], frame) if part[2] is not None else ""
        if isinstance(value, KerasLayer):
            from lint_params.interpret.library.builtins import shown as shown_as

            value = shown_as(machine, value, None)
        if not is_constant(value) or not isinstance(specification, str):
            return machine.unknown("part of the text is not known", text_of(node, frame), value)
        try:
            shown = _CONVERSIONS[part[1]](value) if part[1] in _CONVERSIONS else value
            if len(specification) > 7:
                return machine.unknown("the format is not followed", text_of(node, frame), value)
            parts.append(format(shown, specification))
        except (ValueError, TypeError, MemoryError):
            return machine.unknown("the format does not fit", text_of(node, frame))
        marks.append(value)
    text = "".join(parts)
    return text if len(text) < MAX_ITEMS else machine.unknown("the text is too long")


@evaluates(tree.Comprehension)
def comprehension(machine: Machine, node: tree.Comprehension, frame: Frame, ends: Ends | None = None) -> Value:
    """The elements of a comprehension; of a generator, as many as are drawn."""
    inner = Frame(
        Scope(frame.scope, "comprehension"),
        frame.unit,
        frame.function,
        frame,
        node.place,
        frame.arguments,
        frame.owner,
        frame.receiver,
    )
    inner.loops = dict(frame.loops)
    inner.caller = frame.caller
    inner.call_place = frame.call_place
    items: list[Value] = []
    pairs = DictValue({}, machine.born())
    state = _Comprehension(machine, node, inner, frame, items, pairs, ends)
    with suppress(_Enough):
        state.run(0)
    if node.kind == "dict":
        pairs.open = state.open
        return pairs
    kind = {"set": SetValue, "generator": IteratorValue}.get(node.kind, ListValue)
    return set_of(machine, items, state.open) if kind is SetValue else kind(items, machine.born(), state.open)


class _Enough(Exception):
    """No more elements of a generator are drawn."""


class _Comprehension:
    """A comprehension as it runs: nested clauses, tests, and why elements may be missing."""

    def __init__(
        self,
        machine: Machine,
        node: tree.Comprehension,
        frame: Frame,
        outer: Frame,
        items: list[Value],
        pairs: DictValue,
        ends: Ends | None,
    ) -> None:
        self.outer, self.ends = outer, ends
        self.machine, self.node, self.frame, self.items, self.pairs = machine, node, frame, items, pairs
        self.open: Unknown | None = None

    def run(self, depth: int) -> None:
        if depth == len(self.node.clauses):
            self.element()
            return
        clause = self.node.clauses[depth]
        frame = self.outer if depth == 0 else self.frame
        values, open_ = elements(self.machine, self.machine.evaluate(clause.iterable, frame))
        self.open = self.open or open_
        if open_ is not None and not values:
            # Nothing is known of the elements: one run with an unknown one says what they look like.
            with self.machine.region("loop", None, open_.reason):
                self.step(clause, depth, self.machine.unknown(open_.reason, None, open_))
            return
        for value in self.limited(values):
            self.step(clause, depth, value)

    def limited(self, values: list[Value]) -> Iterator[Value]:
        for value in values:
            if len(self.items) > MAX_COMPREHENSION:
                self.open = self.machine.unknown(f"more than {MAX_COMPREHENSION} elements are not followed")
                return
            yield value

    def step(self, clause: tree.Clause, depth: int, value: Value) -> None:
        assign = cast(Any, self.machine.program.assign)
        assign(self.machine, clause.target, value, self.frame)
        if isinstance(clause.target, tree.Name):
            self.frame.loops[clause.target.id] = value
        for test in clause.tests:
            answer = truth(self.machine, self.machine.evaluate(test, self.frame))
            if answer is False:
                return
            if isinstance(answer, Unknown):
                if self.machine.program.touches([self.node.element]):
                    if not self.machine.decide(answer.key, text_of(test, self.frame)):
                        return
                else:
                    self.open = self.open or answer
        self.run(depth + 1)

    def element(self) -> None:
        key = self.machine.evaluate(self.node.element, self.frame)
        if self.node.kind != "dict":
            self.items.append(key)
            if self.ends is not None and self.open is None and not self.machine.in_open_loop:
                self._drawn(self.ends, key)
            return
        assert self.node.value is not None
        value = self.machine.evaluate(self.node.value, self.frame)
        if hashable(key):
            self.pairs[key] = value
        else:
            self.open = self.open or as_unknown(self.machine, key, "a key is not known")

    def _drawn(self, ends: Ends, value: Value) -> None:
        last = ends(self.machine, value)
        if isinstance(last, Unknown) and self.machine.program.touches([self.node.element]):
            last = self.machine.decide(last.key, text_of(self.node.element, self.frame))
        if last is True:
            raise _Enough


@evaluates(tree.Walrus)
def walrus(machine: Machine, node: tree.Walrus, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame)
    scope = frame.scope
    while scope.kind == "comprehension" and scope.parent is not None:
        scope = scope.parent  # it outlives the comprehension
    assert isinstance(node.target, tree.Name)
    scope.assign(node.target.id, machine.program.named(machine, node.target.id, value, frame))
    return value


@evaluates(tree.Await)
def await_(machine: Machine, node: tree.Await, frame: Frame) -> Value:
    return machine.evaluate(node.value, frame)


@evaluates(tree.Yield)
def yield_(machine: Machine, node: tree.Yield, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame) if node.value is not None else None
    if frame.yielded is not None:
        region = machine.region_of(frame.yielded.born)
        if frame.entered is not None and not node.delegated:
            _enter(machine, frame, value)
            return None
        if frame.yielded.open is None and region is not None:
            conditions = frozenset([region.key]) if region.kind == "branch" else frozenset[object]()
            frame.yielded.open = Unknown(region.reason, key=(region.key, machine.born()), conditions=conditions)
            frame.yielded.firm = len(frame.yielded)
        if node.delegated:
            items, open_ = elements(machine, value)
            frame.yielded.extend(items)
            frame.yielded.open = frame.yielded.open or open_
        else:
            frame.yielded.append(value)
    return machine.unknown("what is sent to a generator is not known")


def _enter(machine: Machine, frame: Frame, value: Value) -> None:
    """The body of a ``with`` takes its turn at the ``yield`` of its context: once, also in a loop."""
    assert frame.entered is not None and frame.yielded is not None
    since = frame.yielded.born
    machine.promote([region.key for region in machine.regions if region.start > since and region.kind == "branch"])
    entered, frame.entered = frame.entered, None
    outer, machine.regions = machine.regions, [region for region in machine.regions if region.start <= since]
    try:
        entered(value)
    finally:
        machine.regions = outer


__all__ = ["EVALUATORS", "AssumedStr", "External", "FunctionValue", "ModuleValue", "elements", "join"]
