"""Which entry of ``budgets`` decides: of those that match, the last one that sets the aspect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from lint_params.config.settings import Budget, Limit
from lint_params.model.model import Layer, Model
from lint_params.records import dataclass

if TYPE_CHECKING:
    from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Decided:
    """The limit of an aspect, and the entry that set it."""

    limit: Limit
    budget: Budget

    @property
    def number(self) -> int:
        assert isinstance(self.limit, int)
        return self.limit

    @property
    def share(self) -> Fraction:
        from fractions import Fraction

        return Fraction(self.limit)

    @property
    def dtype(self) -> str:
        assert isinstance(self.limit, str)
        return self.limit

    @property
    def place(self) -> str:
        return str(self.budget.place)


def decide(budgets: Sequence[Budget], aspect: str) -> Decided | None:
    """The limit that holds of budgets that all match, in order; ``None`` where none is set, or the last lifts it."""
    for budget in reversed(budgets):
        if aspect in budget.aspects:
            limit = budget.aspects[aspect]
            return None if limit is None else Decided(limit, budget)
    return None


def for_layer(budgets: Sequence[Budget], layer: Layer) -> list[Budget]:
    """The entries that match a layer: ``type`` by its class or, for a wrapper, by a class inside."""
    return _matching(budgets, "layer", lambda budget: budget.selects_type(layer.type, *layer.wraps), layer.name)


def for_model(budgets: Sequence[Budget], model: Model) -> list[Budget]:
    """The entries that match a model: ``name`` by its variable or its name."""
    return _matching(budgets, "model", lambda _: True, model.variable, model.name)


def _matching(
    budgets: Sequence[Budget], scope: str, matches: Callable[[Budget], bool], *names: str | None
) -> list[Budget]:
    return [budget for budget in budgets if budget.scope == scope and matches(budget) and budget.selects_name(*names)]


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A budget that is exceeded: ``words`` say by what it is called in a message."""

    aspect: str
    decided: Decided
    severity: str
    words: str


def exceeded_params(budgets: Sequence[Budget], params: int, trainable: int | None) -> Iterator[Exceeded]:
    """The budgets over numbers of parameters that are exceeded, an error before its warning."""
    limit = decide(budgets, "max-params")
    if limit is not None and params > limit.number:
        yield Exceeded("params", limit, "error", "budget")
    elif (warning := decide(budgets, "warn-params")) is not None and params > warning.number:
        yield Exceeded("params", warning, "warning", "warning budget")
    limit = decide(budgets, "max-trainable")
    if limit is not None and trainable is not None and trainable > limit.number:
        yield Exceeded("trainable", limit, "error", "budget")
