"""Which findings the comments of a file silence, and which comments silence none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lint_params.comments import Suppression
from lint_params.model.finding import Finding
from lint_params.model.model import Span
from lint_params.rules.base import Context, Unused


@dataclass(frozen=True, slots=True)
class Kept:
    """The findings that no comment silences, and the comments that silence nothing."""

    findings: tuple[Finding, ...]
    unused: tuple[Unused, ...]


def silence(context: Context, findings: Sequence[Finding]) -> Kept:
    """Apply the suppressions of a file to its findings.

    A comment speaks for a finding if it stands on a line of the layer's or model's call, or of the statement or the
    model around it as far as no other layer stands there.
    """
    places = _Places.of(context)
    used: set[tuple[int, str]] = set()
    kept: list[Finding] = []
    for finding in findings:
        silent = False
        for number, suppression in enumerate(context.comments.suppressions):
            if not _speaks_for(suppression, finding, places, context):
                continue
            for code in suppression.codes:
                if finding.code.startswith(code):
                    used.add((number, code))
                    silent = True
        if not silent:
            kept.append(finding)
    return Kept(tuple(kept), (*_unused(context, used), *_misplaced(context)))


def _unused(context: Context, used: set[tuple[int, str]]) -> list[Unused]:
    """Comments with codes that silence nothing, of rules that were asked. Of a file that could not be read in full
    nothing is known."""
    if context.result.errors:
        return []
    found: list[Unused] = []
    for number, suppression in enumerate(context.comments.suppressions):
        idle = tuple(code for code in suppression.codes if (number, code) not in used and _asked(context, code))
        if idle:
            found.append(Unused(suppression, idle))
    return found


def _asked(context: Context, prefix: str) -> bool:
    """Whether a rule of that prefix speaks, or none exists; LP902 itself is settled later."""
    from lint_params.rules.registry import MODULES

    matching = [code for code in MODULES if code.startswith(prefix)]
    return not matching or any(context.settings.enabled(code) for code in matching if code != "LP902")


def _misplaced(context: Context) -> list[Unused]:
    """``params=`` and ``input=`` on a line of no layer or model."""
    if context.result.errors:
        return []
    lines = {(span.cell, line) for span in _spans(context) for line in _statement(context, span)}
    stated = context.comments.stated
    return [Unused(comment) for comment in stated if (comment.span.cell, comment.span.line) not in lines]


def _speaks_for(suppression: Suppression, finding: Finding, places: _Places, context: Context) -> bool:
    if suppression.kind == "ignore-file":
        return True
    span, line = finding.span, suppression.span.line
    if span.path != context.result.path or span.cell != suppression.span.cell:
        return False
    if span.line <= line <= span.end_line:
        return True
    return places.of_others(span, line) is False and line in places.around(span)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the layers and models of a file stand."""

    context: Context
    layers: tuple[Span, ...]
    models: tuple[Span, ...]

    @staticmethod
    def of(context: Context) -> _Places:
        path = context.result.path
        layers = dict.fromkeys(site.layer.span for site in context.sites() if site.layer.span.path == path)
        models = dict.fromkeys(model.span for model in context.result.models)
        return _Places(context, tuple(layers), tuple(models))

    def of_others(self, span: Span, line: int) -> bool:
        """Whether a layer other than that of ``span`` stands on the line."""
        return any(
            other != span and other.cell == span.cell and other.line <= line <= other.end_line for other in self.layers
        )

    def around(self, span: Span) -> set[int]:
        """The lines of the statement that holds ``span``, and of the models to which the layer there belongs."""
        lines = set(_statement(self.context, span))
        for site in self.context.sites():
            model = site.model.span
            if site.span == span and model.cell == span.cell:
                lines.update(_statement(self.context, model))
        return lines


def _statement(context: Context, span: Span) -> set[int]:
    return {*range(span.line, span.end_line + 1), *context.comments.statement_lines(span)}


def _spans(context: Context) -> list[Span]:
    path = context.result.path
    layers = [site.layer.span for site in context.sites() if site.layer.span.path == path]
    return [*layers, *(model.span for model in context.result.models), *(fault.span for fault in context.result.faults)]
