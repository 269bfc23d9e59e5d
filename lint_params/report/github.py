"""Findings as workflow commands of GitHub Actions, which shows them beside the changed lines.

Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.finding import Finding
from lint_params.report import Report
from lint_params.report.escape import printable_lines
from lint_params.report.style import Style

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def write(report: Report, style: Style) -> Iterator[str]:
    """One line a finding."""
    return map(_line, report.findings)


def _line(finding: Finding) -> str:
    span = finding.span
    # Lines of a notebook's cell mean nothing in the file that GitHub shows.
    place = [("file", span.path)]
    if span.cell is None:
        place += [("line", str(span.line)), ("col", str(span.column)), ("endLine", str(span.end_line))]
        if span.end_line == span.line:  # GitHub takes columns only within one line
            place.append(("endColumn", str(span.end_column)))
    cell = "" if span.cell is None else f"cell {span.cell}, line {span.line}: "
    place.append(("title", f"lint-params {finding.code}"))
    properties = ",".join(f"{key}={_property(value)}" for key, value in place)
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(cell + finding.message)}\n"


def _data(text: str) -> str:
    return printable_lines(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
