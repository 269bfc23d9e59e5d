"""Findings as SARIF 2.1.0, which code scanning and most viewers of results read.

Sources: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/sarif-v2.1.0-errata01.html, and for limits
https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_params import __version__
from lint_params.model.finding import SEVERITIES, Edit, Finding, Fix
from lint_params.model.model import Span
from lint_params.report import Report
from lint_params.report.escape import whole
from lint_params.report.fingerprint import fingerprints
from lint_params.report.json import dumps
from lint_params.report.places import message_with_cell, uri
from lint_params.report.style import Style
from lint_params.rules.base import Rule
from lint_params.rules.pages import default_text, page, sentence
from lint_params.rules.registry import rules

MAX_RESULTS = 25_000
"""Code scanning refuses a run with more."""
MAX_RELATED = 99
"""Code scanning shows 100 locations of a result."""

FINGERPRINT = "lintParams/v1"


def write(report: Report, style: Style) -> Iterator[str]:
    """One log with one run; a result a line."""
    driver = {"name": "lint-params", "version": __version__, "rules": [_rule(rule) for rule in rules().values()]}
    kept = _kept(report)
    yield '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [{\n'
    yield f'"tool": {_dumps({"driver": driver})},\n"columnKind": "unicodeCodePoints",\n"results": ['
    numbers = {code: number for number, code in enumerate(rules())}
    between = "\n"
    for finding, fingerprint in zip(report.findings, fingerprints(report), strict=True):
        if kept.take(finding.severity):
            yield between + _dumps(_result(finding, fingerprint, numbers))
            between = ",\n"
    yield f'\n],\n"invocations": [{_dumps(_invocation(report))}]\n}}]}}\n'


class _Kept:
    """How many results of each severity there is room for: the severest first."""

    def __init__(self, room: dict[str, int]) -> None:
        self.room = room

    def take(self, severity: str) -> bool:
        self.room[severity] -= 1
        return self.room[severity] >= 0


def _kept(report: Report) -> _Kept:
    left, room = MAX_RESULTS, {}
    for severity in SEVERITIES:
        room[severity] = min(report.count(severity), left)
        left -= room[severity]
    return _Kept(room)


def _invocation(report: Report) -> dict[str, object]:
    """That the run came to its end, and what of its findings is not here."""
    invocation: dict[str, object] = {"executionSuccessful": True}
    if len(report.findings) > MAX_RESULTS:
        text = f"{len(report.findings):,} findings; these are {MAX_RESULTS:,} of them, the severest first"
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    return invocation


def _rule(rule: Rule) -> dict[str, object]:
    text = page(rule)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": sentence(rule.summary)},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"enabled": default_text(rule) == "on by default"},
    }


def _result(finding: Finding, fingerprint: str, numbers: dict[str, int]) -> dict[str, object]:
    location = _location(finding.span)
    names = [name for name in (finding.model, finding.layer) if name is not None]
    if names:
        location["logicalLocations"] = [{"name": whole(names[-1]), "fullyQualifiedName": whole(".".join(names))}]
    result: dict[str, object] = {
        "ruleId": finding.code,
        "level": finding.severity,
        "message": {"text": _message(message_with_cell(finding))},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.code in numbers:
        result["ruleIndex"] = numbers[finding.code]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": _message(related.message)}, **_location(related.span)}
            for number, related in enumerate(finding.related[:MAX_RELATED], 1)
        ]
    if finding.fix is not None and all(edit.span.cell is None for edit in finding.fix.edits):
        result["fixes"] = [_fix(finding.fix)]
    figures = {"actual": finding.actual, "limit": finding.limit}
    known = {name: figure for name, figure in figures.items() if figure is not None}
    if known:
        result["properties"] = known
    return result


def _message(text: str) -> str:
    """Plain text of a message: braces doubled (3.11.5), and nothing in it a link (3.11.6)."""
    doubled = whole(text).replace("{", "{{").replace("}", "}}")
    return re.sub(r"\[(?=[^\[\]]*\]\()", r"\\[", doubled)


def _location(span: Span) -> dict[str, object]:
    """A place; without a region in a notebook, where a line of a cell is no line of the file."""
    place: dict[str, object] = {"artifactLocation": _artifact(span.path)}
    if span.cell is None:
        place["region"] = _region(span)
    return {"physicalLocation": place}


def _artifact(path: str) -> dict[str, object]:
    reference = uri(path)
    return {"uri": reference} if reference.startswith("file:") else {"uri": reference, "uriBaseId": "%SRCROOT%"}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fix(fix: Fix) -> dict[str, object]:
    paths = dict.fromkeys(edit.span.path for edit in fix.edits)
    changes = [
        {
            "artifactLocation": _artifact(path),
            "replacements": [_replacement(edit) for edit in fix.edits if edit.span.path == path],
        }
        for path in paths
    ]
    return {"description": {"text": _message(fix.message)}, "artifactChanges": changes}


def _replacement(edit: Edit) -> dict[str, object]:
    return {"deletedRegion": _region(edit.span), "insertedContent": {"text": whole(edit.text)}}


def _dumps(document: object) -> str:
    return dumps(document, None)[:-1]
