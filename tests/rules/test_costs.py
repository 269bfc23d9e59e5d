"""Budgets over multiply-accumulates and activations: which decides, and what a finding says."""

from __future__ import annotations

import re

import pytest

from lint_params.keras import cost
from lint_params.model.dimension import Size
from lint_params.model.model import Model
from tests.rules.models import findings, made, model, seed


def pictures(filters: int = 16) -> Model:
    return model((96, 96, 3), made("Conv2D", filters, 3, padding="same"), made("MaxPooling2D", 2), made("Conv2D", 4, 3))


def numbers(found: Model) -> list[int]:
    counts = [cost.macs(layer) for layer in found.layers]
    return [count for count in counts if isinstance(count, int)]


INPUT, CONVOLVED, POOLED = 96 * 96 * 3, 96 * 96 * 16, 48 * 48 * 16
MACS = 9 * 3 * CONVOLVED
PEAK = CONVOLVED + POOLED


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (f"[{{max-macs: {MACS}}}]", []),
        (f"[{{max-macs: {MACS - 1}}}]", ["LP107"]),
        ("[{max-macs: 1}, {type: Conv2D, max-macs: null}]", []),
        (f"[{{max-activation: {4 * PEAK}}}]", []),
        (f"[{{max-activation: {4 * PEAK - 1}}}]", ["LP106"]),
        (f"[{{max-activation: {PEAK}, as: int8}}]", []),
        (f"[{{max-activation: {PEAK - 1}, as: int8}}]", ["LP106"]),
        (f"[{{max-activation: {4 * (INPUT + CONVOLVED) - 1}}}]", ["LP106", "LP106"]),
        (f"[{{for: model, max-activation: {4 * PEAK}}}]", []),
        (f"[{{for: model, max-activation: {4 * PEAK - 1}}}]", ["LP106"]),
        (f"[{{for: model, max-activation: {PEAK - 1}}}, {{for: model, as: int8}}]", ["LP106"]),
        ("[{for: model, max-activation: 1}, {for: model, name: model, max-activation: null}]", []),
        ("[{for: model, max-macs: 1k}]\nignore: LP107", []),
    ],
)
def test_which_entry_decides(config: str, expected: list[str]) -> None:
    assert [finding.code for finding in findings(f"budgets: {config}", pictures())] == expected


def test_a_model_is_the_sum_of_its_layers() -> None:
    whole = sum(numbers(pictures()))
    assert findings(f"budgets: [{{for: model, max-macs: {whole}}}]", pictures()) == []
    (finding,) = findings(f"budgets: [{{for: model, max-macs: {whole - 1}}}]", pictures())
    assert finding.actual == whole
    assert f"'model' takes {whole:,} multiply-accumulates for one sample" in finding.message
    assert finding.message.endswith(f"; most are in Conv2D 'conv2d_0': {MACS:,}")


@pytest.mark.parametrize("aspect", ["max-macs", "max-activation"])
def test_what_fits_is_the_largest_that_does(aspect: str) -> None:
    def measured(filters: int) -> int:
        layer = pictures(filters).layers[0]
        value = cost.macs(layer) if aspect == "max-macs" else cost.activation(layer)
        assert isinstance(value, int)
        return value

    limit = measured(10) + 5
    (finding,) = findings(f"budgets: [{{name: conv2d_0, {aspect}: {limit}}}]", pictures())
    said = re.search(r"at most (\d+) filters fit", finding.message)
    assert said is not None, finding.message
    assert measured(int(said[1])) <= limit < measured(int(said[1]) + 1)


def test_an_activation_names_its_shapes() -> None:
    (finding,) = findings("budgets: [{for: model, max-activation: 64 KiB, as: int8}]", pictures())
    assert finding.message.startswith(
        f"input and output of MaxPooling2D 'max_pooling2d_1' in model 'model' take {PEAK:,} bytes (180 KiB) as int8, "
        "budget 65,536 bytes (64 KiB) (+181.2%): (None, 96, 96, 16) to (None, 48, 48, 16)"
    )


def test_lower_bounds() -> None:
    steps = Size.symbol("steps")
    found = model((steps, 13), made("LSTM", 20, return_sequences=True))
    over = {one.code: one.message for one in findings("budgets: [{max-macs: 100, max-activation: 100}]", found)}
    assert "takes at least 2,640 multiply-accumulates" in over["LP107"]
    assert "take at least 132 bytes" in over["LP106"]
    assert not {"LP106", "LP107"} & {one.code for one in findings("budgets: [{max-macs: 3k}]", found)}


def test_over_time() -> None:
    (finding,) = findings("budgets: [{name: lstm_3, max-macs: 20M}]", seed())
    assert finding.actual == 400 * 4 * (650 * 20 + 20 * 20)
    assert finding.message.endswith("; at most 18 units fit")
