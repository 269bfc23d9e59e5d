"""What a check does with one file; runs in this process or in another one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lint_params.cli.pool import Analysed, interpret
from lint_params.config.settings import Settings
from lint_params.records import dataclass
from lint_params.source.file import ReadError

if TYPE_CHECKING:
    from lint_params.history.baseline import Baseline
    from lint_params.model.finding import Finding
    from lint_params.model.model import Span
    from lint_params.rules.mending import State

Lines = dict[tuple[str, "int | None", int], str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a check is to do besides finding: bring the baseline up to date (``upwards``: with what has grown too;
    ``anew``: as if there were none), apply fixes (``fix`` is then ``write``), or show what they would change
    (``diff``)."""

    updating: bool = False
    upwards: bool = False
    anew: bool = False
    fix: str | None = None


_ONLY_FINDING = Plan()


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file before and after its fixes: how many were applied, and how many withheld."""

    before: bytes
    after: bytes
    fixes: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of one file gives.

    ``every`` holds the findings of the baseline too; ``analysed`` is there where something needs the whole result: a
    budget for the project, or a baseline that is brought up to date.
    """

    path: str
    settings: Settings
    findings: tuple[Finding, ...]
    every: tuple[Finding, ...]
    lines: Lines
    models: int
    layers: int
    not_counted: int
    analysed: Analysed | None = None
    rewritten: Rewritten | None = None


def checked(plan: Plan, one: Analysed) -> Checked:
    """The findings of a file, and what a report says of it besides: as it is, or will be once its fixes are written."""
    from lint_params.rules import check_file

    baseline = baseline_of(one.settings, plan)
    every = check_file(one.result, one.source, one.settings, baseline)
    findings = every if baseline is None else baseline.unrecorded(one.result.path, every)
    rewritten = None
    if plan.fix is not None and any(finding.fix is not None for finding in findings):
        rewritten, state = _mended(one, findings, baseline)
        if plan.fix == "write" and rewritten is not None and state is not None:
            one, findings = Analysed(state.source, one.settings, state.result, one.root), list(state.findings)
            every = check_file(one.result, one.source, one.settings, baseline)
    whole = plan.updating or any(budget.scope == "project" for budget in one.settings.budgets)
    return Checked(
        one.result.path,
        one.settings,
        tuple(findings),
        tuple(every),
        lines_of(one, findings),
        len(one.result.models),
        sum(1 for model in one.result.models for _ in model.walk()),
        one.result.not_counted,
        one if whole else None,
        rewritten,
    )


def _mended(
    one: Analysed, findings: Sequence[Finding], baseline: Baseline | None
) -> tuple[Rewritten | None, State | None]:
    """A file with its fixes; nothing where it is no longer the one that was analysed."""
    from lint_params.rules import check_file
    from lint_params.rules.mending import State, mend
    from lint_params.source.load import load
    from lint_params.source.read import parse

    path, limit = one.source.path, one.settings.max_file_size

    def look(data: bytes) -> State | None:
        reading = parse(data, path, limit)
        if reading.file is None or reading.errors:
            return None
        result = interpret(reading.file, one.settings, one.root)
        if result.errors and not one.result.errors:
            return None
        every = check_file(result, reading.file, one.settings, baseline)
        told = every if baseline is None else baseline.unrecorded(path, every)
        return State(data, reading.file, result, tuple(told))

    data = load(path, path, limit)
    if isinstance(data, ReadError) or parse(data, path, limit).file != one.source:
        return None, None
    mended = mend(State(data, one.source, one.result, tuple(findings)), look)
    return Rewritten(data, mended.state.data, mended.fixes, mended.withheld), mended.state


def baseline_of(settings: Settings, plan: Plan = _ONLY_FINDING) -> Baseline | None:
    """The baseline of a configuration; while one is brought up to date, one that is not there, or to be written anew,
    is empty.

    Raises ``ConfigError`` where it can't be read.
    """
    if settings.baseline is None:
        return None
    from lint_params.history.baseline import Baseline, load

    if plan.updating and (plan.anew or not os.path.exists(settings.baseline)):
        return Baseline(settings.baseline)
    return load(settings.baseline)


def lines_of(one: Analysed, findings: Sequence[Finding]) -> Lines:
    """The source lines at both ends of what findings point to and of what their fixes change."""
    lines: Lines = {}
    cells = {cell.index: cell.text.split("\n") for cell in one.source.cells} if findings else {}
    for span in (span for finding in findings for span in _spans(finding)):
        text = cells.get(span.cell, []) if span.path == one.source.path else []
        for line in (span.line, span.end_line):
            if 1 <= line <= len(text):
                lines[span.path, span.cell, line] = text[line - 1]
    return lines


def _spans(finding: Finding) -> Iterator[Span]:
    yield finding.span
    for edit in finding.fix.edits if finding.fix is not None else ():
        yield edit.span
