"""Findings as JSON and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lint_params.model.finding import Edit, Finding, Fix, Related
from lint_params.model.model import Span
from lint_params.typed import items, optional_number, optional_text, optional_whole, text, whole

if TYPE_CHECKING:
    from lint_params.cli.checking import Lines

Json = object


def from_findings(findings: Iterable[Finding]) -> list[Json]:
    return [
        [
            finding.code,
            finding.severity,
            finding.message,
            _from_span(finding.span),
            finding.model,
            finding.layer,
            finding.actual,
            finding.limit,
            None if finding.fix is None else _from_fix(finding.fix),
            [[_from_span(related.span), related.message] for related in finding.related],
            finding.budget,
        ]
        for finding in findings
    ]


def to_findings(entries: Json) -> tuple[Finding, ...]:
    """Raises ``TypeError`` or ``ValueError`` for what is no list of findings."""
    found = []
    for entry in items(entries):
        code, severity, message, span, model, layer, actual, limit, fix, related, budget = items(entry)
        found.append(
            Finding(
                text(code),
                text(severity),
                text(message),
                _to_span(span),
                optional_text(model),
                optional_text(layer),
                optional_number(actual),
                optional_number(limit),
                None if fix is None else _to_fix(fix),
                tuple(Related(_to_span(where), text(said)) for where, said in map(_pair, items(related))),
                optional_text(budget),
            )
        )
    return tuple(found)


def from_lines(lines: Lines) -> list[Json]:
    return [[*place, source] for place, source in lines.items()]


def to_lines(entries: Json) -> Lines:
    lines: Lines = {}
    for entry in items(entries):
        path, cell, line, source = items(entry)
        lines[text(path), optional_whole(cell), whole(line)] = text(source)
    return lines


def to_counts(entries: Json) -> tuple[int, int, int]:
    """Models, layers, and models of other kinds."""
    models, layers, others = map(whole, items(entries))
    return models, layers, others


def _from_span(span: Span) -> list[Json]:
    return [span.path, span.line, span.column, span.end_line, span.end_column, span.cell]


def _to_span(entry: Json) -> Span:
    path, line, column, end_line, end_column, cell = items(entry)
    return Span(text(path), whole(line), whole(column), whole(end_line), whole(end_column), optional_whole(cell))


def _from_fix(fix: Fix) -> list[Json]:
    return [fix.message, [[_from_span(edit.span), edit.text] for edit in fix.edits], fix.saves]


def _to_fix(entry: Json) -> Fix:
    message, edits, saves = items(entry)
    made = tuple(Edit(_to_span(span), text(new)) for span, new in map(_pair, items(edits)))
    return Fix(text(message), made, whole(saves))


def _pair(value: Json) -> tuple[Json, Json]:
    first, second = items(value)
    return first, second
