"""What a piece of advice is, and the rule made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from lint_params.keras.base import KerasLayer
from lint_params.model.finding import Finding, Fix
from lint_params.model.model import Layer
from lint_params.records import dataclass, replace
from lint_params.rules.advice.chain import Chain, Saving, chains
from lint_params.rules.base import Context, Example, Rule, described, variant_text, worst


@dataclass(frozen=True, slots=True)
class Advice:
    """A change of a chain: ``new`` layers for those from ``start`` up to ``stop``, and what that saves.

    The finding points to the layer ``at``; ``words`` follow its name and say what is to be changed, and why.
    """

    chain: Chain
    at: int
    start: int
    stop: int
    new: tuple[KerasLayer, ...]
    saving: Saving
    words: str

    @property
    def layer(self) -> Layer:
        return self.chain.layers[self.at]


Advise = Callable[[Chain], Iterable[Advice]]
Mend = Callable[[Context, Advice], "Fix | None"]


def advise(chain: Chain, at: int, start: int, stop: int, new: Sequence[KerasLayer | None], words: str) -> Advice | None:
    """The advice to make a change; ``None`` where it can't be made, or where it is not known what it saves."""
    layers = tuple(layer for layer in new if layer is not None)
    saving = chain.instead(start, stop, *layers) if len(layers) == len(new) else None
    return None if saving is None else Advice(chain, at, start, stop, layers, saving, words)


def advice_rule(
    code: str,
    name: str,
    summary: str,
    documentation: str,
    advice: Advise,
    valid: Sequence[Example],
    invalid: Sequence[Example],
    mend: Mend | None = None,
) -> Rule:
    """A rule that gives advice as notes: nothing is wrong with the model."""

    def check(context: Context) -> Iterator[Finding]:
        yield from worst(
            (one.chain.sites[one.at].key, _finding(code, one, None if mend is None else mend(context, one)))
            for chain in chains(context)
            for one in advice(chain)
        )

    return Rule(code, name, summary, documentation, check, _selected(valid, code), _selected(invalid, code))


def _selected(examples: Sequence[Example], code: str) -> tuple[Example, ...]:
    """Examples with the configuration that asks for the rule."""
    return tuple(replace(example, config=f"select: [{code}]\n") for example in examples)


def _finding(code: str, advice: Advice, fix: Fix | None) -> Finding:
    site = advice.chain.sites[advice.at]
    total = advice.chain.sites[0].total
    text = f"{described(site.layer)} {advice.words}: {saving_text(advice.saving, total)}{variant_text(site.model)}"
    return Finding(code, "note", text, site.span, site.owner, site.layer.name, fix=fix, related=site.related)


def saving_text(saving: Saving, total: int | None = None) -> str:
    """``saves 1,200 of 4,000 parameters and 5,000 multiply-accumulates``."""
    params, macs = saving.params, saving.macs
    many = f"{abs(params):,}" + (f" of {total:,}" if total and params > 0 else "") + " parameters"
    if macs is None:
        return f"{_change(params)}{many if params else 'parameters'}; how many multiply-accumulates, open sizes decide"
    if params == macs == 0:
        return "as many parameters and multiply-accumulates"
    if params > 0 and macs > 0:
        return f"saves {many} and {macs:,} multiply-accumulates"
    first = f"{_change(params)}{many if params else 'parameters'}"
    return f"{first}, {_change(macs)}{f'{abs(macs):,} ' if macs else ''}multiply-accumulates"


def _change(number: int) -> str:
    return "as many " if number == 0 else "saves " if number > 0 else "adds "
