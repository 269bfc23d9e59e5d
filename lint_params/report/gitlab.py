"""Findings as GitLab's code quality report, which merge requests show beside the changed lines.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.finding import Finding
from lint_params.report import Report
from lint_params.report.escape import whole
from lint_params.report.fingerprint import fingerprints
from lint_params.report.json import array
from lint_params.report.places import message_with_cell
from lint_params.report.style import Style

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def write(report: Report, style: Style) -> Iterator[str]:
    """One list, an entry a finding."""
    yield from array(map(_entry, report.findings, fingerprints(report)), 0)
    yield "\n"


def _entry(finding: Finding, fingerprint: str) -> dict[str, object]:
    # A line of a notebook's cell is no line of the file, and the format asks for one.
    line = finding.span.line if finding.span.cell is None else 1
    return {
        "description": whole(f"{finding.code}: {message_with_cell(finding)}"),
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": whole(finding.span.path), "lines": {"begin": line}},
    }
