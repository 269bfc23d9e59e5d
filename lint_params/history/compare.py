"""What changed between two times: models matched, layers aligned, each change with its count and cause."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator, Sequence
from fractions import Fraction

from lint_params.history.baseline import stem
from lint_params.history.shot import LayerShot, ModelShot
from lint_params.keras.base import snake_case
from lint_params.records import dataclass

MAX_ALIGNED = 2_000
"""Layers of a model that are aligned one by one, what both begin and end with apart."""

SAME, CHANGED, INPUT, ADDED, REMOVED = "same", "changed", "input", "added", "removed"
"""What becomes of a layer: ``changed`` has other arguments, ``input`` the same ones and another count, only because
what it reads has changed."""


@dataclass(frozen=True, slots=True)
class LayerChange:
    """A layer before and after; ``arguments`` are those that differ, with their texts before and after."""

    kind: str
    before: LayerShot | None
    after: LayerShot | None
    arguments: tuple[tuple[str, str | None, str | None], ...] = ()

    @property
    def delta(self) -> int | None:
        """By how many parameters it grew; ``None`` where one of the counts is open."""
        return _delta(self.before, self.after)


@dataclass(frozen=True, slots=True)
class ModelChange:
    """A model before and after, with its layers in order; one of the two is ``None`` for a model that came or went."""

    before: ModelShot | None
    after: ModelShot | None
    layers: tuple[LayerChange, ...] = ()

    @property
    def kind(self) -> str:
        if self.before is None:
            return ADDED
        if self.after is None:
            return REMOVED
        moved = any(change.kind != SAME for change in self.layers)
        return CHANGED if moved or self.before.params != self.after.params else SAME

    @property
    def delta(self) -> int | None:
        return _delta(self.before, self.after)

    @property
    def grown(self) -> Fraction | None:
        """Growth as a part of what was there; ``None`` where that can't be said. An open count is taken at its lower
        bound."""
        if self.before is None or self.after is None or not self.before.params:
            return None
        now = self.after.at_least if self.after.params is None else self.after.params
        return Fraction(now - self.before.params, self.before.params)


def _delta(before: ModelShot | LayerShot | None, after: ModelShot | LayerShot | None) -> int | None:
    was = 0 if before is None else before.params
    now = 0 if after is None else after.params
    return None if was is None or now is None else now - was


def compared(before: Sequence[ModelShot], after: Sequence[ModelShot], same_file: bool = False) -> list[ModelChange]:
    """Every model of both times. ``same_file`` compares two files as if they had one path."""
    pairs = matched(before, after, same_file)
    changes = [ModelChange(was, now, tuple(aligned(was.layers, now.layers))) for was, now in pairs]
    taken_before, taken_after = {id(was) for was, _ in pairs}, {id(now) for _, now in pairs}
    changes += [ModelChange(None, now) for now in after if id(now) not in taken_after]
    changes += [ModelChange(was, None) for was in before if id(was) not in taken_before]
    return sorted(changes, key=lambda change: _place(change.after or change.before))


def _place(model: ModelShot | None) -> tuple[str, int, int, str]:
    return ("", 0, 0, "") if model is None else (model.path, model.cell or 0, model.line or 0, model.variant)


def matched(
    before: Sequence[ModelShot], after: Sequence[ModelShot], same_file: bool = False
) -> list[tuple[ModelShot, ModelShot]]:
    """Models that are one: of one place and name first, then of one file, then, through renames and moves, those whose
    layers are the most alike."""
    rest_before, rest_after = list(before), list(after)
    pairs: list[tuple[ModelShot, ModelShot]] = []

    def path(model: ModelShot) -> str:
        return "" if same_file else model.path

    keys: list[Callable[[ModelShot], Hashable]] = [
        lambda model: (path(model), model.function, model.variable, stem(model.name), model.variant),
        lambda model: (path(model), model.function, model.variable, model.variant),
        lambda model: (path(model), model.variable, model.variant),
    ]
    for key in keys:
        pairs += _by_key(rest_before, rest_after, key)
    pairs += _by_likeness(rest_before, rest_after)
    return pairs


def _by_key(
    before: list[ModelShot], after: list[ModelShot], key: Callable[[ModelShot], Hashable]
) -> Iterator[tuple[ModelShot, ModelShot]]:
    """Take out the models that have a key in common, in order of appearance."""
    waiting: dict[Hashable, list[ModelShot]] = {}
    for model in after:
        waiting.setdefault(key(model), []).append(model)
    for model in list(before):
        others = waiting.get(key(model))
        if others:
            best = max(others, key=lambda other: likeness(model, other))
            others.remove(best)
            _take(before, model)
            _take(after, best)
            yield model, best


def _by_likeness(before: list[ModelShot], after: list[ModelShot]) -> Iterator[tuple[ModelShot, ModelShot]]:
    scored = [
        (likeness(was, now) + 0.05 * (was.variable == now.variable), index, was, now)
        for index, (was, now) in enumerate(itertools.islice(itertools.product(before, after), 10_000))
    ]
    for score, _, was, now in sorted(scored, key=lambda one: (-one[0], one[1])):
        if score >= 0.5 and any(one is was for one in before) and any(one is now for one in after):
            _take(before, was)
            _take(after, now)
            yield was, now


def _take(models: list[ModelShot], model: ModelShot) -> None:
    del models[next(index for index, one in enumerate(models) if one is model)]


def likeness(a: ModelShot, b: ModelShot) -> float:
    """From 0 to 1: how many of the layers are alike, by class and arguments."""
    changes = aligned(a.layers, b.layers)
    size = max(len(a.layers), len(b.layers))
    if not size:
        return 1.0
    worth = {SAME: 1.0, INPUT: 1.0, CHANGED: 0.5}
    return sum(worth.get(change.kind, 0.0) for change in changes) / size


def aligned(before: Sequence[LayerShot], after: Sequence[LayerShot]) -> list[LayerChange]:
    """The layers of two chains beside each other, in order, so that the most stay what they are."""
    start = 0
    while start < min(len(before), len(after)) and _is_whole(before[start], after[start]):
        start += 1
    end = 0
    most = min(len(before), len(after)) - start
    while end < most and _is_whole(before[-1 - end], after[-1 - end]):
        end += 1
    middle = _aligned(before[start : len(before) - end], after[start : len(after) - end])
    head = zip(before[:start], after[:start], strict=True)
    tail = zip(before[len(before) - end :], after[len(after) - end :], strict=True)
    pairs: list[tuple[LayerShot | None, LayerShot | None]] = [*head, *middle, *tail]
    return [_change(was, now) for was, now in pairs]


def _aligned(
    before: Sequence[LayerShot], after: Sequence[LayerShot]
) -> list[tuple[LayerShot | None, LayerShot | None]]:
    """The alignment of the greatest likeness, by dynamic programming; of too many layers none."""
    if len(before) * len(after) > MAX_ALIGNED**2:
        return [*((was, None) for was in before), *((None, now) for now in after)]
    rows, columns = len(before), len(after)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = _alike(before[i], after[j]) + best[i + 1][j + 1]
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[LayerShot | None, LayerShot | None]] = []
    i = j = 0
    while i < rows or j < columns:
        likeness = _alike(before[i], after[j]) if i < rows and j < columns else 0.0
        if likeness > 0 and best[i][j] == likeness + best[i + 1][j + 1]:
            pairs.append((before[i], after[j]))
            i, j = i + 1, j + 1
        elif i < rows and (j == columns or best[i][j] == best[i + 1][j]):
            pairs.append((before[i], None))
            i += 1
        else:
            pairs.append((None, after[j]))
            j += 1
    return pairs


def _is_whole(a: LayerShot, b: LayerShot) -> bool:
    """Whether layers are the same to the name."""
    return a.type == b.type and a.name == b.name and not _differing(a, b)


def _alike(a: LayerShot, b: LayerShot) -> float:
    """From 0, not the same layer, to 1.25: class, arguments, name. A name that Keras numbers says little: it goes on to
    another layer where one is put in before. Of changed layers, those are one that have most arguments in common."""
    if a.type != b.type:
        return 0.0
    given = a.name if a.name == b.name and stem(a.name) != snake_case(a.type) else None
    name = 0.25 if given is not None else 0.05 if a.name == b.name else 0.02 if stem(a.name) == stem(b.name) else 0.0
    differing = len(_differing(a, b))
    if not differing:
        return 1.0 + name
    every = len({*(a.arguments or ()), *(b.arguments or ())}) or 1
    return 0.35 + 0.3 * (1 - min(1.0, differing / every)) + name


def _change(before: LayerShot | None, after: LayerShot | None) -> LayerChange:
    if before is None:
        return LayerChange(ADDED, None, after)
    if after is None:
        return LayerChange(REMOVED, before, None)
    differing = tuple(_differing(before, after))
    if differing:
        return LayerChange(CHANGED, before, after, differing)
    counted = (before.params, before.formula) != (after.params, after.formula)
    return LayerChange(INPUT if counted else SAME, before, after)


def _differing(a: LayerShot, b: LayerShot) -> list[tuple[str, str | None, str | None]]:
    """The arguments that differ; of a JSON summary, which has none, what the weights show of them. A layer that Keras
    refuses has none either."""
    if a.refused != b.refused:
        return [("definition", a.text, b.text)]
    if a.arguments is None or b.arguments is None:
        was, now = _own_sizes(a), _own_sizes(b)
        return [] if was == now else [("weights", was, now)]
    names = dict.fromkeys((*a.arguments, *b.arguments))
    found = [(name, a.arguments.get(name), b.arguments.get(name)) for name in names]
    differing = [one for one in found if one[1] != one[2]]
    # What is open, or holds layers, is compared as it is written.
    return differing or ([("definition", a.text, b.text)] if a.text != b.text else [])


def _own_sizes(layer: LayerShot) -> str:
    """What a layer's weights and output show of its arguments: all but the sizes of what it reads."""
    gives = layer.output_shape
    last = gives[-1] if isinstance(gives, list) and gives and layer.weights else ""
    kernels = [f"{name}{list(shape[:-2]) if len(shape) > 2 else ''}" for name, shape in layer.weights]
    return f"{', '.join(kernels)}, width {last}" if layer.weights else layer.type
