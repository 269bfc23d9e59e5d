"""``lint-params check``: findings for files, directories and notebooks."""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Sequence
from dataclasses import replace

from lint_params.cli.analysis import STDIN, Run, request_of
from lint_params.cli.baselines import update
from lint_params.cli.checking import Checked, Plan, Rewritten, baseline_of, checked
from lint_params.cli.console import style_of, warn, write
from lint_params.cli.options import Parser, Stop, add_reading, codes
from lint_params.cli.outputs import deliver, outputs, settled
from lint_params.cli.rewriting import rewrite
from lint_params.config.settings import Settings
from lint_params.model.finding import Finding
from lint_params.report import FORMATS, Report


def add_arguments(parser: Parser) -> None:
    parser.description = "Findings for files, directories and notebooks; of the working directory where none is named."
    parser.epilog = "exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong use or an internal error"
    add_reading(parser)
    parser.add_argument("--select", type=codes, metavar="CODES", help="rules to apply, by codes or prefixes: LP1,LP301")
    parser.add_argument("--ignore", type=codes, metavar="CODES", help="rules to leave out")
    parser.add_argument(
        "--output-format",
        action="append",
        type=outputs,
        default=[],
        metavar="FORMAT[:FILE]",
        help=f"{', '.join(FORMATS)}; several, by commas or by giving the option again",
    )
    parser.add_argument("--output-file", metavar="FILE", help="write there what would go to standard output")
    parser.add_argument("--fail-on", choices=("error", "warning", "never"), default="error", help="exit 1 from here up")
    parser.add_argument("--fix", action="store_true", help="mend what can be mended safely, and report what is left")
    parser.add_argument("--diff", action="store_true", help="write nothing but show what --fix would change")
    parser.add_argument(
        "--update-baseline",
        action="store_true",
        help="bring the baseline up to date: drop what is gone, lower what is smaller; write it where there is none",
    )
    parser.add_argument(
        "--raise-baseline", action="store_true", help="the same, and also record what is new or has grown"
    )
    parser.add_argument("--statistics", action="store_true", help="also count the findings of each rule")


def run(options: argparse.Namespace) -> int:
    """Check what the options name; the exit status."""
    wanted = settled([output for group in options.output_format for output in group], options.output_file)
    run = Run.of(request_of(options))
    if options.show_config:
        write(run.described_settings())
        return 2 if run.failed else 0
    plan = _plan(options)
    report, rewritten = report_of(run, plan, options.raise_baseline)
    report = replace(
        report,
        quiet=options.quiet,
        verbose=options.verbose,
        statistics=options.statistics,
        fail_on=options.fail_on,
    )
    if plan.fix is not None:
        if not rewrite(rewritten, plan.fix == "diff", style_of(sys.stdout, options.color), options.quiet):
            run.failed = True
        # Nothing but the changes goes to where the changes go.
        wanted = [output for output in wanted if plan.fix == "write" or output.file is not None]
    # Files first: whoever reads standard output may have had enough before its end.
    for output in sorted(wanted, key=lambda output: output.file is None):
        deliver(report, output, options.color)
    if run.failed:
        return 2
    return 1 if report.reaches(options.fail_on) else 0


def _plan(options: argparse.Namespace) -> Plan:
    """What is to be done besides finding; a contradiction ends the command."""
    updating = options.update_baseline or options.raise_baseline
    if updating and STDIN in options.paths:
        warn("lint-params: a baseline is of files, not of standard input")
        raise Stop(2)
    if (options.fix or options.diff) and STDIN in options.paths:
        warn("lint-params: --fix and --diff change files, not standard input")
        raise Stop(2)
    if updating and options.diff:
        warn("lint-params: --diff writes nothing, so no baseline either")
        raise Stop(2)
    return Plan(updating, "diff" if options.diff else "write" if options.fix else None)


def report_of(run: Run, plan: Plan, upwards: bool) -> tuple[Report, dict[str, Rewritten]]:
    """The findings of all files, and then those of the project as a whole; and the files that fixes change."""
    baselines: dict[str, Settings] = {}

    def accept(settings: Settings) -> None:
        if settings.baseline is not None and settings.baseline not in baselines:
            baseline_of(settings, plan.updating)  # so that one that can't be read is told before the work
            baselines[settings.baseline] = settings

    run.accept = accept
    if plan.updating:
        list(run.settings())  # those of the paths themselves, also where no file is left
    done = list(run.results(functools.partial(checked, plan)))
    findings = [(one.settings.baseline, finding) for one in done for finding in one.findings]
    of_project = [finding for group in _by_configuration(done) for finding in _of_project(group, plan)]
    findings += [(file, finding) for file, known, finding in of_project if not known]
    if plan.updating:
        raised = _update(run, baselines, done, of_project, upwards)
        findings = [(file, finding) for file, finding in findings if file not in raised]
    report = Report(
        tuple(finding for _, finding in findings),
        run.files,
        sum(one.models for one in done),
        sum(one.layers for one in done),
        sum(one.not_counted for one in done),
        {place: line for one in done for place, line in one.lines.items()},
    )
    return report, {one.path: one.rewritten for one in done if one.rewritten is not None}


OfProject = tuple["str | None", bool, Finding]
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
    from lint_params.rules import check_project

    baseline = baseline_of(settings, plan.updating)
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
    run: Run, baselines: dict[str, Settings], done: Sequence[Checked], of_project: Sequence[OfProject], upwards: bool
) -> set[str | None]:
    """Bring the baselines of a run up to date; those that now hold all there is."""
    if not baselines:
        warn("lint-params: no configuration names a baseline; add `baseline: .lint-params-baseline.json` to it")
        raise Stop(2)
    raised: set[str | None] = set()
    for file, settings in baselines.items():
        ours = [one for one in done if one.settings.baseline == file]
        about = [finding for other, _, finding in of_project if other == file]
        written = update(settings, ours, about, run.passed, upwards)
        if written.upwards:
            raised.add(file)
    return raised
