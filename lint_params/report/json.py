"""Findings as JSON, in the form that the documentation fixes (``version`` 1)."""

from __future__ import annotations

import json

from lint_params.model.finding import Edit, Finding, Fix
from lint_params.report import Report
from lint_params.report.style import Style

VERSION = 1


def write(report: Report, style: Style) -> str:
    """One object: ``version``, ``findings``, ``summary``."""
    document = {
        "version": VERSION,
        "findings": [_finding(finding) for finding in report.findings],
        "summary": {
            "files": report.files,
            "models": report.models,
            "layers": report.layers,
            "errors": report.count("error"),
            "warnings": report.count("warning"),
            "notes": report.count("note"),
            "not_counted": report.not_counted,
        },
    }
    return dumps(document)


def dumps(document: object) -> str:
    """JSON in ASCII, so that no encoding and no terminal can hurt it."""
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


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
        "fix": None if finding.fix is None else _fix(finding.fix),
    }


def _fix(fix: Fix) -> dict[str, object]:
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
