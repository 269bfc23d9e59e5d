"""Models and findings as HTML for a notebook. What comes from the checked code is escaped, all of it."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from lint_params.model.finding import Finding
from lint_params.model.model import Model
from lint_params.report.columns import DEFAULT, chosen, remarks, subject, titles, totals
from lint_params.report.escape import printable

_COLORS = {"error": "#d1242f", "warning": "#9a6700", "note": "#0969da"}
"""Readable on white and on black."""


def page(models: Sequence[Model], findings: Sequence[Finding]) -> str:
    """A table for each model, and the findings beneath."""
    return "\n".join([*(line for model in models for line in _model(model)), *_findings(findings)])


def plain(findings: Sequence[Finding]) -> str:
    """The findings for a front end without HTML, a line each."""
    return "".join(f"{_where(finding)}: {finding.code} {finding.severity}: {_said(finding)}\n" for finding in findings)


def _model(model: Model) -> Iterator[str]:
    what = subject(model)
    yield f"<p><b>{_text(model.name)}</b>{f' ({_text(what)})' if what else ''}"
    yield from (f"<br>{_text(line)}" for line in titles(model))
    columns = chosen(DEFAULT, model)
    yield "</p><table><thead><tr>"
    yield "".join(f'<th style="text-align: left">{_text(column.heading)}</th>' for column in columns)
    yield "</tr></thead><tbody>"
    for layer in model.layers:
        cells = [
            f'<td style="text-align: {"right" if column.right else "left"}">{_text(column.text(layer))}</td>'
            for column in columns
        ]
        yield f"<tr>{''.join(cells)}</tr>"
        if layer.reason:
            yield f'<tr><td colspan="{len(columns)}" style="text-align: left"><i>{_text(layer.reason)}</i></td></tr>'
    yield "</tbody></table><p>"
    yield "<br>".join(f"{_text(name)}: <b>{_text(figure)}</b>" for name, figure in totals(model))
    yield "".join(f"<br><i>{_text(remark)}</i>" for remark in remarks(model)) + "</p>"


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    if findings:
        yield "<ul>"
        for finding in findings:
            label = f'<b style="color: {_COLORS[finding.severity]}">{finding.code} {finding.severity}</b>'
            yield f"<li>{_text(_where(finding))}: {label}: {_text(finding.message)}</li>"
        yield "</ul>"


def _where(finding: Finding) -> str:
    return f"line {finding.span.line}"


def _said(finding: Finding) -> str:
    return printable(finding.message)


def _text(text: str) -> str:
    return html.escape(printable(text))
