"""What is said of an argument that is no number: the same in every run, and never an error of this program."""

from __future__ import annotations

import re

import pytest

from lint_params.interpret import analyse_text

HEAD = """\
import argparse, functools, keras
from keras import *
from keras.layers import *
args = argparse.ArgumentParser().parse_args()
def f(a): return a
class C: pass
class L(Layer): pass
x = Input((3,))
"""
GIVEN = (
    "Dense(2)", "[Dense(2)]", "{'a': Dense(2)}", "Sequential()", "L()", "L", "C", "C()", "f", "lambda a: a", "len",
    "functools.partial(f, 1)", "args", "(args, 2)", "open('x')", "x", "keras", "keras.losses.MeanSquaredError()",
    "keras.initializers.Zeros()", "[].append", "object()", "(i for i in x)", "float('inf')", "float('nan')", "1j",
)  # fmt: skip
TAKEN = (
    "Dense({})", "Dense(2, activation={})", "Dense(2, use_bias={})", "Dense(2, input_shape={})", "Reshape({})",
    "Reshape(({}, 3))", "Permute(({}, 1))", "Conv1D({}, 2)", "Conv1D(2, {})", "Conv1D(2, ({},))", "RNN({})",
    "Conv1D(2, 2, padding={})", "Dot(axes={})", "BatchNormalization(axis={})", "Cropping1D({})", "EinsumDense({}, 3)",
    "EinsumDense('ab,bc->ac', {})", "TimeDistributed({})", "Bidirectional({})", "RandomZoom({})", "Lambda({})",
    "CategoryEncoding({})", "Dropout({})", "Embedding(3, 3, input_length={})", "Activation({})", "Resizing({}, 3)",
    "MultiHeadAttention({}, 3)", "StackedRNNCells([{}])", "Input({})", "Input(({},))", "{}",
)  # fmt: skip


@pytest.mark.parametrize("keras", ["3", "tf2", "2", "1"])
@pytest.mark.parametrize("taken", TAKEN)
def test_messages_are_the_same_in_every_run(taken: str, keras: str) -> None:
    made = "\n".join(f"m{at} = Sequential([Input((5, 6)), {taken.format(each)}])" for at, each in enumerate(GIVEN))
    for model in analyse_text(f"{HEAD}{made}\n", "model.py", keras=keras).models:
        for layer in model.layers:
            if layer.fault is not None:
                assert not re.search(r"0x[0-9a-f]{5}|<function| object at ", layer.fault.message)
