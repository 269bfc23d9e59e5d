"""From what came out for each file to the report of a run: the project as a whole, baselines, fixes."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lint_params.cli.analysis import Run
from lint_params.cli.checking import Checked, Plan, Rewritten, baseline_of, checked
from lint_params.cli.console import warn
from lint_params.cli.options import Stop
from lint_params.cli.remembering import CheckedFiles
from lint_params.config.settings import Settings
from lint_params.report import Report

if TYPE_CHECKING:
    from lint_params.model.finding import Finding


def report_of(run: Run, plan: Plan) -> tuple[Report, dict[str, Rewritten]]:
    """The findings of all files, and then those of the project as a whole; and the files that fixes change."""
    baselines: dict[str, Settings] = {}

    def accept(settings: Settings) -> None:
        if settings.baseline is not None and settings.baseline not in baselines:
            baseline_of(settings, plan)  # so that one that can't be read is told before the work
            baselines[settings.baseline] = settings

    run.accept = accept
    if plan.updating:
        run.passed = []
        list(run.settings())  # those of the paths themselves, also where no file is left
    memory = CheckedFiles(run.cached, plan) if run.cached is not None else None
    done = list(run.results(functools.partial(checked, plan), memory))
    findings = [(one.settings.baseline, finding) for one in done for finding in one.findings]
    of_project = [finding for group in _by_configuration(done) for finding in _of_project(group, plan)]
    findings += [(file, finding) for file, known, finding in of_project if not known]
    if plan.updating:
        raised = _update(run, baselines, done, of_project, plan)
        findings = [(file, finding) for file, finding in findings if file not in raised]
    report = Report(
        tuple(finding for _, finding in findings),
        run.files,
        sum(one.models for one in done),
        sum(one.layers for one in done),
        sum(one.not_counted for one in done),
        {place: line for one in done for place, line in one.lines.items()},
        problems=tuple(run.problems),
    )
    return report, {one.path: one.rewritten for one in done if one.rewritten is not None}


OfProject = tuple["str | None", bool, "Finding"]
"""The baseline file that a finding about the project is held against, whether it holds it, and the finding."""


def _by_configuration(done: Sequence[Checked]) -> list[list[Checked]]:
    groups: dict[tuple[str, str | None], list[Checked]] = {}
    for one in done:
        groups.setdefault((one.settings.root, one.settings.path), []).append(one)
    return list(groups.values())


def _of_project(group: Sequence[Checked], plan: Plan) -> list[OfProject]:
    """What budgets for the whole project say of the files of one configuration."""
    settings, results = group[0].settings, [one.analysed.result for one in group if one.analysed is not None]
    if not results or not any(budget.scope == "project" for budget in settings.budgets):
        return []
    from lint_params.rules.project import check_project

    baseline = baseline_of(settings, plan)
    every = check_project(results, settings, baseline)
    found: list[OfProject] = []
    for path in dict.fromkeys(finding.span.path for finding in every):
        there = [finding for finding in every if finding.span.path == path]
        new = there if baseline is None else baseline.unrecorded(path, there)
        found += [(settings.baseline, False, finding) for finding in new]
        if baseline is not None:
            found += [(settings.baseline, True, finding) for finding, _ in baseline.matched(path, there).known]
    return found


def _update(
    run: Run, baselines: dict[str, Settings], done: Sequence[Checked], of_project: Sequence[OfProject], plan: Plan
) -> set[str | None]:
    """Bring the baselines of a run up to date; those that now hold all there is."""
    from lint_params.cli.baselines import update

    if not baselines:
        warn("lint-params: no configuration names a baseline; add `baseline: .lint-params-baseline.json` to it")
        raise Stop(2)
    raised: set[str | None] = set()
    for file, settings in baselines.items():
        ours = [one for one in done if one.settings.baseline == file]
        about = [finding for other, _, finding in of_project if other == file]
        written = update(settings, ours, about, run.passed or (), plan)
        if written.upwards:
            raised.add(file)
    return raised
