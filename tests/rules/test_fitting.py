"""What is said to fit fits in real Keras, and one more does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import keras
import pytest

from tests.rules.models import findings, made, model

CASES: list[tuple[tuple[int, ...], str, Callable[[Any, int], Any]]] = [
    ((40, 65), "LSTM", lambda make, n: make("LSTM", n)),
    ((40, 65), "GRU", lambda make, n: make("GRU", n)),
    ((40, 65), "GRU", lambda make, n: make("GRU", n, reset_after=False)),
    ((40, 65), "SimpleRNN", lambda make, n: make("SimpleRNN", n, use_bias=False)),
    ((65,), "Dense", lambda make, n: make("Dense", n)),
    ((40, 65), "TimeDistributed", lambda make, n: make("TimeDistributed", make("Dense", n))),
    ((40, 65), "Bidirectional", lambda make, n: make("Bidirectional", make("LSTM", n))),
    ((40,), "Embedding", lambda make, n: make("Embedding", 500, n)),
    ((28, 28, 6), "Conv2D", lambda make, n: make("Conv2D", n, 3)),
    ((28, 28, 6), "Conv2D", lambda make, n: make("Conv2D", n * 3, 3, groups=3)),
    ((40, 6), "Conv1D", lambda make, n: make("Conv1D", n, 5, use_bias=False)),
    ((28, 28, 6), "SeparableConv2D", lambda make, n: make("SeparableConv2D", n, 3)),
    ((28, 28, 6), "Conv2DTranspose", lambda make, n: make("Conv2DTranspose", n, 3)),
    ((6, 28, 28), "Conv2D", lambda make, n: make("Conv2D", n, 3, data_format="channels_first")),
]


def in_keras(type_: str, *positional: Any, **keywords: Any) -> Any:
    return getattr(keras.layers, type_)(*positional, **keywords)


def count(shape: tuple[int, ...], layer: Any) -> int:
    layer.build((None, *shape))
    return int(layer.count_params())


def resized(layer: Any, size: int) -> Any:
    """The same layer in Keras, made from its configuration with another size."""
    config = layer.get_config()
    target = config["layer"]["config"] if "layer" in config else config
    argument = next(name for name in ("units", "filters", "output_dim") if name in target)
    target[argument] = size
    return type(layer).from_config(config)


@pytest.mark.parametrize(("shape", "type_", "build"), CASES, ids=[f"{i}-{case[1]}" for i, case in enumerate(CASES)])
def test_the_largest_that_fits(shape: tuple[int, ...], type_: str, build: Callable[[Any, int], Any]) -> None:
    of_size = {n: count(shape, build(in_keras, n)) for n in (9, 10, 40)}
    for limit, most in ((of_size[10], 10), (of_size[10] - 1, 9)):
        (finding,) = findings(f"budgets: [{{max-params: {limit}}}]", model(shape, build(made, 40)))
        assert finding.code == "LP101"
        assert finding.actual == of_size[40]
        said = re.search(r"at most (?:an output_dim of )?(\d+)", finding.message)
        assert said is not None, finding.message
        assert count(shape, build(in_keras, most)) == count(shape, resized(build(in_keras, most), int(said[1])))


def test_where_not_even_one_fits() -> None:
    shape = (40, 650)
    limit = count(shape, keras.layers.LSTM(1)) - 1
    (finding,) = findings(f"budgets: [{{max-params: {limit}}}]", model(shape, made("LSTM", 20)))
    said = re.search(r"not even 1 unit fits; an input of at most (\d+) features", finding.message)
    assert said is not None, finding.message
    units = 1 if "and 1 unit would" in finding.message else 20
    assert count((40, int(said[1])), keras.layers.LSTM(units)) <= limit
    assert count((40, int(said[1]) + 1), keras.layers.LSTM(units)) > limit
