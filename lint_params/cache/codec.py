"""Findings as JSON and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lint_params.model.finding import Edit, Finding, Fix, Related
from lint_params.model.model import Span

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
    for entry in _list(entries):
        code, severity, message, span, model, layer, actual, limit, fix, related, budget = _list(entry)
        found.append(
            Finding(
                _text(code),
                _text(severity),
                _text(message),
                _to_span(span),
                _optional(model),
                _optional(layer),
                _number(actual),
                _number(limit),
                None if fix is None else _to_fix(fix),
                tuple(Related(_to_span(where), _text(said)) for where, said in map(_pair, _list(related))),
                _optional(budget),
            )
        )
    return tuple(found)


def from_lines(lines: Lines) -> list[Json]:
    return [[*place, text] for place, text in lines.items()]


def to_lines(entries: Json) -> Lines:
    lines: Lines = {}
    for entry in _list(entries):
        path, cell, line, text = _list(entry)
        lines[_text(path), None if cell is None else _whole(cell), _whole(line)] = _text(text)
    return lines


def to_counts(entries: Json) -> tuple[int, int, int]:
    """Models, layers, and models of other kinds."""
    models, layers, others = map(_whole, _list(entries))
    return models, layers, others


def _from_span(span: Span) -> list[Json]:
    return [span.path, span.line, span.column, span.end_line, span.end_column, span.cell]


def _to_span(entry: Json) -> Span:
    path, line, column, end_line, end_column, cell = _list(entry)
    cell = None if cell is None else _whole(cell)
    return Span(_text(path), _whole(line), _whole(column), _whole(end_line), _whole(end_column), cell)


def _from_fix(fix: Fix) -> list[Json]:
    return [fix.message, [[_from_span(edit.span), edit.text] for edit in fix.edits], fix.saves]


def _to_fix(entry: Json) -> Fix:
    message, edits, saves = _list(entry)
    made = tuple(Edit(_to_span(span), _text(text)) for span, text in map(_pair, _list(edits)))
    return Fix(_text(message), made, _whole(saves))


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, not {value!r}")
    return value


def _pair(value: Json) -> tuple[Json, Json]:
    first, second = _list(value)
    return first, second


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a text, not {value!r}")
    return value


def _optional(value: Json) -> str | None:
    return None if value is None else _text(value)


def _whole(value: Json) -> int:
    if not isinstance(value, int):
        raise TypeError(f"expected an integer, not {value!r}")
    return value


def _number(value: Json) -> int | float | None:
    if value is not None and not isinstance(value, (int, float)):
        raise TypeError(f"expected a number, not {value!r}")
    return value
