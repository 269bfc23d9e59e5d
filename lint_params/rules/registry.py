"""Every rule, by its code."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from lint_params.rules import (
    activation,
    growth,
    layer_parameters,
    macs,
    model_parameters,
    share,
    size,
    uncounted,
    unreadable,
    unused_suppression,
)
from lint_params.rules.advice import (
    bias_before_normalization,
    dropout_at_the_end,
    flatten_into_dense,
    gru_for_lstm,
    large_embedding,
    linear_stack,
    needless_time_distributed,
    no_fused_kernel,
    oversize_kernel,
    separable_convolution,
    wide_recurrent_input,
)
from lint_params.rules.base import Rule
from lint_params.rules.refused import (
    contradicting_input,
    duplicate_name,
    groups,
    merge,
    missing_argument,
    needs_sequence,
    negative_size,
    not_a_layer,
    other,
    reshape,
    undefined_size,
    unknown_argument,
    wrong_rank,
    wrong_value,
)
from lint_params.rules.training import (
    crossentropy_of_one,
    data_shape,
    embedding_of_floats,
    no_probabilities,
    probabilities_as_logits,
    sequence_for_vector,
    sigmoid_with_categorical,
    softmax_of_one,
    softmax_with_binary,
    target_shape,
    trainable_after_compile,
)

_MODULES = (
    layer_parameters, model_parameters, size, share, growth, activation, macs, other, needs_sequence, wrong_rank,
    negative_size, undefined_size, groups, reshape, unknown_argument, missing_argument, wrong_value, duplicate_name,
    contradicting_input, not_a_layer, merge, softmax_of_one, sigmoid_with_categorical, probabilities_as_logits,
    softmax_with_binary, crossentropy_of_one, no_probabilities, target_shape, sequence_for_vector, embedding_of_floats,
    trainable_after_compile, data_shape, flatten_into_dense, bias_before_normalization, wide_recurrent_input,
    separable_convolution, large_embedding, no_fused_kernel, linear_stack, dropout_at_the_end,
    needless_time_distributed, oversize_kernel, gru_for_lstm, uncounted, unreadable, unused_suppression,
)  # fmt: skip

FAMILIES = ("LP1", "LP2", "LP3", "LP4", "LP5", "LP9")


@functools.cache
def rules() -> Mapping[str, Rule]:
    """The rules in the order of their codes."""
    found = sorted((module.RULE for module in _MODULES), key=lambda rule: rule.code)
    return {rule.code: rule for rule in found}


def is_code(text: str) -> bool:
    """Whether a text is the code of a rule, or the beginning of one: ``LP101``, ``LP1``, ``LP``."""
    if re.fullmatch(r"LP\d{0,3}", text, re.ASCII) is None:
        return False
    return len(text) == 2 or text in FAMILIES or any(code.startswith(text) for code in rules())
