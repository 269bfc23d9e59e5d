"""Findings as JSON, in the form that the documentation fixes (``version`` 1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from lint_params.model.finding import Edit, Finding, Fix
from lint_params.report import Report
from lint_params.report.style import Style

VERSION = 1


def write(report: Report, style: Style) -> Iterator[str]:
    """One object: ``version``, ``findings``, ``summary``."""
    summary = {
        "files": report.files,
        "models": report.models,
        "layers": report.layers,
        "errors": report.count("error"),
        "warnings": report.count("warning"),
        "notes": report.count("note"),
        "not_counted": report.not_counted,
    }
    yield f'{{\n  "version": {VERSION},\n  "findings": '
    yield from array(map(_finding, report.findings), 2)
    yield f',\n  "summary": {_indented(summary, 2)}\n}}\n'


def array(items: Iterable[object], indent: int) -> Iterator[str]:
    """A JSON list as one piece for each item, its lines set in by ``indent`` columns."""
    between = "["
    for item in items:
        yield f"{between}\n{' ' * (indent + 2)}{_indented(item, indent + 2)}"
        between = ","
    yield "[]" if between == "[" else f"\n{' ' * indent}]"


def _indented(document: object, indent: int) -> str:
    # In ASCII no string holds a line end, so that every one of them is the encoder's own.
    return dumps(document)[:-1].replace("\n", "\n" + " " * indent)


def dumps(document: object, indent: int | None = 2) -> str:
    """JSON in ASCII, so that no encoding and no terminal can hurt it; nor does a runner find a command in it (see
    ``escape``): outside of a string there is no such sign."""
    text = json.dumps(document, indent=indent, ensure_ascii=True, allow_nan=False)
    return text.replace("##[", "#\\u0023[") + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    span = finding.span
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "path": span.path,
        "cell": span.cell,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "model": finding.model,
        "layer": finding.layer,
        "actual": finding.actual,
        "limit": finding.limit,
        "fix": None if finding.fix is None else fix_object(finding.fix),
    }


def fix_object(fix: Fix) -> dict[str, object]:
    """What would mend a finding."""
    return {"message": fix.message, "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, object]:
    span = edit.span
    return {
        "path": span.path,
        "cell": span.cell,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "text": edit.text,
    }
