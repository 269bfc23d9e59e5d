"""What a check does with one file; runs in this process or in another one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from lint_params.cli.pool import Analysed
from lint_params.config.settings import Settings
from lint_params.history.baseline import Baseline, load
from lint_params.model.finding import Finding

Lines = dict[tuple[str, "int | None", int], str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a check is to do besides finding: bring the baseline up to date."""

    updating: bool = False


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


def checked(plan: Plan, one: Analysed) -> Checked:
    """The findings of a file, and what a report says of it besides."""
    from lint_params.rules import check_file

    baseline = baseline_of(one.settings, plan.updating)
    every = check_file(one.result, one.source, one.settings, baseline)
    findings = every if baseline is None else baseline.unrecorded(one.result.path, every)
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
    )


def baseline_of(settings: Settings, updating: bool = False) -> Baseline | None:
    """The baseline of a configuration; while one is brought up to date, one that is not there is empty.

    Raises ``ConfigError`` where it can't be read.
    """
    if settings.baseline is None:
        return None
    if updating and not os.path.exists(settings.baseline):
        return Baseline(settings.baseline)
    return load(settings.baseline)


def lines_of(one: Analysed, findings: Sequence[Finding]) -> Lines:
    """The source lines that findings point to."""
    lines: Lines = {}
    cells = {cell.index: cell.text.split("\n") for cell in one.source.cells} if findings else {}
    for span in (finding.span for finding in findings):
        text = cells.get(span.cell, []) if span.path == one.source.path else []
        if 1 <= span.line <= len(text):
            lines[span.path, span.cell, span.line] = text[span.line - 1]
    return lines
