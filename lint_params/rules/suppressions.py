"""Which findings the comments of a file silence, and which comments silence none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from lint_params.model.finding import Finding
from lint_params.model.model import Span
from lint_params.records import dataclass
from lint_params.rules.base import Context, Unused

Place = tuple["int | None", int]
"""A cell, and a line in it."""


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
        for number in places.speaking_for(finding):
            for code in context.comments.suppressions[number].codes:
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


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the layers, the models and the comments of a file stand; found once, as there may be many of each."""

    context: Context
    layers: dict[Place, set[Span]]
    """By line, the layers that stand there."""
    models: dict[Span, list[Span]]
    """By layer or model, the models to which it belongs."""
    lines: dict[int | None, list[int]]
    """By cell, the lines with a suppression, in order."""
    numbers: dict[Place, list[int]]
    """By line, the suppressions there."""
    everywhere: list[int]
    """Those for the whole file."""

    @staticmethod
    def of(context: Context) -> _Places:
        path = context.result.path
        places = _Places(context, {}, {}, {}, {}, [])
        for site in context.sites():
            span = site.layer.span
            if span.path == path and site.layer.span not in places.layers.get((span.cell, span.line), ()):
                for line in range(span.line, span.end_line + 1):
                    places.layers.setdefault((span.cell, line), set()).add(span)
            models = places.models.setdefault(site.span, [])
            if site.model.span not in models:
                models.append(site.model.span)
        for number, suppression in enumerate(context.comments.suppressions):
            if suppression.kind == "ignore-file":
                places.everywhere.append(number)
                continue
            at = suppression.span
            places.numbers.setdefault((at.cell, at.line), []).append(number)
        for cell, line in sorted(places.numbers, key=lambda place: place[1]):
            places.lines.setdefault(cell, []).append(line)
        return places

    def speaking_for(self, finding: Finding) -> list[int]:
        """The suppressions that speak for a finding."""
        span = finding.span
        if span.path != self.context.result.path or not self.lines:
            return self.everywhere
        found = dict.fromkeys(self._commented(span.cell, range(span.line, span.end_line + 1)))
        for around in self._around(span):
            for line in self._commented(span.cell, around):
                if line not in found and not self.layers.get((span.cell, line), set()) - {span}:
                    found[line] = None
        return [*self.everywhere, *(number for line in found for number in self.numbers[span.cell, line])]

    def _commented(self, cell: int | None, within: range) -> list[int]:
        lines = self.lines.get(cell, [])
        return lines[bisect_left(lines, within.start) : bisect_left(lines, within.stop)]

    def _around(self, span: Span) -> Iterator[range]:
        """The lines of the statement that holds ``span``, and of the models to which the layer there belongs."""
        yield self.context.comments.statement_lines(span)
        for model in self.models.get(span, []):
            if model.cell == span.cell:
                yield range(model.line, model.end_line + 1)
                yield self.context.comments.statement_lines(model)


def _statement(context: Context, span: Span) -> set[int]:
    return {*range(span.line, span.end_line + 1), *context.comments.statement_lines(span)}


def _spans(context: Context) -> list[Span]:
    path = context.result.path
    layers = [site.layer.span for site in context.sites() if site.layer.span.path == path]
    return [*layers, *(model.span for model in context.result.models), *(fault.span for fault in context.result.faults)]
