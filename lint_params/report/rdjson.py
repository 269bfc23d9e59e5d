"""Findings for reviewdog, in its diagnostic format.

Columns are bytes of UTF-8 there, unlike everywhere else in this program.
Source: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.finding import Finding
from lint_params.model.model import Span
from lint_params.report import Report
from lint_params.report.escape import whole
from lint_params.report.json import array
from lint_params.report.places import Lines, message_with_cell, utf8_column
from lint_params.report.style import Style

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def write(report: Report, style: Style) -> Iterator[str]:
    """One object: ``source`` and ``diagnostics``."""
    yield '{\n  "source": {"name": "lint-params"},\n  "diagnostics": '
    yield from array((_diagnostic(finding, report.lines) for finding in report.findings), 2)
    yield "\n}\n"


def _diagnostic(finding: Finding, lines: Lines) -> dict[str, object]:
    span = finding.span
    location: dict[str, object] = {"path": whole(span.path)}
    if span.cell is None:  # a line of a cell is no line of the file
        location["range"] = _range(span, lines)
    diagnostic: dict[str, object] = {
        "message": whole("\n".join([message_with_cell(finding), *_related(finding)])),
        "location": location,
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    suggestions = _suggestions(finding, lines)
    if suggestions:
        diagnostic["suggestions"] = suggestions
    return diagnostic


def _related(finding: Finding) -> Iterator[str]:
    """Other places, in words: older readers of the format know no field for them."""
    for related in finding.related:
        yield f"{related.message}: {related.span.path}:{related.span.line}"


def _suggestions(finding: Finding, lines: Lines) -> list[dict[str, object]]:
    """The fix, where it is one edit in a plain file: each suggestion is offered, and taken, on its own."""
    edits = () if finding.fix is None else finding.fix.edits
    if len(edits) != 1 or edits[0].span.cell is not None or edits[0].span.path != finding.span.path:
        return []
    place = _range(edits[0].span, lines)
    whole_lines = any(set(position) == {"line"} for position in place.values())
    return [] if whole_lines else [{"range": place, "text": whole(edits[0].text)}]


def _range(span: Span, lines: Lines) -> dict[str, dict[str, int]]:
    """Start and end; without columns, which then mean whole lines, where one of them can't be told."""
    start = utf8_column(lines, span.path, span.cell, span.line, span.column)
    end = utf8_column(lines, span.path, span.cell, span.end_line, span.end_column)
    if start is None or end is None:
        return {"start": {"line": span.line}, "end": {"line": span.end_line}}
    return {"start": {"line": span.line, "column": start}, "end": {"line": span.end_line, "column": end}}
