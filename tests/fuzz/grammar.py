"""Programs that may make models, written from a tape of bytes: each byte decides what comes next.

The same tape gives the same program, a shorter one a smaller program, so what searches among bytes (hypothesis, a
fuzzer that watches coverage) searches among programs. Where the tape ends, the shortest way out is taken. Most of what
is written parses; hardly anything of it would run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from lint_params.keras.registry import lookup

T = TypeVar("T")

IMPORTS = (
    """\
from keras import Input, Model, Sequential, layers, ops
from keras.layers import *
import keras
""",
    """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential
from tensorflow.keras.layers import *
layers = keras.layers
""",
    """\
from keras import *
from keras.models import Sequential, Model
from keras import layers
from keras.layers import *
""",
)
MORE_IMPORTS = ( "import numpy as np", "import os, sys, math, json", "import itertools as it",
    "from functools import partial", "from helper import *", "from helper import build as g", "import pandas as pd",
    "from . import helper", "from __future__ import annotations", "import argparse", "import random",
    "from dataclasses import dataclass", "from keras.datasets import mnist", "import copy",
    "from sklearn.model_selection import train_test_split",
)  # fmt: skip
NAMES = ("a", "b", "n", "x", "model", "m", "f", "g", "A", "B", "args", "data", "self", "_", "layer", "ﬁn")
ATTRIBUTES = (
    "shape", "units", "layers", "trainable", "output_shape", "input_shape", "name", "weights", "count_params", "a", "b",
    "__class__", "__dict__", "__init__", "T", "values", "items", "append", "extend", "pop", "get", "format", "join",
    "build", "call", "add", "columns", "__getattr__", "dtype", "size", "reshape", "n", "output", "input", "__name__",
)  # fmt: skip
NUMBERS = (
    "0", "1", "2", "3", "8", "-1", "0.5", "1e3", "1e400", "10**10", "2**64", "True", "None", "0x1F", "1j", "1_000",
    "9" * 30, "float('nan')", "float('inf')", "10**5000", "-10**12", "0b101",
)  # fmt: skip
TEXTS = (
    "'relu'", "'softmax'", "'same'", "'a'", "''", "b'x'", "'%d' % 3", "f'{n}'", "f'{x!r:>{n}}'", "r'\\d'", "'a' 'b'",
    "'channels_first'", "'{}{}'.format", "'\\N{BULLET}'", "'__main__'", "'lstm'", "'i,j->ij'", "'\\ud800'", "'1 2 3'",
)  # fmt: skip
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@")
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not")
BUILTINS = (
    "range", "len", "int", "list", "tuple", "dict", "set", "sum", "max", "min", "zip", "enumerate", "map", "filter",
    "sorted", "reversed", "str", "float", "abs", "round", "divmod", "pow", "isinstance", "getattr", "setattr",
    "hasattr", "type", "iter", "next", "any", "all", "print", "super", "open", "vars", "id", "hash", "slice", "bool",
    "bytes", "np.zeros", "np.arange", "np.array", "np.reshape", "math.sqrt", "os.environ.get", "it.product",
    "it.chain", "partial", "copy.deepcopy", "ops.reshape", "np.random.rand", "pd.DataFrame", "pd.read_csv",
    "json.loads", "tf.constant", "np.concatenate", "it.cycle", "np.expand_dims", "tf.reshape",
    "keras.utils.to_categorical", "random.randint", "mnist.load_data", "train_test_split", "keras.Input", "Input",
    "keras.models.clone_model", "eval", "exec", "globals",
)  # fmt: skip
LAYERS = (
    "Dense", "LSTM", "GRU", "SimpleRNN", "Conv2D", "Conv1D", "Embedding", "Flatten", "Dropout", "BatchNormalization",
    "MaxPooling2D", "Reshape", "Input", "InputLayer", "Bidirectional", "TimeDistributed", "Lambda", "Activation",
    "Permute", "RepeatVector", "GlobalAveragePooling1D", "Conv2DTranspose", "SeparableConv2D", "DepthwiseConv2D",
    "ConvLSTM2D", "RNN", "MultiHeadAttention", "LayerNormalization", "ZeroPadding2D", "Cropping2D", "UpSampling2D",
    "EinsumDense", "Concatenate", "GroupNormalization", "PReLU", "Masking", "TextVectorization", "Normalization",
    "LSTMCell", "StackedRNNCells", "Wrapper", "Resizing", "Rescaling", "Discretization", "IntegerLookup",
    "GaussianNoise", "SpectralNormalization", "Conv3D", "LocallyConnected1D", "CuDNNLSTM", "StringLookup",
    "CategoryEncoding", "UnitNormalization", "Pipeline", "Softmax",
)  # fmt: skip
INPUTS = ("(4,)", "(8, 8, 3)", "shape=(None, 3)", "x.shape[1:]", "()", "(n,)", "-1", "batch_shape=(2, 3)")
ARGUMENTS = (
    "name", "input_shape", "activation", "use_bias", "trainable", "dtype", "batch_input_shape", "input_dim", "units",
    "weights", "return_sequences", "kernel_size", "strides", "padding", "data_format", "nb_filter", "batch_size",
    "shape",
)  # fmt: skip
METHODS = (
    "add", "pop", "build", "summary", "compile", "fit", "predict", "get_layer", "save", "load_weights", "evaluate",
    "__call__", "count_params", "get_config", "from_config", "call", "add_weight", "build_from_config", "set_weights",
    "enable_lora",
)  # fmt: skip
SPECIAL = (
    "__init__", "build", "call", "__call__", "__getattr__", "__getitem__", "compute_output_shape", "f", "__new__",
    "__len__", "__iter__", "__add__", "__eq__", "__bool__", "__enter__", "__set_name__", "__init_subclass__",
)  # fmt: skip
COMMENTS = (
    "# lint-params: ignore[LP101]", "# lint-params: params=53680", "# lint-params: input=(400, 13) -- so",
    "# noqa: LP1", "# lint-params: ignore-file[LP2, LP3]", "# lint-params: what?", "# lint-params: input=[None,",
)  # fmt: skip
DEEPEST = 5


class Tape:
    """Bytes that are read as decisions; after the end, every decision is the first choice."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def below(self, limit: int) -> int:
        if self.at >= len(self.data):
            return 0
        self.at += 1
        return self.data[self.at - 1] % limit

    def of(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def times(self, most: int) -> range:
        return range(self.below(most + 1))

    @property
    def ended(self) -> bool:
        return self.at >= len(self.data)


def program(data: bytes) -> str:
    """The program of a tape."""
    tape = Tape(data)
    lines = [tape.of(IMPORTS).rstrip("\n")]
    lines += [tape.of(MORE_IMPORTS) for _ in tape.times(4)]
    while not tape.ended and len(lines) < 200:
        lines += statement(tape, 0)
    return "\n".join(lines) + "\n"


# Statements: a list of lines each.


def body(tape: Tape, depth: int) -> list[str]:
    lines = statement(tape, depth)
    for _ in tape.times(3):
        lines += statement(tape, depth)
    return [f"    {line}" for line in lines]


def statement(tape: Tape, depth: int) -> list[str]:
    if depth >= DEEPEST or tape.ended:
        return ["pass"]
    return tape.of(STATEMENTS)(tape, depth + 1)


def assign(tape: Tape, depth: int) -> list[str]:
    sign = tape.of((" = ", " = ", " = ", " += ", " *= ", ": int = ", " = b = ", " //= ", " @= "))
    return [f"{tape.of(NAMES)}{sign}{expression(tape, depth)}{comment(tape)}"]


def comment(tape: Tape) -> str:
    return f"  {tape.of(COMMENTS)}" if tape.below(12) == 11 else ""


def chain(tape: Tape, depth: int) -> list[str]:
    made = [layer(tape, depth) for _ in tape.times(6)]
    form = tape.of(
        ("model = Sequential([{}])", "m = keras.Sequential([{}], name='a')", "model = Model({})", "x = [{}]")
    )
    if tape.below(2):
        return [form.format(""), *(f"model.add({one})" for one in made)]
    return [form.format(", ".join(made)) + comment(tape)]


def method(tape: Tape, depth: int) -> list[str]:
    on = tape.of(("model", "m", "x", "self", "layer", "model.layers[-1]", "A()"))
    return [f"{on}.{tape.of(METHODS)}({arguments(tape, depth)}){comment(tape)}"]


def store(tape: Tape, depth: int) -> list[str]:
    target = tape.of(("{}.{}", "{}[{}]", "{}.trainable", "{}.layers[0].{}", "{}[1:{}]", "{}, *{}", "({}, [{}, a])"))
    return [f"{target.format(tape.of(NAMES), tape.of(ATTRIBUTES))} = {expression(tape, depth)}"]


def conditional(tape: Tape, depth: int) -> list[str]:
    lines = [f"if {expression(tape, depth)}:", *body(tape, depth)]
    for _ in tape.times(2):
        lines += [f"elif {expression(tape, depth)}:", *body(tape, depth)]
    return lines + (["else:", *body(tape, depth)] if tape.below(2) else [])


def loop(tape: Tape, depth: int) -> list[str]:
    if tape.below(3) == 2:
        lines = [f"while {expression(tape, depth)}:", *body(tape, depth)]
    else:
        lines = [f"for {tape.of(('a', 'x', 'a, b', 'a, *b', 'self.n', 'x[0]'))} in {expression(tape, depth)}:"]
        lines += body(tape, depth)
    leave = tape.of(("", "    break", "    continue"))
    return lines + ([leave] if leave else []) + (["else:", *body(tape, depth)] if tape.below(4) == 3 else [])


def attempt(tape: Tape, depth: int) -> list[str]:
    lines = ["try:", *body(tape, depth)]
    for _ in range(1 + tape.below(2)):
        lines += [f"except {tape.of(('Exception', 'ValueError as a', '(KeyError, A)', 'ImportError', 'x'))}:"]
        lines += body(tape, depth)
    return lines + (["finally:", *body(tape, depth)] if tape.below(3) == 2 else [])


def manager(tape: Tape, depth: int) -> list[str]:
    return [f"with {expression(tape, depth)} as {tape.of(NAMES)}:", *body(tape, depth)]


def function(tape: Tape, depth: int) -> list[str]:
    decorators = [f"@{tape.of(('property', 'staticmethod', 'classmethod', 'f', 'partial(f, 3)', 'tf.function'))}"]
    head = tape.of(("", "", "", "async "))
    lines = [*decorators[: tape.below(2)], f"{head}def {tape.of(NAMES[:9])}({parameters(tape, depth)}):"]
    lines += body(tape, depth)
    end = tape.of(("return {}", "yield {}", "return model", "raise {}", "yield from {}", "return"))
    lines.append("    " + end.format(expression(tape, depth)))
    return lines + ([f"{tape.of(NAMES)} = {tape.of(NAMES[:9])}({arguments(tape, depth)})"] if tape.below(2) else [])


def parameters(tape: Tape, depth: int) -> str:
    return tape.of(
        ("", "n", "self, n=3", "n, *, x=8", "*a, **b", f"self, n={expression(tape, depth)}", "a, /, b", "x, n: int = 4")
    )


def class_(tape: Tape, depth: int) -> list[str]:
    bases = tape.of(
        ("", "Sequential", "Layer", "Model", "A", "keras.layers.Dense", "A, B", "metaclass=A", "dict", "LSTM", "tuple")
    )
    lines = [*(["@dataclass"] if tape.below(5) == 4 else []), f"class {tape.of(('A', 'B', 'x'))}({bases}):"]
    for _ in range(1 + tape.below(3)):
        name = tape.of(SPECIAL)
        inner = [f"    def {name}(self, {tape.of(('x', 'n=3', '*a', 'input_shape', '**kwargs', ''))}):"]
        starts = tape.of(
            ("pass", "super().__init__()", "self.n = n", "self.f = Dense(n)", "self.w = self.add_weight(shape=(n, 2))")
        )
        lines += [*inner, f"        {starts}", *(f"    {line}" for line in body(tape, depth))]
    return lines + ([f"model = {tape.of(('A', 'B', 'x'))}({arguments(tape, depth)})"] if tape.below(2) else [])


def matching(tape: Tape, depth: int) -> list[str]:
    lines = [f"match {expression(tape, depth)}:"]
    for _ in range(1 + tape.below(3)):
        case = tape.of(
            ("1", "'a'", "[a, *b]", "{'n': n, **x}", "A(n=3)", "a | 2", "_", "(1, x) if x", "str() as b", "-1", "a.b")
        )
        lines += [f"    case {case}:", *(f"    {line}" for line in body(tape, depth))]
    return lines


def small(tape: Tape, depth: int) -> list[str]:
    return [tape.of((
        "global a", "del x", "pass", "assert n", "import helper", "return", "nonlocal n", "raise A",
        "del model.layers[0]", "...", "%matplotlib inline", "if __name__ == '__main__': f()", "model.summary()",
        "a = b = model", "x.append(x)", "x[0] = x", "from helper import *", "type X = int", "'''doc'''", "a; b; n = 3",
        "print(model.count_params())", "model.trainable = False",
    ))]  # fmt: skip


def call(tape: Tape, depth: int) -> list[str]:
    return [f"{expression(tape, depth)}{comment(tape)}"]


Writer = Callable[[Tape, int], list[str]]
STATEMENTS: tuple[Writer, ...] = (
    small, chain, assign, chain, method, assign, store, conditional, loop, function, class_, attempt, manager, matching,
    call, chain, method, assign,
)  # fmt: skip


# Expressions.


def expression(tape: Tape, depth: int) -> str:
    if depth >= DEEPEST + 2 or tape.ended:
        return tape.of(("n", "3", "x"))
    return tape.of(EXPRESSIONS)(tape, depth + 1)


def name(tape: Tape, depth: int) -> str:
    return tape.of(NAMES)


def number(tape: Tape, depth: int) -> str:
    return tape.of(NUMBERS)


def text(tape: Tape, depth: int) -> str:
    return tape.of(TEXTS)


def attribute(tape: Tape, depth: int) -> str:
    return f"{expression(tape, depth + 2)}.{tape.of(ATTRIBUTES)}".replace("3.", "(3).", 1)


def item(tape: Tape, depth: int) -> str:
    index = tape.of(("0", "-1", "1:", "::-1", ":n", "...", "None, :", "'a'", "n", "x", "1:3, 0", "10**9"))
    return f"{expression(tape, depth)}[{index}]"


def called(tape: Tape, depth: int) -> str:
    return f"{tape.of((*BUILTINS, *NAMES))}({arguments(tape, depth)})"


def on_method(tape: Tape, depth: int) -> str:
    return f"({expression(tape, depth)}).{tape.of((*ATTRIBUTES, *METHODS))}({arguments(tape, depth)})"


def binary(tape: Tape, depth: int) -> str:
    return f"({expression(tape, depth)} {tape.of(OPERATORS)} {expression(tape, depth)})"


def comparison(tape: Tape, depth: int) -> str:
    sign = tape.of((*COMPARISONS, "and", "or"))
    return f"({expression(tape, depth)} {sign} {expression(tape, depth)})"


def unary(tape: Tape, depth: int) -> str:
    return f"({tape.of(('not ', '-', '~', '+', '*(), '))}{expression(tape, depth)})"


def display(tape: Tape, depth: int) -> str:
    form = tape.of(
        ("[{}]", "({},)", "{{{}}}", "[*{0}, {0}]", "{{'a': {}}}", "{{**{}}}", "({0}, {0})", "[]", "[{}] * 3")
    )
    return form.format(expression(tape, depth))


def comprehension(tape: Tape, depth: int) -> str:
    inner, source = expression(tape, depth), expression(tape, depth)
    form = tape.of(
        (
            "[{} for n in {}]",
            "({} for a, b in {})",
            "{{n: {} for n in {}}}",
            "{{{} for x in {} if x}}",
            "[{} for x in {} for n in x]",
        )
    )
    return form.format(inner, source)


def choice(tape: Tape, depth: int) -> str:
    return f"({expression(tape, depth)} if {expression(tape, depth)} else {expression(tape, depth)})"


def lambda_(tape: Tape, depth: int) -> str:
    return f"(lambda {tape.of(('', 'x', 'x, n=3', '*a', '**b'))}: {expression(tape, depth)})"


def walrus(tape: Tape, depth: int) -> str:
    return f"(n := {expression(tape, depth)})"


def layer(tape: Tape, depth: int) -> str:
    kind = tape.of(LAYERS)
    if tape.below(40) == 39:
        return expression(tape, depth)
    if kind in ("Bidirectional", "TimeDistributed", "RNN", "Wrapper", "SpectralNormalization"):
        return (
            f"{kind}({layer(tape, depth + 1) if depth < DEEPEST else 'LSTM(3)'}{tape.of(('', ', input_shape=(4, 3)'))})"
        )
    if kind in ("Input", "InputLayer"):
        return f"{kind}({tape.of(INPUTS)})"
    given = [value(tape, depth) for _ in tape.times(2)]
    known = lookup(kind)
    words = re.findall(r"(?:^|, )(\w+)", known.signature) if known is not None else []
    given += [f"{tape.of((*ARGUMENTS, *words))}={value(tape, depth)}" for _ in tape.times(3)]
    return f"{tape.of(('', '', 'layers.'))}{kind}({', '.join(given)})"


def value(tape: Tape, depth: int) -> str:
    plain = tape.of(
        ("3", "8", "n", "(2, 2)", "'relu'", "None", "True", "(4, 3)", "0", "-1", "x.shape[1]", "", "", "(None, 4)")
    )
    return plain or expression(tape, depth)


def arguments(tape: Tape, depth: int) -> str:
    given = [expression(tape, depth) for _ in tape.times(3)]
    given += [f"{tape.of((*ARGUMENTS, 'n', 'key', 'default'))}={expression(tape, depth)}" for _ in tape.times(1)]
    return ", ".join(given) + tape.of(("", "", "", "*x" if not given else ", *x", "**b" if not given else ", **b"))


Term = Callable[[Tape, int], str]
EXPRESSIONS: tuple[Term, ...] = (
    name, number, text, layer, called, attribute, item, on_method, binary, comparison, unary, display, comprehension,
    choice, lambda_, walrus, layer, called, name, number, binary, display, called,
)  # fmt: skip
