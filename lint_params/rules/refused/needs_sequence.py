"""LP201: a layer that reads a sequence, behind a recurrent one that gives its last output only."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.finding import Finding, Fix, Related
from lint_params.model.model import Layer
from lint_params.rules.base import Context, Example, Rule, Site, described, variant_text, worst
from lint_params.rules.calls import call_text, with_argument
from lint_params.rules.refused.faults import sequence_lost_by

DOCUMENTATION = """
## What it does
Finds layers that read a sequence (recurrent ones, `TimeDistributed`, `Conv1D` …) behind a recurrent layer that gives
its last output only.

## Why is this bad?
Keras refuses to build the model: `expected ndim=3, found ndim=2`.

## Example
`LSTM(5)` and `LSTM(5)` behind it.

## Use instead
`LSTM(5, return_sequences=True)` for all but the last; `--fix` adds it.

## References
`keras/src/layers/rnn/rnn.py`
"""

_HEAD = "from keras import Sequential, layers\n"
VALID = (
    Example(
        _HEAD + "model = Sequential([\n    layers.Input((400, 13)),\n"
        "    layers.LSTM(5, return_sequences=True),\n    layers.LSTM(5),\n])\n"
    ),
)
INVALID = (
    Example(
        _HEAD + "model = Sequential([\n    layers.Input((400, 13)),\n    layers.LSTM(5),\n    layers.LSTM(5),\n])\n"
    ),
    Example(
        _HEAD + "model = Sequential([\n    layers.Input((400, 13)),\n    layers.GRU(5),\n    layers.Dropout(0.5),\n"
        "    layers.TimeDistributed(layers.Dense(2)),\n])\n"
    ),
)


def check(context: Context) -> Iterator[Finding]:
    return worst((site.key, finding) for site in context.sites() for finding in _findings(context, site))


def _findings(context: Context, site: Site) -> Iterator[Finding]:
    fault = site.layer.fault
    if fault is None or fault.kind != "rank" or (culprit := sequence_lost_by(site)) is None:
        return
    here = culprit.span.path == context.result.path
    # A call that makes several layers of the model would change the last of them too.
    alone = sum(layer.span == culprit.span for layer in site.siblings) == 1
    yield Finding(
        RULE.code,
        "error",
        f"Keras refuses {described(site.layer)}: it reads a sequence, and {described(culprit)} gives its last output "
        f"only; add return_sequences=True to it{variant_text(site.model)}",
        site.span,
        site.owner,
        site.layer.name,
        fix=_fix(context, culprit) if here and alone else None,
        related=(*site.related, Related(culprit.span, f"{described(culprit)} is made here")),
    )


def _fix(context: Context, culprit: Layer) -> Fix | None:
    """Give the argument in the call, where that is simple enough."""
    call = None if culprit.wraps else call_text(context, culprit.span)
    edits = None if call is None else with_argument(call, culprit, "return_sequences", "True")
    return None if edits is None else Fix("add return_sequences=True", edits)


RULE = Rule(
    "LP201",
    "needs-sequence",
    "a layer reads a sequence and gets the last output of a recurrent one",
    DOCUMENTATION,
    check,
    VALID,
    INVALID,
)
