"""``--fix`` over generated programs and notebooks: what is promised holds, and nothing else is touched.

``pytest -m long tests/rules/test_random_fixes.py`` mends 500 of them, and builds every one in real Keras.
"""

from __future__ import annotations

import ast
import json
from collections import Counter
from random import Random
from typing import Any

import keras
import pytest

from lint_params.config.load import parse as configured
from lint_params.interpret import analyse
from lint_params.rules import check_file
from lint_params.rules.mending import Mended, State, mend
from lint_params.source.read import parse

HEAD = "from keras import Sequential, layers\n\nmodel = Sequential()\nmodel.add(layers.Input((30, 12)))\n"
PIECES = [
    "model.add(layers.LSTM({n}))",
    "model.add(layers.GRU(units={n},))  # größer",
    "model.add(layers.LSTM(\n    {n},\n    return_sequences=False,  # the last one\n))",
    "model.add(layers.SimpleRNN({n}, 'tanh'))",
    "model.add(layers.Dense({n})); model.add(layers.BatchNormalization())",
    "model.add(layers.Conv1D({n}, 3, padding='same', use_bias=True))\nmodel.add(layers.BatchNormalization())",
    "model.add(layers.SeparableConv1D(\n    {n},\n    3\n))\nmodel.add(layers.BatchNormalization(scale=False))",
    "model.add(layers.TimeDistributed(layers.Dense({n}, activation='relu')))",
    "model.add(layers.TimeDistributed(\n    layers.Dense({n}, 'relu'),\n))",
    "model.add(layers.TimeDistributed(layers.Dense({n}, 'relu'), name='named'))",
    "model.add(layers.Dropout(0.5))  # lint-params: ignore[LP101] -- nothing to silence",
    "for units in ({n}, 5):\n    model.add(layers.LSTM(units))",
    "model.add(layers.Conv1D({n}, 3, padding='sane'))",
    "model.add(layers.Dense(\n    {n}, 'rleu'\n))",
    "model.add(layers.GRU({n}, return_sequence=True))",
    "options = {{'activation': 'relu'}}\nmodel.add(layers.Dense({n}, **options))",
    "x = 1  # noqa: E501, LP102",
]
ENDS = {"\n": 3, "\r\n": 1}


def program(random: Random) -> str:
    chosen = [random.choice(PIECES).format(n=random.randint(2, 9)) for _ in range(random.randint(2, 6))]
    return HEAD + "\n".join([*chosen, "model.add(layers.Dense(1))"]) + random.choice(["", "\n", "\n\n# the end\n"])


def look(data: bytes, path: str) -> State | None:
    file = parse(data, path).file
    if file is None:
        return None
    result = analyse(file)
    setting = configured(b"select: [LP2, LP402, LP409, LP9]\n", ".lint-params.yaml")
    return None if result.errors else State(data, file, result, tuple(check_file(result, file, setting)))


def code(state: State) -> str:
    return "\n".join(cell.text for cell in state.source.cells)


def mended(data: bytes, path: str) -> tuple[State, Mended]:
    """A file mended; mending it again changes nothing."""
    before = look(data, path)
    assert before is not None
    done = mend(before, lambda changed: look(changed, path))
    again = mend(done.state, lambda changed: look(changed, path))
    assert (again.fixes, again.state.data) == (0, done.state.data)
    return before, done


def bare(text: str) -> str:
    """The code without anything that a fix of these rules writes or takes away."""
    for wrong, right in (("sane", "same"), ("rleu", "relu"), ("return_sequence=", "return_sequences=")):
        text = text.replace(wrong, right)
    for word in ("False", "True"):
        for name in ("return_sequences", "use_bias"):
            text = text.replace(f", {name}={word}", "").replace(f"{name}={word}", "")
    for word in ("layers.TimeDistributed(", "# lint-params: ignore[LP101] -- nothing to silence", ", LP102"):
        text = text.replace(word, "")
    return "".join(character for character in text if character not in " \n,)")


def unbiased(before: State, done: Mended) -> set[str | None]:
    """The layers from which a fix has taken the bias."""
    names = [{one.layer for one in state.findings if one.code == "LP402" and one.fix} for state in (before, done.state)]
    return names[0] - names[1]


def built(source: str) -> Any:
    """The model in real Keras, ``None`` where that refuses."""
    keras.utils.clear_session(free_memory=False)
    names: dict[str, Any] = {}
    try:
        exec(source, names)
    except (ValueError, TypeError):
        return None
    return names["model"]


def in_real_keras(state: State) -> Any:
    """The model in real Keras, which is counted as we say; ``None`` where Keras refuses it, as we say too."""
    (model,), real = state.result.models, built(code(state))
    assert (real is None) is any(finding.code.startswith("LP2") for finding in state.findings)
    assert real is None or real.count_params() == model.params
    return real


def verify(random: Random, in_keras: bool) -> Counter[str]:
    source, end = program(random), random.choices(list(ENDS), list(ENDS.values()))[0]
    notebook = random.random() < 0.3
    if notebook:
        cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": source.splitlines(True)}
        data, path = json.dumps({"cells": [cell], "nbformat": 4}, indent=1).encode(), "model.ipynb"
    else:
        data, path = source.replace("\n", end).encode(), "model.py"
    before, done = mended(data, path)
    after = code(done.state)
    ast.parse(after)
    assert bare(after) == bare(code(before))
    if notebook:
        was, now = json.loads(before.data), json.loads(done.state.data)
        was["cells"][0]["source"] = now["cells"][0]["source"] = []
        assert was == now
    else:
        assert done.state.data.count(b"\n") == done.state.data.count(end.encode())
    (then,), (model,) = before.result.models, done.state.result.models
    if then.params is not None:
        biases = sum(layer.weights[-1].count for layer in then.layers if layer.name in unbiased(before, done))
        assert then.params - (model.params or 0) == biases
    if in_keras:
        was, now = in_real_keras(before), in_real_keras(done.state)
        assert was is None or (now is not None and was.output_shape == now.output_shape)
    return Counter(fixes=done.fixes, withheld=done.withheld, notebooks=notebook, mended=done.fixes > 0)


def test_fixes_in_part() -> None:
    random = Random(5)
    found = sum((verify(random, number < 12) for number in range(50)), Counter[str]())
    assert found["mended"] > 25
    assert found["notebooks"] > 5


@pytest.mark.long
def test_fixes() -> None:
    random = Random(500)
    found = sum((verify(random, True) for _ in range(500)), Counter[str]())
    print(dict(found))
    assert found["fixes"] > 500
