"""Core layers against real Keras."""

from __future__ import annotations

import pytest

from tests.keras.grid import BOTH, Case, cases, compare, each

FLAT, STEPS = (None, 3), (None, 4, 3)
YES_NO = each(True, False)
POLICIES = each("int8_from_float32", "int4/2_from_float32", "int4/-1_from_float32", "float8_from_float32")

COMMON = [
    *cases("Dense", each(FLAT, STEPS, (2, 3), (None, None, 3)), each(1, 5), use_bias=YES_NO, generation=BOTH),
    *cases("Dense", each((None,), (None, None), (None, 4, None)), 5, generation=BOTH),
    *cases("Dense", FLAT, each(-1, 2.5, 4.0, None, "a"), generation=BOTH),
    *cases("Dense", FLAT, each(float("inf"), float("nan")), generation=BOTH),
    *cases("Dense", FLAT, 5, each("relu", None), trainable=YES_NO, generation=BOTH),
    *cases("Dense", FLAT, 5, dtype=each("float16", "float64", "mixed_float16", "bfloat16"), generation=BOTH),
    *cases("Dense", FLAT, units=5, name="named", input_shape=(3,), generation=BOTH),
    *cases("Dense", FLAT, 5, input_dim=3, generation=BOTH),
    *cases("Dense", FLAT, 5, batch_input_shape=(None, 3), generation=BOTH),
    *cases("Dense", FLAT, output_dim=5, generation=BOTH),
    *cases("Dense", FLAT, 5, bias=False, generation=BOTH),
    *cases("Dense", FLAT, generation=BOTH),
    *cases("Embedding", each((None, 7), (None,), (None, None), (2, 7, 3)), 10, 4, generation=BOTH),
    *cases("Embedding", (None, 7), each(10, 0, -1), each(4, 0), generation=BOTH),
    *cases("Embedding", (None, 7), 10, 4, mask_zero=YES_NO, trainable=YES_NO, generation=BOTH),
    *cases(
        "Embedding",
        each((None, 7), (None, None), (None, 8)),
        10,
        4,
        input_length=each(7, 8, None),
        generation=BOTH,
    ),
    *cases("Embedding", (None, 7), 10, 4, dtype="mixed_float16", generation=BOTH),
    *cases("EinsumDense", STEPS, each("abc,cd->abd", "...x,xy->...y"), (4, 6), generation=BOTH),
    *cases(
        "EinsumDense",
        STEPS,
        "abc,cd->abd",
        each((None, 6), (5, 6)),
        bias_axes=each(None, "d", "bd", "b"),
        generation=BOTH,
    ),
    *cases("EinsumDense", STEPS, "...x,xy->...y", each(6, (6,)), bias_axes=each("y", None, "x"), generation=BOTH),
    *cases("EinsumDense", STEPS, "ab...,bc->ac...", 6, bias_axes=each(None, "c"), generation=BOTH),
    *cases("EinsumDense", STEPS, each("ab,cd", "abc,cd->abe", "abcd,de->abce", 5), (4, 6), generation=BOTH),
    *cases("EinsumDense", each((None, None, 3), (None, 4, None)), "abc,cd->abd", (None, 6), generation=BOTH),
    *cases("EinsumDense", (None, 4, 2, 3), "abcd,cde->abe", (4, 6), bias_axes="e", generation=BOTH),
    *cases("Embedding", (None, 4), 10, 3, input_length=each(4.0, (4.0,), 4), generation=BOTH),
    *cases(
        "EinsumDense",
        (None, 4, 3),
        each("abc,cde->abde", "abc,cd->abd", "abc,xy->abx", "abc,cd->abx", "abc,ce->be"),
        each((4,), 6, (None, 6), (2, 3, 4)),
        generation=BOTH,
    ),
    *cases("EinsumDense", (None, 4, 3), "abc,cd->abd", each((4.0, 6), (4, 6.0), (4, 6))),
]
KERAS_3 = [
    *cases("Dense", FLAT, 5, lora_rank=each(0, 2), use_bias=YES_NO, trainable=YES_NO),
    *cases("Dense", FLAT, 5, lora_rank=2, kernel_constraint="non_neg"),
    *cases("Dense", FLAT, each(5, 6), dtype=POLICIES, use_bias=YES_NO),
    *cases("Dense", FLAT, 5, dtype=each("int8_from_float32", "int8_from_mixed_bfloat16"), lora_rank=2),
    *cases("Embedding", (None, 7), 10, 5, lora_rank=each(0, 2), trainable=YES_NO),
    *cases("Embedding", (None, 7), 10, 5, dtype=POLICIES, lora_rank=each(0, 2)),
    *cases("Embedding", (None, 7), 10, 5, batch_input_shape=(None, 7)),
    *cases("ReversibleEmbedding", each((None, 7), (None, None)), 10, 4, tie_weights=YES_NO, trainable=YES_NO),
    *cases("ReversibleEmbedding", (None, 7), 10, 5, tie_weights=YES_NO, dtype=POLICIES),
    *cases("EinsumDense", STEPS, "abc,cd->abd", (4, 6), lora_rank=2, bias_axes="d"),
]


@pytest.mark.parametrize("case", COMMON + KERAS_3, ids=str)
def test_core(case: Case) -> None:
    compare(case)
