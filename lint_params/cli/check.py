"""``lint-params check``: findings for files, directories and notebooks."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lint_params.cli.analysis import Run, request_of
from lint_params.cli.console import style_of, warn, write
from lint_params.cli.options import Parser, Stop, add_reading, codes
from lint_params.cli.pool import Analysed
from lint_params.model.finding import Finding
from lint_params.report import FORMATS, Report, writer
from lint_params.report.style import Style

Lines = dict[tuple[str, "int | None", int], str]


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and the file it goes to; ``None`` for standard output."""

    format: str
    file: str | None = None


def add_arguments(parser: Parser) -> None:
    parser.description = "Findings for files, directories and notebooks; of the working directory where none is named."
    parser.epilog = "exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong use or an internal error"
    add_reading(parser)
    parser.add_argument("--select", type=codes, metavar="CODES", help="rules to apply, by codes or prefixes: LP1,LP301")
    parser.add_argument("--ignore", type=codes, metavar="CODES", help="rules to leave out")
    parser.add_argument(
        "--output-format",
        action="append",
        type=_outputs,
        default=[],
        metavar="FORMAT[:FILE]",
        help=f"{', '.join(FORMATS)}; several, by commas or by giving the option again",
    )
    parser.add_argument("--output-file", metavar="FILE", help="write there what would go to standard output")
    parser.add_argument("--fail-on", choices=("error", "warning", "never"), default="error", help="exit 1 from here up")
    parser.add_argument("--statistics", action="store_true", help="also count the findings of each rule")


def run(options: argparse.Namespace) -> int:
    """Check what the options name; the exit status."""
    outputs = _settled([output for group in options.output_format for output in group], options.output_file)
    run = Run.of(request_of(options))
    if options.show_config:
        write(run.described_settings())
        return 2 if run.failed else 0
    report = _report(run)
    report = replace(report, quiet=options.quiet, verbose=options.verbose, statistics=options.statistics)
    for output in outputs:
        _deliver(report, output, options.color)
    if run.failed:
        return 2
    return 1 if report.reaches(options.fail_on) else 0


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of one file gives. ``analysed`` is there where a budget for the whole project needs it."""

    findings: tuple[Finding, ...]
    lines: Lines
    models: int
    layers: int
    not_counted: int
    analysed: Analysed | None = None


def _checked(one: Analysed) -> Checked:
    from lint_params.rules import check_file

    findings = tuple(check_file(one.result, one.source, one.settings))
    return Checked(
        findings,
        _lines(one, findings),
        len(one.result.models),
        sum(1 for model in one.result.models for _ in model.walk()),
        one.result.not_counted,
        one if any(budget.scope == "project" for budget in one.settings.budgets) else None,
    )


def _report(run: Run) -> Report:
    """The findings of all files, and then those of the project as a whole."""
    checked = list(run.results(_checked))
    findings = [finding for one in checked for finding in one.findings]
    findings += _of_project([one.analysed for one in checked if one.analysed is not None])
    return Report(
        tuple(findings),
        run.files,
        sum(one.models for one in checked),
        sum(one.layers for one in checked),
        sum(one.not_counted for one in checked),
        {place: line for one in checked for place, line in one.lines.items()},
    )


def _of_project(analysed: Sequence[Analysed]) -> Iterator[Finding]:
    """What budgets for the whole project say, configuration by configuration."""
    if not analysed:
        return
    from lint_params.rules import check_project

    groups: dict[tuple[str, str | None], list[Analysed]] = {}
    for one in analysed:
        groups.setdefault((one.settings.root, one.settings.path), []).append(one)
    for group in groups.values():
        yield from check_project([one.result for one in group], group[0].settings)


def _lines(one: Analysed, findings: Sequence[Finding]) -> Lines:
    """The source lines that findings point to."""
    lines: Lines = {}
    cells = {cell.index: cell.text.split("\n") for cell in one.source.cells} if findings else {}
    for span in (finding.span for finding in findings):
        text = cells.get(span.cell, []) if span.path == one.source.path else []
        if 1 <= span.line <= len(text):
            lines[span.path, span.cell, span.line] = text[span.line - 1]
    return lines


# Where the report goes.

_COMMA = re.compile(rf",(?=(?:{'|'.join(FORMATS)})(?:[:,]|$))")
"""Between two formats; names of files may have commas as well."""


def _outputs(text: str) -> list[Output]:
    found: list[Output] = []
    for part in _COMMA.split(text):
        format, colon, file = part.partition(":")
        if format not in FORMATS:
            raise argparse.ArgumentTypeError(f"unknown format {format!r}; expected {', '.join(FORMATS)}")
        if colon and not file:
            raise argparse.ArgumentTypeError(f"{part!r} names no file")
        found.append(Output(format, file or None))
    return found


def _settled(outputs: Sequence[Output], file: str | None) -> list[Output]:
    """The outputs of a command line: one of them at most goes to standard output, or into ``--output-file``."""
    outputs = outputs or [Output("text")]
    if sum(output.file is None for output in outputs) > 1:
        warn("lint-params: two formats for one output; write --output-format FORMAT:FILE for all but one")
        raise Stop(2)
    return [Output(output.format, output.file or file) for output in outputs]


def _deliver(report: Report, output: Output, color: str) -> None:
    module = writer(output.format)
    if output.file is None:
        write(module.write(report, style_of(sys.stdout, color)))
        return
    try:
        with open(output.file, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(module.write(report, Style(color=color == "always")))
    except OSError as error:
        warn(f"lint-params: can't write {output.file}: {error.strerror}")
        raise Stop(2) from None
