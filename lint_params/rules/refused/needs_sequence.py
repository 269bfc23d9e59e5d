"""LP201: a layer that reads a sequence, behind a recurrent one that gives its last output only."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.finding import Edit, Finding, Fix, Related
from lint_params.model.model import Layer, Span
from lint_params.rules.base import Context, Example, Rule, Site, described, variant_text, worst
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
    """Add the argument at the end of the call, where the call is simple enough to see that end."""
    if culprit.wraps or context.source is None:
        return None
    span = culprit.span
    text = next((cell.text for cell in context.source.cells if cell.index == span.cell), "")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if span.end_line > len(lines):
        return None
    called = lines[span.line - 1 : span.end_line]
    called[-1] = called[-1][: span.end_column - 1]
    before = called[-1].removesuffix(")").rstrip()
    if not called[-1].endswith(")") or not before or before.endswith(",") or "return_sequences" in "\n".join(called):
        return None
    argument = "return_sequences=True" if before.endswith("(") else ", return_sequences=True"
    at = Span(span.path, span.end_line, span.end_column - 1, span.end_line, span.end_column - 1, span.cell)
    return Fix("add return_sequences=True", (Edit(at, argument),))


RULE = Rule(
    "LP201",
    "needs-sequence",
    "a layer reads a sequence and gets the last output of a recurrent one",
    DOCUMENTATION,
    check,
    VALID,
    INVALID,
)
