"""A program that makes very many models in loops is followed to a bound, and what stands apart from them is counted."""

from __future__ import annotations

import time

from lint_params.interpret import analyse_text

PROGRAM = """
import keras

def block(units):
    return [keras.layers.Dense(units) for _ in range(6)]

for first in range(20):
    for second in range(20):
        for third in range(20):
            model = keras.Sequential([keras.Input((4,)), *block(8)])
            copy = keras.Sequential(model.layers[:-1])

last = keras.Sequential([keras.Input((4,)), keras.layers.Dense(9)])
"""


def counts(program: str) -> dict[str | None, object]:
    return {model.variable: (model.status, model.params) for model in analyse_text(program).models}


def test_sixteen_thousand_models() -> None:
    start = time.process_time()
    found = counts(PROGRAM)
    assert time.process_time() - start < 10
    assert found == counts(PROGRAM.replace("range(20)", "range(1)"))
