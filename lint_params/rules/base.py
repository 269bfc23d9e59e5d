"""What a rule is: its code, its documentation, its examples, and the check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from lint_params.comments import Comments, Mistake, Stated, Suppression
from lint_params.config.settings import Budget, Settings
from lint_params.history.baseline import Baseline
from lint_params.interpret.result import FileResult
from lint_params.model.finding import SEVERITIES, Finding, Related
from lint_params.model.model import Layer, Model, Span
from lint_params.records import dataclass, field
from lint_params.source.file import SourceFile


@dataclass(frozen=True, slots=True)
class Site:
    """One layer of a model, where a finding about it points, and what it belongs to.

    ``owner`` is the name of the model that lists the layer (a nested one for its layers), ``siblings`` are that model's
    layers, ``total`` its parameters. ``key`` is equal for the variants of one layer.
    """

    model: Model
    layer: Layer
    owner: str
    siblings: Sequence[Layer]
    total: int | None
    index: int
    span: Span
    related: tuple[Related, ...]
    key: object


@dataclass(frozen=True, slots=True)
class Unused:
    """A suppression of which ``codes`` silence nothing; or a statement that belongs to no layer or model."""

    comment: Suppression | Stated
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule looks at: one file's result, and the settings that hold for that file.

    ``unused`` and ``mistakes`` are known once all other rules have spoken.
    """

    result: FileResult
    settings: Settings
    source: SourceFile | None = None
    comments: Comments = field(default_factory=Comments)
    unused: tuple[Unused, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    baseline: Baseline | None = None

    def sites(self) -> Iterator[Site]:
        """Every layer of every model, those of nested models after the layer that is the model."""
        for model in self.result.models:
            yield from _sites(self.result.path, model, title(model), model.layers, model.params)


Check = Callable[[Context], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Example:
    """A program and a configuration, for the documentation and for the test that runs every example.

    ``baseline`` is the program that the baseline was written for, where there is one.
    """

    source: str
    config: str = ""
    baseline: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. ``documentation`` is Markdown under the headings of ``HEADINGS``; ``valid`` examples give no finding of
    this code, ``invalid`` ones at least one."""

    code: str
    name: str
    summary: str
    documentation: str
    check: Check
    valid: tuple[Example, ...]
    invalid: tuple[Example, ...]


HEADINGS = ("What it does", "Why is this bad?", "Example", "Use instead", "References")


def title(model: Model) -> str:
    """What people call a model: its variable, else its name."""
    return model.variable or model.name


def described(layer: Layer) -> str:
    """A layer in a message: ``LSTM 'lstm_2'``."""
    return f"{layer.type} '{layer.name}'"


def variant_text(model: Model) -> str:
    """What tells a variant of a model from the others: `` (with units=128)``; empty where nothing does."""
    parts = ", ".join(f"{name}={value}" for name, value in model.variant.items())
    return f" (with {parts})" if parts else ""


def worst(found: Iterable[tuple[object, Finding]]) -> Iterator[Finding]:
    """Of the findings of one key, the one that weighs most: severity first, then how far over the limit."""
    kept: dict[object, Finding] = {}
    for key, finding in found:
        known = kept.get(key)
        if known is None or _weight(finding) > _weight(known):
            kept[key] = finding
    yield from kept.values()


def per_layer(found: Iterable[tuple[Site, Budget, Finding]]) -> Iterator[Finding]:
    """At most one finding a layer, of its variants the worst.

    A nested model over a budget that speaks of no layer in particular is left out where a layer inside is over one
    itself: that layer is the cause, and is told.
    """
    everything = list(found)
    over = {id(site.layer) for site, _, _ in everything}
    return worst(
        (site.key, finding)
        for site, budget, finding in everything
        if budget.types or budget.names or not any(id(inner) in over for inner in inside(site.layer))
    )


def inside(layer: Layer) -> Iterator[Layer]:
    """The layers of a nested model, those of models nested in it included."""
    for inner in layer.layers or ():
        yield inner
        yield from inside(inner)


def _weight(finding: Finding) -> tuple[int, float]:
    actual, limit = finding.actual or 0, finding.limit or 0
    return -SEVERITIES.index(finding.severity), actual / limit if limit else float(actual)


def _sites(path: str, model: Model, owner: str, layers: Sequence[Layer], total: int | None) -> Iterator[Site]:
    seen: dict[Span, int] = {}
    for index, layer in enumerate(layers):
        # A call in a loop makes several layers at one place: which of them it is tells them apart.
        turn = seen[layer.span] = seen.get(layer.span, -1) + 1
        here = layer.span.path == path
        related = () if here else (Related(layer.span, f"{described(layer)} is made here"),)
        span = layer.span if here else model.span
        yield Site(model, layer, owner, layers, total, index, span, related, (span, layer.span, turn))
        if layer.layers is not None:
            yield from _sites(path, model, layer.name, layer.layers, layer.params)
