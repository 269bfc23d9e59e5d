"""Findings as a JUnit report, which most build servers show: a suite for each file, a test case for each finding.

Sources: https://github.com/testmoapp/junitxml, and the schema of Jenkins' xUnit plug-in.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from lint_params.model.finding import SEVERITIES, Finding
from lint_params.report import Report
from lint_params.report.escape import printable
from lint_params.report.style import Style
from lint_params.report.text import place


def write(report: Report, style: Style) -> Iterator[str]:
    """A failure where the finding makes the run fail, else a test that was skipped, with the message either way. A run
    without findings is one test that passed: an empty report is an error to some readers."""
    failing = _failing(report)
    failures = sum(finding.severity in failing for finding in report.findings)
    total = len(report.findings) or 1
    counts = _counts(total, failures, len(report.findings) - failures)
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="lint-params" {counts}>\n'
    for path, group in itertools.groupby(report.findings, lambda finding: finding.span.path):
        yield from _suite(path, list(group), failing)
    if not report.findings:
        yield f'  <testsuite name="lint-params" {_counts(1, 0, 0)}>\n'
        yield '    <testcase classname="lint-params" name="no findings"/>\n  </testsuite>\n'
    yield "</testsuites>\n"


def _failing(report: Report) -> tuple[str, ...]:
    """The severities that make the run fail; errors where none does, so that the report still tells them apart."""
    fail_on = report.fail_on if report.fail_on in SEVERITIES else "error"
    return SEVERITIES[: SEVERITIES.index(fail_on) + 1]


def _suite(path: str, findings: list[Finding], failing: tuple[str, ...]) -> Iterator[str]:
    failures = sum(finding.severity in failing for finding in findings)
    yield f"  <testsuite name={_attribute(path)} {_counts(len(findings), failures, len(findings) - failures)}>\n"
    for finding in findings:
        yield from _case(finding, finding.severity in failing)
    yield "  </testsuite>\n"


def _counts(tests: int, failures: int, skipped: int) -> str:
    return f'tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}"'


def _case(finding: Finding, fails: bool) -> Iterator[str]:
    span = finding.span
    where = place(span).removeprefix(printable(span.path) + ":")
    name = f"{finding.code} {where}"
    yield f"    <testcase classname={_attribute(span.path)} name={_attribute(name)}"
    yield f' file={_attribute(span.path)} line="{span.line}">\n'
    message = _attribute(f"{finding.severity}: {finding.message}")
    if fails:
        text = "\n".join([f"{place(span)}: {printable(finding.message)}", *_related(finding)])
        yield f'      <failure type="{finding.code}" message={message}>{escape(text)}</failure>\n'
    else:
        yield f"      <skipped message={message}/>\n"
    yield "    </testcase>\n"


def _related(finding: Finding) -> Iterator[str]:
    for related in finding.related:
        yield f"{place(related.span)}: {printable(related.message)}"


def _attribute(text: str) -> str:
    return quoteattr(printable(text))
