"""``itertools``: iterators made of others. What is taken from an iterator is gone from it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

from lint_params.interpret.expressions import elements
from lint_params.interpret.library import function
from lint_params.interpret.machine import Machine
from lint_params.interpret.operations import binary, compare, truth
from lint_params.interpret.values import Arguments, IteratorValue, ListValue, Value
from lint_params.model.unknown import Unknown

MAX_PRODUCT = 2_000
"""Elements of one iterator that are followed."""


@function("itertools.product")
def product(machine: Machine, arguments: Arguments) -> Value:
    columns = [elements(machine, value) for value in arguments.positional]
    repeat = arguments.keywords.get("repeat", 1)
    open_ = next((open_ for _, open_ in columns if open_ is not None), None)
    if isinstance(repeat, int) and repeat < 0:
        machine.fails("ValueError")
    if open_ is not None or not isinstance(repeat, int) or not 0 <= repeat <= 8:
        return IteratorValue([], machine.born(), open_ or machine.unknown("the number of columns is not known"))
    count = math.prod(len(items) for items, _ in columns) ** repeat
    if count > MAX_PRODUCT:
        return IteratorValue([], machine.born(), machine.unknown(f"{count} combinations are too many to follow"))
    rows = itertools.product(*(items for items, _ in columns), repeat=repeat)
    return IteratorValue([tuple(row) for row in rows], machine.born())


@function("itertools.chain")
def chain(machine: Machine, arguments: Arguments) -> Value:
    return _chained(machine, arguments.positional, arguments.rest)


@function("itertools.chain.from_iterable")
def chain_from_iterable(machine: Machine, arguments: Arguments) -> Value:
    return _chained(machine, *elements(machine, arguments.get(0, "iterable")))


def _chained(machine: Machine, parts: list[Value], open_: Unknown | None) -> IteratorValue:
    items: list[Value] = []
    for part in parts:
        more, missing = elements(machine, part)
        items += more
        open_ = open_ or missing
    return IteratorValue(items, machine.born(), open_)


@function("itertools.repeat")
def repeat(machine: Machine, arguments: Arguments) -> Value:
    times = arguments.get(1, "times")
    if isinstance(times, int) and times <= MAX_PRODUCT:
        return IteratorValue([arguments.get(0, "object")] * max(times, 0), machine.born())
    return IteratorValue([], machine.born(), machine.unknown("it repeats without end"))


@function("itertools.islice")
def islice(machine: Machine, arguments: Arguments) -> Value:
    source = arguments.get(0, "iterable")
    bounds = arguments.positional[1:]
    least = (0, 0, 1) if len(bounds) > 1 else (0,)
    numbers = [bound for bound in bounds if bound is None or isinstance(bound, int)]
    if len(numbers) == len(bounds) and any(n is not None and n < low for n, low in zip(numbers, least, strict=False)):
        machine.fails("ValueError")
        numbers = []
    if not bounds or len(numbers) != len(bounds):
        return IteratorValue([], machine.born(), machine.unknown("the bounds are not known", None, *bounds))
    stop = numbers[1] if len(numbers) > 1 else numbers[0]
    before = list(source) if isinstance(source, IteratorValue) else []
    certain = source.certain if isinstance(source, ListValue) else 0
    items, open_ = elements(machine, source)
    if isinstance(source, IteratorValue) and stop is not None:
        source.extend(before[stop:])  # it takes no more than it gives
    if open_ is not None and (stop is None or stop > certain):
        return IteratorValue([], machine.born(), open_)
    return IteratorValue(items[slice(*numbers[:3])], machine.born())


@function("itertools.count")
def count(machine: Machine, arguments: Arguments) -> Value:
    start, step = arguments.get(0, "start", 0), arguments.get(1, "step", 1)
    without_end = machine.unknown("it counts without end")
    known = isinstance(start, (int, float)) and isinstance(step, (int, float))
    first: list[Value] = [start + index * step if index else start for index in range(MAX_PRODUCT)] if known else []  # type: ignore[operator]  # both are numbers
    return IteratorValue(first, machine.born(), without_end, len(first))


@function("itertools.cycle")
def cycle(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.get(0, "iterable"))
    if open_ is not None or not items:
        return IteratorValue(items, machine.born(), open_)
    first = (items * (MAX_PRODUCT // len(items) + 1))[:MAX_PRODUCT]
    return IteratorValue(first, machine.born(), machine.unknown("it repeats without end"), len(first))


@function("itertools.pairwise")
def pairwise(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.get(0, "iterable"))
    return IteratorValue(list(itertools.pairwise(items)), machine.born(), open_)


@function("itertools.accumulate")
def accumulate(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.get(0, "iterable"))
    run = arguments.get(1, "func")
    first = arguments.keywords.get("initial")
    if first is not None:
        items.insert(0, first)
    results: list[Value] = []
    if len(items) > MAX_PRODUCT:
        open_ = open_ or machine.unknown("too many elements to follow")
    for item in items[:MAX_PRODUCT]:
        if results:
            if run is None:
                item = binary(machine, "+", results[-1], item, None)
            else:
                item = machine.program.call_plain(machine, run, [results[-1], item])
        results.append(item)
    return IteratorValue(results, machine.born(), open_)


@function("itertools.zip_longest")
def zip_longest(machine: Machine, arguments: Arguments) -> Value:
    columns = [elements(machine, value) for value in arguments.positional]
    open_ = next((open_ for _, open_ in columns if open_ is not None), arguments.rest)
    if open_ is not None:
        return IteratorValue([], machine.born(), open_)
    rows = itertools.zip_longest(*(items for items, _ in columns), fillvalue=arguments.keywords.get("fillvalue"))
    return IteratorValue([tuple(row) for row in rows], machine.born())


@function("itertools.starmap")
def starmap(machine: Machine, arguments: Arguments) -> Value:
    run, (rows, open_) = arguments.get(0, "function"), elements(machine, arguments.get(1, "iterable"))
    results: list[Value] = []
    for row in rows[:MAX_PRODUCT]:
        given, missing = elements(machine, row)
        if missing is not None:
            return IteratorValue([], machine.born(), missing)
        results.append(machine.program.call_plain(machine, run, given))
    return IteratorValue(results, machine.born(), open_)


@function("itertools.groupby")
def groupby(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.get(0, "iterable"))
    key = arguments.get(1, "key")
    groups: list[tuple[Value, list[Value]]] = []
    for item in items[:MAX_PRODUCT]:
        label = item if key is None else machine.program.call_plain(machine, key, [item])
        same = truth(machine, compare(machine, "==", groups[-1][0], label, None)) if groups else False
        if isinstance(same, Unknown):
            return IteratorValue([], machine.born(), same)
        if same:
            groups[-1][1].append(item)
        else:
            groups.append((label, [item]))
    made: list[Value] = [(label, IteratorValue(group, machine.born())) for label, group in groups]
    return IteratorValue(made, machine.born(), open_)


def _sifted(keep: Callable[[list[bool]], list[bool]]) -> Callable[[Machine, Arguments], Value]:
    """The elements that a predicate's answers, all in all, let through."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        test, (items, open_) = arguments.get(0, "predicate"), elements(machine, arguments.get(1, "iterable"))
        answers: list[bool] = []
        for item in items[:MAX_PRODUCT]:
            answer = truth(machine, item if test is None else machine.program.call_plain(machine, test, [item]))
            if isinstance(answer, Unknown):
                return IteratorValue([], machine.born(), answer)
            answers.append(answer)
        kept = [item for item, kept in zip(items, keep(answers), strict=False) if kept]
        return IteratorValue(kept, machine.born(), open_)

    return run


def _first_false(answers: list[bool]) -> int:
    return answers.index(False) if False in answers else len(answers)


function("itertools.filterfalse")(_sifted(lambda answers: [not answer for answer in answers]))
function("itertools.dropwhile")(
    _sifted(lambda answers: [index >= _first_false(answers) for index in range(len(answers))])
)


@function("itertools.takewhile")
def takewhile(machine: Machine, arguments: Arguments) -> Value:
    source = arguments.get(1, "iterable")
    before = list(source) if isinstance(source, IteratorValue) else []
    test, (items, open_) = arguments.get(0, "predicate"), elements(machine, source)
    kept: list[Value] = []
    for item in items[:MAX_PRODUCT]:
        answer = truth(machine, machine.program.call_plain(machine, test, [item]))
        if isinstance(answer, Unknown):
            return IteratorValue([], machine.born(), answer)
        if not answer:
            open_ = None
            if isinstance(source, IteratorValue):  # the first that fails is gone too
                source.extend(before[len(kept) + 1 :])
            break
        kept.append(item)
    return IteratorValue(kept, machine.born(), open_)


def _choosing(
    choose: Callable[[list[Value], int], list[tuple[Value, ...]]], count: Callable[[int, int], int]
) -> Callable[[Machine, Arguments], Value]:
    def run(machine: Machine, arguments: Arguments) -> Value:
        items, open_ = elements(machine, arguments.get(0, "iterable"))
        size = arguments.get(1, "r", len(items))
        if open_ is not None or not isinstance(size, int) or size < 0:
            return IteratorValue([], machine.born(), open_ or machine.unknown("how many is not known", None, size))
        if count(len(items), size) > MAX_PRODUCT:
            return IteratorValue([], machine.born(), machine.unknown("too many combinations to follow"))
        return IteratorValue(list(choose(items, size)), machine.born())

    return run


function("itertools.combinations")(_choosing(lambda items, size: list(itertools.combinations(items, size)), math.comb))
function("itertools.permutations")(_choosing(lambda items, size: list(itertools.permutations(items, size)), math.perm))


@function("itertools.tee")
def tee(machine: Machine, arguments: Arguments) -> Value:
    items, open_ = elements(machine, arguments.get(0, "iterable"))
    times = arguments.get(1, "n", 2)
    if not isinstance(times, int) or not 0 <= times <= MAX_PRODUCT:
        return machine.unknown("how many iterators there are is not known", arguments.text, times)
    return tuple(IteratorValue(items, machine.born(), open_) for _ in range(times))
