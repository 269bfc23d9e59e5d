"""All rules over one file, in one order."""

from __future__ import annotations

from collections.abc import Iterable

from lint_params.comments import Comments, read_comments
from lint_params.config.settings import Settings
from lint_params.history.baseline import Baseline
from lint_params.interpret.result import FileResult
from lint_params.model.finding import Finding
from lint_params.records import replace
from lint_params.rules.base import Context
from lint_params.rules.registry import COMMENTS, rule, speaking
from lint_params.rules.suppressions import silence
from lint_params.source.file import SourceFile


def check_file(
    result: FileResult, source: SourceFile | None, settings: Settings, baseline: Baseline | None = None
) -> list[Finding]:
    """The findings of a file, by cell, line, column and code.

    ``source`` is ``None`` for a file that could not be read. The settings are those of the whole configuration; what
    they say of this file is found here. ``baseline`` is what growth is measured against; what it holds of findings is
    left out by ``Baseline.unrecorded``.
    """
    settings = settings.for_file(settings.relative(result.path))
    comments = Comments() if source is None else read_comments(source)
    context = Context(result, settings, source, comments, mistakes=comments.mistakes, baseline=baseline)
    found = [finding for rule in speaking(context) for finding in rule.check(context)]
    kept = silence(context, found)
    findings = list(kept.findings)
    if settings.enabled(COMMENTS) and (kept.unused or context.mistakes):
        about_comments = list(rule(COMMENTS).check(replace(context, unused=kept.unused)))
        findings += silence(context, about_comments).findings
    return ordered(findings)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by path, cell, line, column and code, each once."""
    return sorted(dict.fromkeys(findings), key=_order)


def _order(finding: Finding) -> tuple[str, int, int, int, str, str]:
    span = finding.span
    return span.path, -1 if span.cell is None else span.cell, span.line, span.column, finding.code, finding.message
