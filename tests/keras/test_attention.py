"""Attention layers against real Keras."""

from __future__ import annotations

import pytest

from lint_params.keras.base import Call, Setting, bind
from lint_params.keras.registry import lookup
from lint_params.model.dimension import Size
from lint_params.model.shape import Shape
from tests.keras.grid import Case, build, cases, compare, each, real

PAIRS = each(
    [(None, 4, 6), (None, 5, 6)],
    [(None, 4, 6), (None, 5, 7)],
    [(None, 4, 6), (None, 5, 7), (None, 5, 8)],
    [(2, None, 6), (2, None, 6)],
)
WRONG = each(
    [(None, 4, 6)],
    [(None, 4, 6), (None, 5, 7), (None, 6, 7)],
    [(None, 4, None), (None, 5, 6)],
    [(None, 4, 6), (None, 5, None)],
)


def _heads(generation: str) -> list[Case]:
    name = "MultiHeadAttention"
    found = cases(
        name, PAIRS, 2, 3, each(None, 5), generation=generation, use_bias=each(True, False),
        output_shape=each(None, 4, (2, 4)),
    )  # fmt: skip
    found += cases(name, each((None, 4, 6), [(None, 6), (None, 5, 6)], [(None, 4, 4, 6), (None, 4, 4, 6)]), 2, 3,
                   generation=generation)  # fmt: skip
    found += cases(name, WRONG, 2, 3, generation=generation)
    found += cases(name, [(None, 4, 6)] * 2, each(0, 2, None), each(0, 2.0, 3), each(0, None), generation=generation)
    for kwargs in (
        {"use_gate": True}, {"trainable": False}, {"dtype": "mixed_float16"}, {"dropout": 0.5}, {"seed": 1},
        {"sliding_window": 3}, {"sliding_window": 0}, {"attention_axes": 1}, {"wrong": 1},
        {"use_gate": True, "value_dim": 5, "use_bias": False}, {"softmax_robust_masking": True},
    ):  # fmt: skip
        found += cases(name, [(None, 4, 6), (None, 4, 6)], 2, 3, generation=generation, **kwargs)
    return found


def _products(generation: str) -> list[Case]:
    found = cases("Attention", PAIRS, generation=generation, use_scale=each(True, False),
                  score_mode=each("dot", "concat"))  # fmt: skip
    found += cases("AdditiveAttention", PAIRS, generation=generation, use_scale=each(True, False))
    for name in ("Attention", "AdditiveAttention"):
        found += cases(name, WRONG, generation=generation, use_scale=True)
        found += cases(name, each((None, 4, 6), [(None, 6), (None, 5, 7)], [(None, 4, 6)] * 4), generation=generation)
        for kwargs in ({"score_mode": "x"}, {"dropout": 0.5}, {"seed": 1}, {"causal": True}, {"trainable": False}):
            found += cases(name, [(None, 4, 6), (None, 5, 6)], generation=generation, **kwargs)
    return found


CASES = [case for generation in ("3", "tf2") for part in (_heads, _products) for case in part(generation)]
CASES += cases("GroupQueryAttention", PAIRS, each(3, 0), each(4, 0), each(1, 2, 3, 0), use_bias=each(True, False))
CASES += cases("GroupQueryAttention", PAIRS, 3, 4, 2, use_gate=True, trainable=each(True, False))
CASES += cases("GroupQueryAttention", WRONG, 3, 4, 2)
CASES += cases(
    "MultiHeadAttention",
    each([(None, 3, 5), (None, 2, 3, 5)], [(None, 2, 3, 5), (None, 3, 5)], [(None, 3, 5), (None, 3, 5)]),
    2, 4, generation=each("3", "tf2"),
)  # fmt: skip
CASES += cases("MultiHeadAttention", [(None, 3, 5)] * 2, 2, 4, output_shape=each((4.0,), (3,)),
               generation=each("3", "tf2"))  # fmt: skip
CASES += cases("GroupQueryAttention", each((None, 4, 6), [(None, 6), (None, 6)]), 3, 4, 2)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_attention(case: Case) -> None:
    compare(case)


def test_formula() -> None:
    cls = lookup("MultiHeadAttention")
    assert cls is not None
    layer = cls(bind(cls, Call((2, 3)), "3"), Setting())
    sequence = Shape((None, 4, Size.symbol("n")))
    assert layer.apply([sequence, sequence]) == sequence
    assert layer.formula() == "3*(n*2*3 + 2*3) + 2*3*n + n"


@pytest.mark.parametrize("policy", ["int8_from_float32", "int4_from_float32", "float8_from_float32"])
@pytest.mark.parametrize(("name", "sizes"), [("MultiHeadAttention", (2, 3)), ("GroupQueryAttention", (3, 4, 2))])
def test_quantized_is_not_counted(name: str, sizes: tuple[int, ...], policy: str) -> None:
    """The dense layers inside take the policy over: what they then keep is not the kernels alone."""
    case, plain = (Case(name, sizes, kwargs, [(None, 4, 6)] * 2) for kwargs in ({"dtype": policy}, {}))
    truth = real(case)
    assert truth.refused is None and truth.params != real(plain).params
    assert build(case)[0].open_reason() is not None
