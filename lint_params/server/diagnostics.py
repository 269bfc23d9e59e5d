"""Findings as diagnostics."""

from __future__ import annotations

from lsprotocol import types as lsp

from lint_params.config.errors import ConfigError
from lint_params.model.finding import Finding
from lint_params.model.model import Span
from lint_params.report.escape import printable
from lint_params.server.documents import uri_of
from lint_params.server.view import View

SOURCE = "lint-params"
_SEVERITY = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "note": lsp.DiagnosticSeverity.Information,
}


def of_view(view: View) -> dict[str, list[lsp.Diagnostic]]:
    """The diagnostics of every document of a file, by URI; none for a document is an empty list."""
    found: dict[str, list[lsp.Diagnostic]] = {part.uri: [] for part in view.now.parts}
    for finding, place in view.findings():
        found[place.uri].append(diagnostic(finding, place.range, view))
    return found


def diagnostic(finding: Finding, range: lsp.Range, view: View | None = None) -> lsp.Diagnostic:
    """A finding at a place; places of the same file that belong to it are found by the view."""
    return lsp.Diagnostic(
        range=range,
        message=printable(finding.message),
        severity=_SEVERITY[finding.severity],
        code=finding.code,
        source=SOURCE,
        # An unused comment is shown faded, as editors do with unused names.
        tags=[lsp.DiagnosticTag.Unnecessary] if finding.code == "LP902" else None,
        related_information=_related(finding, view) or None,
    )


def of_mistake(error: ConfigError) -> lsp.Diagnostic:
    """A mistake in a configuration file."""
    line, column = max(error.line - 1, 0), max(error.column - 1, 0)
    return lsp.Diagnostic(
        range=lsp.Range(lsp.Position(line, column), lsp.Position(line, column + 1)),
        message=printable(error.message),
        severity=lsp.DiagnosticSeverity.Error,
        source=SOURCE,
    )


def plain_range(span: Span) -> lsp.Range:
    """The range of a span in a file whose text is not at hand: right but behind characters beyond ``U+FFFF``."""
    return lsp.Range(lsp.Position(span.line - 1, span.column - 1), lsp.Position(span.end_line - 1, span.end_column - 1))


def _related(finding: Finding, view: View | None) -> list[lsp.DiagnosticRelatedInformation]:
    found: list[lsp.DiagnosticRelatedInformation] = []
    for related in finding.related:
        place = view.place(related.span) if view is not None else None
        location = (
            lsp.Location(uri_of(related.span.path), plain_range(related.span))
            if place is None
            else lsp.Location(place.uri, place.range)
        )
        found.append(lsp.DiagnosticRelatedInformation(location, printable(related.message)))
    return found
