"""The programs of the examples: a model that is made, compiled, and trained on random data."""

from __future__ import annotations

from lint_params.rules.base import Example

FLOATS = "np.random.rand(64, 1)"
ZERO_OR_ONE = "np.random.randint(0, 2, (64, 1))"
ONE_HOT = "np.eye(3)[np.random.randint(0, 3, 64)]"
"""Targets of 64 samples: a number each, a yes or no each, one of three classes each."""


def trained(target: str, chain: str, loss: str, data: str = "np.random.rand(64, 4)", then: str = "") -> Example:
    """The program that trains ``Sequential([chain])`` on ``data`` to give ``target``; all as source text."""
    return Example(
        f"""\
import numpy as np
from keras import Sequential, layers, losses

x = {data}
y = {target}
model = Sequential([{chain}])
model.compile("adam", {loss})
model.fit(x, y, verbose=0)
{then}"""
    )
