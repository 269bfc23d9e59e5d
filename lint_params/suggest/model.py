"""Suggestions for a model: changes that reach a target, checked by interpreting the program that each amounts to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from lint_params.keras.remaking import Built, Chain
from lint_params.model.model import Model
from lint_params.records import dataclass, replace
from lint_params.suggest.changes import Change, changes, lost_width
from lint_params.suggest.program import call, interpreted, program


@dataclass(frozen=True, slots=True)
class Step:
    """A layer before and after; ``line`` and, in words, ``place`` are where it stands, ``before`` is ``None`` for one
    that is put in."""

    name: str
    line: int | None
    place: str | None
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A smaller model. ``model`` is what the interpreter makes of ``source``, ``lost`` the width lost, from 0 to 1."""

    words: str
    steps: tuple[Step, ...]
    params: int
    lost: float
    source: str
    model: Model


@dataclass(frozen=True, slots=True)
class Suggested:
    """A model with its target and what reaches it, least width lost first; ``problem`` says why there is nothing."""

    model: Model
    target: int | None
    suggestions: tuple[Suggestion, ...] = ()
    problem: str | None = None


def suggested(model: Model, target: int | None, keep: Fraction) -> Suggested:
    """What would bring a model to ``target`` parameters, or where that is ``None`` to ``keep`` of those it has."""
    if model.params is None:
        return Suggested(model, target, problem=f"not counted: {model.reason or 'some layers are open'}")
    goal = int(model.params * keep) if target is None else target
    if model.params <= goal:
        return Suggested(
            model, goal, problem=f"has {model.params:,} parameters already, at most {goal:,} are asked for"
        )
    chain = Chain.of(model)
    before = None if chain is None else chain.built()
    if chain is None or before is None:
        return Suggested(model, goal, problem="its layers can't be taken apart and made again with other arguments")
    found: dict[str, Suggestion] = {}
    for change in changes(chain, goal):
        one = _checked(model, before, change, goal)
        if one is not None:
            found.setdefault(one.source, one)
    ordered = sorted(found.values(), key=lambda one: (round(one.lost, 6), -one.params))
    return Suggested(model, goal, tuple(ordered), None if ordered else "nothing that is tried reaches the target")


def _checked(model: Model, before: Sequence[Built], change: Change, target: int) -> Suggestion | None:
    """The change as a program; nothing where interpreting it does not give the count that was promised."""
    built, source = change.chain.built(), program(change.chain, model.name)
    if built is None or source is None:
        return None
    made = interpreted(source, model.generation).models
    if len(made) != 1 or made[0].params is None or made[0].params > target:
        return None
    if [layer.params for layer in made[0].layers] != [one.params for one in built]:
        return None
    if before[-1].output_shape != built[-1].output_shape:
        return None
    shown = replace(made[0], span=model.span, variable=model.variable, function=model.function)
    steps = tuple(_steps(model, before, built))
    return Suggestion(change.words, steps, made[0].params, lost_width(before, built), source, shown)


def _steps(model: Model, before: Sequence[Built], after: Sequence[Built]) -> Iterator[Step]:
    spans = {layer.name: layer.span for layer in model.layers}
    was = {one.link.name: one.link for one in before}
    for one in after:
        link = one.link
        old = was.get(link.name)
        text = call(link.cls.keras_name, link.arguments)
        if old is None:
            yield Step(link.name, None, None, None, text)
        elif old is not link:
            span, was_ = spans[link.name], call(old.cls.keras_name, old.arguments)
            yield Step(link.name, span.line, span.seen_from(model.span.path), was_, text)
