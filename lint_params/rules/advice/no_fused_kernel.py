"""LP406: arguments of a recurrent layer that rule out the fused kernel of GPUs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lint_params.model.unknown import Unknown
from lint_params.rules.advice.base import Advice, advice_rule, advise
from lint_params.rules.advice.chain import Chain, argument
from lint_params.rules.advice.recurrent import in_place, name_of, recurrent
from lint_params.rules.base import Example

DOCUMENTATION = """
## What it does
Finds `LSTM` and `GRU` layers whose arguments rule out the fused cuDNN kernel.

## Why is this bad?
On a GPU of NVIDIA, Keras on TensorFlow runs such a layer step by step, which takes several times as long. (Whether a
mask is padded on the right, which is a condition too, source code does not show.)

## Example
`LSTM(64, recurrent_dropout=0.2)`, `LSTM(64, activation="relu")`, `GRU(64, reset_after=False)`

## Use instead
`activation="tanh"`, `recurrent_activation="sigmoid"`, `recurrent_dropout=0`, `unroll=False`, `use_bias=True`, and of a
GRU `reset_after=True`: the defaults. `dropout`, of the input, may stay.

## References
`keras.layers.LSTM`, `keras.layers.GRU` ("The requirements to use the cuDNN implementation")
"""

_HEAD = "from keras import Sequential, layers\n"
_NET = _HEAD + "model = Sequential([layers.Input((40, 13)), layers.{}, layers.Dense(1)])\n"
VALID = (
    Example(_NET.format("LSTM(64, dropout=0.2)")),
    Example(_NET.format("SimpleRNN(64, activation='relu')")),
)
INVALID = (
    Example(_NET.format("LSTM(64, recurrent_dropout=0.2)")),
    Example(_NET.format("LSTM(64, activation='relu', use_bias=False)")),
    Example(_NET.format("GRU(64, reset_after=False)")),
    Example(_NET.format("Bidirectional(layers.LSTM(64, unroll=True))")),
)

_NEEDED: Mapping[str, object] = {
    "activation": "tanh",
    "recurrent_activation": "sigmoid",
    "recurrent_dropout": 0,
    "unroll": False,
    "use_bias": True,
}
_GENERATIONS = ("3", "tf2")
"""Before, the fused kernel had classes of its own (``CuDNNLSTM``)."""


def advice(chain: Chain) -> Iterator[Advice]:
    if chain.model.generation not in _GENERATIONS:
        return
    for index in range(len(chain.layers)):
        layer = recurrent(chain, index)
        if layer is None or (name := name_of(layer)) not in ("LSTM", "GRU"):
            continue
        needed = {**_NEEDED, **({"reset_after": True} if name == "GRU" else {})}
        given = {key: argument(layer, key) for key in needed}
        if any(isinstance(value, Unknown) for value in given.values()):
            continue
        wrong = {key: value for key, value in needed.items() if given[key] != value}
        if not wrong:
            continue
        words = f"can't use the fused GPU kernel for {_list(given, wrong)}; {_list(wrong, wrong)} would"
        found = advise(chain, index, index, index + 1, [in_place(chain, index, name, **wrong)], words)
        if found is not None:
            yield found


def _list(values: Mapping[str, object], keys: Mapping[str, object]) -> str:
    return ", ".join(f"{key}={values[key]!r}" for key in keys)


RULE = advice_rule(
    "LP406", "no-fused-kernel", "arguments of a recurrent layer rule out the fused GPU kernel", DOCUMENTATION, advice,
    VALID, INVALID,
)  # fmt: skip
