"""A baseline brought up to date: down by itself, up only where that is asked for."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence

from lint_params.history.baseline import GROWTH, Baseline, RecordedFinding, RecordedModel, largest, paired
from lint_params.interpret.result import FileResult
from lint_params.model.finding import Finding
from lint_params.model.model import Model, Span
from lint_params.records import dataclass, replace
from lint_params.rules.project import Tally


@dataclass(frozen=True, slots=True)
class Looked:
    """What a run found in one file: all its findings, those of the baseline included. ``result`` is ``None`` for what
    is no file of models (the configuration, to which findings about the project point)."""

    path: str
    findings: tuple[Finding, ...] = ()
    result: FileResult | None = None


def updated(before: Baseline, looked: Sequence[Looked], passed: Collection[str], upwards: bool) -> Baseline:
    """The baseline after a run over some files.

    What is gone is dropped and what has become smaller is lowered. Models that are new are recorded, without adding to
    the project's total; findings that are new, and whatever has grown, only where ``upwards`` says so. ``passed`` are
    the paths of all files that the run went by, models or not: of others nothing changes, unless they no longer exist.
    """
    models: list[RecordedModel] = []
    findings: list[RecordedFinding] = []
    seen = {before.relative(path) for path in passed}
    adds = _additions(one.result for one in looked if one.result is not None)
    for one in looked:
        path = before.relative(one.path)
        seen.add(path)
        if one.result is not None and not one.result.errors:
            models += _models(before, path, one.result.models, adds, upwards)
        else:
            models += before.of_path(path)[0]
        findings += _findings(before, one, path, upwards)
    models += [model for model in before.models if model.path not in seen and _exists(before, model.path)]
    findings += [one for one in before.findings if one.path not in seen and _exists(before, one.path)]
    return Baseline(before.file, tuple(models), tuple(findings))


def _exists(baseline: Baseline, path: str) -> bool:
    return os.path.exists(baseline.absolute(path))


def _additions(results: Iterable[FileResult]) -> dict[Span, int]:
    """The parameters that each model adds to those before it, by the place where it is made."""
    tally, found = Tally(), {}
    for model in Tally.once(sorted(results, key=lambda result: result.path)):
        before = tally.params
        tally.add(model)
        found[model.span] = tally.params - before
    return found


def _models(
    before: Baseline, path: str, models: Sequence[Model], adds: dict[Span, int], upwards: bool
) -> Iterable[RecordedModel]:
    for model, known in paired(largest(models), path, before.of_path(path)[0]):
        if model is None:
            continue
        now = _recorded(path, model, adds.get(model.span, 0))
        if upwards:
            yield now
        elif known is None:
            yield replace(now, adds=0)
        else:
            kept = known if known.exact and (not now.exact or now.params > known.params) else now
            yield replace(now, params=kept.params, exact=kept.exact, layers=kept.layers, adds=min(now.adds, known.adds))


def _recorded(path: str, model: Model, adds: int) -> RecordedModel:
    return RecordedModel(
        path,
        model.function,
        model.variable,
        model.name,
        model.at_least if model.params is None else model.params,
        model.params is not None,
        adds,
        {layer.name: layer.at_least if layer.params is None else layer.params for layer in model.layers},
    )


def _findings(before: Baseline, looked: Looked, path: str, upwards: bool) -> Iterable[RecordedFinding]:
    current = [finding for finding in looked.findings if finding.code != GROWTH]
    if upwards:
        return [_as_recorded(path, finding) for finding in current]
    matched = before.matched(looked.path, current)
    kept = [_as_recorded(path, finding) for finding, _ in matched.known]
    return kept + [was for _, was in matched.new if was is not None]


def _as_recorded(path: str, finding: Finding) -> RecordedFinding:
    return RecordedFinding(path, finding.code, finding.model, finding.layer, finding.actual)
