"""Budgets ``for: project``: all models of a run together, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lint_params.config.settings import Budget, Settings
from lint_params.history.baseline import Baseline
from lint_params.interpret.result import FileResult
from lint_params.model.finding import Finding
from lint_params.model.model import Layer, Model, Span
from lint_params.model.weight import BYTES
from lint_params.records import dataclass, field
from lint_params.rules import amounts, growth, model_parameters, size
from lint_params.rules.amounts import Amount
from lint_params.rules.budgets import Decided, decide, exceeded_params


@dataclass(slots=True)
class Tally:
    """Parameters and bytes of many models. A weight that several models share counts once."""

    params: int = 0
    trainable: int = 0
    bytes: int = 0
    exact: bool = True
    seen: set[int] = field(default_factory=set)
    models: int = 0

    @staticmethod
    def once(results: Iterable[FileResult]) -> list[Model]:
        """One model for each place where a model is made, of its variants and of the files that call a builder the
        largest: a builder that two programs import makes one model."""
        largest: dict[Span, Model] = {}
        for result in results:
            for model in result.models:
                place = model.made_at or model.span
                known = largest.get(place)
                if known is None or model.at_least > known.at_least:
                    largest[place] = model
        return list(largest.values())

    def add(self, model: Model) -> None:
        self.models += 1
        self.exact = self.exact and model.params is not None
        for layer in _counted(model.layers):
            self._add_layer(layer)

    def _add_layer(self, layer: Layer) -> None:
        if not layer.weights:
            self.params += layer.at_least
            self.trainable += layer.trainable or 0
            self.bytes += layer.at_least * BYTES.get(layer.dtype, 0)
            return
        fresh = [weight for weight in layer.weights if id(weight) not in self.seen]
        self.seen.update(id(weight) for weight in fresh)
        self.params += sum(amounts.floor(weight.count) for weight in fresh)
        self.bytes += sum(amounts.floor(weight.bytes) for weight in fresh)
        # A layer of which another model owns a part trains as its own declaration says: count it with its first owner.
        self.trainable += (layer.trainable or 0) if len(fresh) == len(layer.weights) else 0


def _counted(layers: Iterable[Layer]) -> Iterable[Layer]:
    """The layers that are no models: of a nested model its own."""
    for layer in layers:
        if layer.layers is None:
            yield layer
        else:
            yield from _counted(layer.layers)


def check_project(results: Iterable[FileResult], settings: Settings, baseline: Baseline | None = None) -> list[Finding]:
    """The findings of budgets ``for: project`` over all results of a run that has these settings.

    Entries with ``paths`` speak of the models of those files. A finding points to the entry that decided it.
    """
    findings: list[Finding] = []
    for chosen, tally in _tallied(results, settings):
        findings += _findings(chosen, tally)
        findings += [] if baseline is None else _growth(chosen, tally, settings, baseline)
    enabled = [finding for finding in findings if settings.enabled(finding.code)]
    return sorted(
        enabled, key=lambda finding: (finding.span.path, finding.span.line, finding.span.column, finding.code)
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What the models of a project come to, beside the limits on their parameters; ``place`` is where these stand."""

    params: Amount
    limit: int | None
    warning: int | None
    place: str


def standings(results: Iterable[FileResult], settings: Settings) -> list[Standing]:
    """How every project that these settings limit in its parameters stands to that limit, over it or not."""
    found: list[Standing] = []
    for budgets, tally in _tallied(results, settings):
        limit, warning = decide(budgets, "max-params"), decide(budgets, "warn-params")
        decided = limit or warning
        if decided is not None:
            amount = Amount(tally.params, tally.exact)
            found.append(
                Standing(
                    amount,
                    None if limit is None else limit.number,
                    None if warning is None else warning.number,
                    decided.place,
                )
            )
    return found


def _tallied(results: Iterable[FileResult], settings: Settings) -> Iterator[tuple[list[Budget], Tally]]:
    """The budgets for the project, those of the same files together, with what these files hold."""
    budgets = [budget for budget in settings.budgets if budget.scope == "project"]
    if not budgets:
        return
    results = sorted(results, key=lambda result: result.path)
    for chosen in _groups(budgets):
        tally = Tally()
        for model in Tally.once(result for result in results if chosen[0].selects_path(settings.relative(result.path))):
            tally.add(model)
        yield chosen, tally


def _groups(budgets: Sequence[Budget]) -> list[list[Budget]]:
    """Entries that speak of the same files, in order."""
    groups: list[list[Budget]] = []
    for budget in budgets:
        group = next((group for group in groups if group[0].paths == budget.paths), None)
        if group is None:
            groups.append([budget])
        else:
            group.append(budget)
    return groups


def _findings(budgets: Sequence[Budget], tally: Tally) -> Iterable[Finding]:
    models = "1 model" if tally.models == 1 else f"{tally.models} models"
    for exceeded in exceeded_params(budgets, tally.params, tally.trainable):
        trains = exceeded.aspect == "trainable"
        actual = Amount(tally.trainable if trains else tally.params, tally.exact)
        what = "trainable parameters" if trains else "parameters"
        limit = exceeded.decided.number
        message = (
            f"the project has {actual} {what} in {models}, {exceeded.words} {limit:,}"
            f"{amounts.over_text(actual.value, limit)}: {actual.value - limit:,} over"
        )
        yield _finding(model_parameters.RULE.code, exceeded.severity, message, actual.value, exceeded.decided)
    limit_of_size, dtype = decide(budgets, "max-size"), size.as_dtype(decide(budgets, "as"))
    number = tally.params * BYTES[dtype] if dtype else tally.bytes
    if limit_of_size is not None and number > limit_of_size.number:
        message = size.message(f"the project's {models}", Amount(number, tally.exact), dtype, limit_of_size.number)
        yield _finding(size.RULE.code, "error", message, number, limit_of_size)


def _growth(budgets: Sequence[Budget], tally: Tally, settings: Settings, baseline: Baseline) -> Iterable[Finding]:
    """What has grown since the baseline. A model that is not in it adds to the project, as any growth does."""
    limit = decide(budgets, "max-growth")
    counted = [
        model for model in baseline.models if budgets[0].selects_path(settings.relative(baseline.absolute(model.path)))
    ]
    if limit is None or not all(model.exact for model in counted):
        return
    before, actual = sum(model.adds for model in counted), Amount(tally.params, tally.exact)
    if actual.value > growth.most(before, limit.share):
        models = "1 model" if tally.models == 1 else f"{tally.models} models"
        message = f"the project's {models} have {growth.message(actual, before, limit.share)}"
        allowed = growth.most(before, limit.share)
        yield _finding(growth.RULE.code, "error", message, actual.value, limit, allowed)


def _finding(
    code: str, severity: str, message: str, actual: int, decided: Decided, limit: int | None = None
) -> Finding:
    place = decided.budget.place
    span = Span(place.path, place.line, place.column, place.line, place.column + 1)
    return Finding(
        code,
        severity,
        message,
        span,
        actual=actual,
        limit=decided.number if limit is None else limit,
        budget=decided.place,
    )
