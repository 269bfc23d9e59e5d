"""From the runs of a file to its result: snapshots, equal models made one, variants told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from lint_params.comments import read_comments
from lint_params.interpret.costs import Cost
from lint_params.interpret.explore import Found, explore, nothing_known
from lint_params.interpret.machine import Machine, MadeModel, OpenReturn, OutOfSteps, Raised, SeenFault
from lint_params.interpret.program import Program
from lint_params.interpret.project import Project
from lint_params.interpret.result import FileResult, ProgramFault
from lint_params.interpret.snapshot import Holders, fault_of, holders_of, model_of, shown
from lint_params.model.model import Layer, Model, Span
from lint_params.model.unknown import Unknown
from lint_params.records import dataclass, replace
from lint_params.source.file import SourceFile

_OPEN = Unknown("")
MAX_VARIANTS = 64
MAX_SHOWN = 5_000
"""Layers of all variants of one model, the same ones of other runs included."""


def collected(
    file: SourceFile, project: Project, inputs: Mapping[str, object], keras: str, layers: Mapping[str, Cost]
) -> FileResult:
    """Lower, run and collect one file."""
    units, errors = project.lowered(file)
    if not units:
        return FileResult(file.path, (), tuple(errors))
    stated = _stated(file)
    program = Program(file.path, units, project, inputs, stated.inputs, stated.params, layers, keras != "auto")
    found, _ = explore(program, keras)
    models = tuple(_models(found))
    if project.watch is not None:
        project.watch.end(program, models)
    return FileResult(
        file.path,
        models,
        tuple(errors),
        tuple(_faults(found, models)),
        len([place for place in found.other_models if place[0] == file.path]),
        tuple(sorted(unit.path for unit in program.read.values())),
    )


@dataclass(frozen=True, slots=True)
class _Stated:
    """What comments state, by cell and line: input shapes of models, parameters of layers."""

    inputs: dict[tuple[int | None, int], tuple[int | None, ...]]
    params: dict[tuple[int | None, int], int]


def _stated(file: SourceFile) -> _Stated:
    stated = _Stated({}, {})
    comments = read_comments(file)
    for entry in comments.stated:
        if isinstance(entry.value, int):
            stated.params[entry.span.cell, entry.span.line] = entry.value
            continue
        for line in comments.statement_lines(entry.span):
            stated.inputs[entry.span.cell, line] = entry.value
    return stated


def _models(found: Found) -> Iterator[Model]:
    """Every model, equal ones of one call site once, in the order of the source."""
    sites: dict[tuple[object, ...], list[tuple[MadeModel, Machine]]] = {}
    for made, machine in found.models:
        span = made.span
        sites.setdefault((span.cell if span.cell is not None else -1, span.line, span.column), []).append(
            (made, machine)
        )
    holders = {id(machine): holders_of(machine) for machine in {id(each): each for _, each in found.models}.values()}
    for site in sorted(sites, key=lambda key: tuple(int(str(part)) for part in key)):
        yield from _variants(sites[site], holders)


def _variants(made: list[tuple[MadeModel, Machine]], holders: Mapping[int, Holders]) -> Iterator[Model]:
    kept: dict[object, tuple[Model, dict[str, object]]] = {}
    shown_layers = 0
    for record, machine in made:
        if len(kept) >= MAX_VARIANTS or shown_layers > MAX_SHOWN:
            break
        try:
            model = model_of(record, machine, {}, holders[id(machine)])
        except (Raised, OpenReturn, OutOfSteps):  # in the code of a layer that is built now
            unbuilt = replace(record, model=nothing_known(machine, "the code of its layers is not followed to its end"))
            model = model_of(unbuilt, machine, {}, holders[id(machine)])
        shown_layers += sum(1 for _ in model.walk())
        key = _identity(model)
        if key not in kept:
            kept[key] = (model, _context(record, machine))
    if any(model.layers for model, _ in kept.values()):
        # A method that nothing calls fills what ``__init__`` makes: the model without it is none yet.
        kept = {key: entry for key, entry in kept.items() if entry[0].layers or not entry[0].layers_complete}
    contexts = [context for _, context in kept.values()]
    differing = [
        name
        for name in dict.fromkeys(name for context in contexts for name in context)
        if len({repr(context.get(name)) for context in contexts}) > 1
    ]
    if len(kept) == 1:
        yield next(iter(kept.values()))[0]
        return
    labels = [{name: context[name] for name in differing if name in context} for context in contexts]
    for (model, _), label in zip(
        kept.values(), _told_apart(labels, [model for model, _ in kept.values()]), strict=True
    ):
        yield replace(model, variant=label)


def _told_apart(labels: list[dict[str, object]], models: list[Model]) -> list[dict[str, object]]:
    """Labels no two of which are equal: where what differs is no argument and no condition, the model's name is added,
    and where that is one and the same, a number."""
    alike = Counter(map(repr, labels))
    named = [
        {**label, "name": model.name} if alike[repr(label)] > 1 else label
        for label, model in zip(labels, models, strict=True)
    ]
    seen: Counter[str] = Counter()
    told: list[dict[str, object]] = []
    for label in named:
        seen[repr(label)] += 1
        told.append({**label, "variant": seen[repr(label)]} if seen[repr(label)] > 1 else label)
    return told


def _context(record: MadeModel, machine: Machine) -> dict[str, object]:
    context = {name: shown(value) for name, value in record.context.items()}
    for key, value in machine.trail:
        label, opposite = machine.labels.get(key, (None, False))
        if label is not None and isinstance(record.context.get(label, _OPEN), Unknown):  # else of another call
            context[label] = value is not opposite
    return context


def _identity(model: Model) -> object:
    """Equal for models that are the same to every user: layers, numbers, shapes."""
    return (model.status, model.params, model.trainable, model.layers_complete, model.reason,
            tuple(_layer_identity(layer) for layer in model.layers))  # fmt: skip


def _layer_identity(layer: Layer) -> object:
    numbers = (layer.params, layer.trainable, layer.formula, layer.reason, layer.at_least)
    return layer.type, numbers, str(layer.output_shape), layer.span.path, layer.span.line, layer.span.column


def _faults(found: Found, models: tuple[Model, ...]) -> Iterator[ProgramFault]:
    seen: set[object] = set()
    for fault in sorted(found.faults, key=_place):
        key = (fault.refused.kind, fault.refused.message, fault.span)
        if key in seen:
            continue
        seen.add(key)
        name = fault.model.name if fault.model is not None else None
        yield ProgramFault(fault_of(fault.refused), fault.span, name)


def _place(fault: SeenFault) -> tuple[int, int, int]:
    span: Span = fault.span
    return (span.cell if span.cell is not None else -1, span.line, span.column)


__all__ = ["collected"]
