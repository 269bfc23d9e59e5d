"""Layers given what is unusual: each argument in turn of many kinds, inputs of any rank, one input after another.

Every class of the catalogue in every generation is asked, with what it needs by the names of its arguments.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from lint_params.keras import cost
from lint_params.keras.arguments import NumpyInteger, parse_signature
from lint_params.keras.base import Call, KerasLayer, Setting, bind
from lint_params.keras.registry import catalogue
from lint_params.model.dimension import Dimension, Size
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown
from tests.keras.grid import Make, _our_value
from tests.precision.shown import layer as shown_layer
from tests.precision.shown import shown

NEEDED: dict[str, object] = {
    "activation": "relu", "output_size": 2, "rate": 0.5, "p": 0.5, "sigma": 0.5, "stddev": 0.5, "filters": 4,
    "nb_filter": 4, "kernel_size": 2, "filter_length": 2, "nb_row": 2, "nb_col": 2, "kernel_dim1": 2, "kernel_dim2": 2,
    "kernel_dim3": 2, "pool_size": 2, "height": 2, "width": 3, "units": 3, "output_shape": 3, "output_dim": 3,
    "feature_columns": (), "axes": 1, "equation": "ab,bc->ac", "input_dim": 6, "head_dim": 3, "num_query_heads": 4,
    "num_key_value_heads": 2, "num_bins": 5, "max_number": 4, "num_heads": 2, "key_dim": 3, "dims": (2, 1),
    "factor": 0.2, "height_factor": 0.2, "width_factor": 0.2, "n": 3, "scale": 2.0, "target_shape": (-1, 2),
    "layers": (), "layer": Make("Dense", (4,)), "cell": Make("LSTMCell", (3,)),
    "cells": [Make("GRUCell", (3,)), Make("LSTMCell", (2,))],
}  # fmt: skip
"""What an argument that must be given is."""
OF_CLASS: dict[str, dict[str, object]] = {
    "Bidirectional": {"layer": Make("GRU", (3,))},
    "EinsumDense": {"equation": "abc,cd->abd", "output_shape": (None, 3)},
    "Permute": {"dims": (2, 1, 3)},
}
SIZE = Size.symbol("n", "n", 1)
OPEN = Unknown("only the program knows", "given", key="given")
SOME = Unknown("only the program knows", "part", key="part")
ODD: tuple[object, ...] = (
    None, False, True, 0, 1, 2, 5, -1, -2, 2.0, 0.5, -0.5, "", "same", "VALID", "causal", "full", "channels_first",
    "channels_last", "Channels_first", "relu", "reli", "sum", "mul", "cat", "int", "multi_hot", "float16",
    "mixed_bfloat16", "int8_from_float32", "int4/2_from_float32", "float8_from_float32", (), (1,), (2, 1), (1, 3),
    (0, 1), [2, 2], (2, 2, 2), (None, 2), ((1, 2), (0, 1)), ((1, 0), (1, 1), (2, 0)), (1, 2, 3, 4), {}, SIZE,
    (SIZE, 2), OPEN, (SOME, 1), NumpyInteger(2), 2**63, Make("Dense", (2,)), Make("GRU", (2,), {"go_backwards": True}),
    [Make("LSTMCell", (2,)), Make("SimpleRNNCell", (3,))],
)  # fmt: skip
"""What any argument is in turn."""
SHAPES: tuple[tuple[Dimension, ...], ...] = (
    (), (None,), (2,), (None, 6), (4, 6), (None, None), (None, 5, 6), (2, 4, 6), (None, None, 6), (None, 5, None),
    (None, 6, 6, 4), (3, 8, 7, 6), (None, None, None, 4), (None, 9, None, 2), (None, 4, 6, 6, 2), (2, 5, 7, 6, 4),
    (None, None, 7, 6, None), (None, 3, 7, 6, 8, 2), (None, 2, 2, 2, 2, 2, 2), (None, 0, 4), (None, 1, 1),
    (None, 1, 1, 1), (None, SIZE), (None, SIZE, 4), (None, 5, SIZE), (None, SIZE, SIZE, 2), (None, 8, 8, SIZE),
    (SIZE, 5, 6), (None, SIZE, 5, 5, 2),
)  # fmt: skip
"""What is read."""
PAIRS: tuple[list[tuple[Dimension, ...]], ...] = (
    [], [(None, 6)], [(None, 6), (None, 6)], [(None, 5, 6), (None, 5, 6)], [(None, 5, 6), (None, 3, 6)],
    [(None, 5, 6), (None, 5, 1)], [(2, 5, 6), (None, 6)], [(2, 5, 6), (3, 5, 6)], [(None, None, 6), (None, 5, 6)],
    [(None, 5, None), (None, 5, 6)], [(None, 4, 4, 2)] * 3, [(None, 5, 6), (None, 6, 5)], [(None, SIZE, 6)] * 2,
    [(None, 5, 6), (None, SIZE, 6), (None, 5, 6)], [(None, 5, 6), (None, 7, 3), (None, 7, 6)], [(None, 5, 6)] * 4,
)  # fmt: skip
WORDS = (
    "Relu", "rellu", "leru", "sigmod", "softmx", "tanhh", "hard_sigmiod", "gelu", "swish", "LeakyReLU", "leaky_relu",
    "lineer", "smae", "vaild", "Same", "sme", "concta", "average", "avg", "chanels_last", "bilinaer", "nearest",
    "one_hot", "cout", "tf_idf", "tf-idf", "multihot", "cosine", "scale", "mean_squared", "Int", "float", "tanh ", "",
)  # fmt: skip
"""What a word is, or nearly."""
WORDED = ("activation", "recurrent_activation", "padding", "border_mode", "merge_mode", "output_mode", "data_format",
          "dim_ordering", "interpolation", "mode", "score_mode", "standardize", "split", "fill_mode")  # fmt: skip
PLAIN = ("initializer", "regularizer", "constraint")
"""The ends of arguments that no count rests on."""
OPENED = (Shape.unknown("nothing shows it"), Shape.unknown("nothing shows it", 6), Shape.unknown("it", None, 4, 2))

CLASSES = {
    f"{cls.keras_name} in {generation}": (cls, generation)
    for cls in sorted(set(catalogue().values()), key=lambda cls: cls.keras_name)
    for generation in cls.generations
}
"""Every class and generation."""


def needed(cls: type[KerasLayer], generation: str) -> dict[str, object]:
    """The arguments without which a class is not made."""
    given = {**NEEDED, **OF_CLASS.get(cls.keras_name, {})}
    return {name: given[name] for name in parse_signature(text_of(cls, generation)).required if name in given}


def text_of(cls: type[KerasLayer], generation: str) -> str:
    older = cls.older.get(generation)
    return older.signature if older is not None else cls.signature


def arguments(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Each argument of a class in turn given otherwise, one that it does not have, by place, and none."""
    return {name: {"arguments": "\n".join(_arguments(*CLASSES[name]))} for name in names}


def _arguments(cls: type[KerasLayer], generation: str) -> Iterator[str]:
    base = needed(cls, generation)
    every = [name for name in parse_signature(text_of(cls, generation)).defaults if not name.endswith(PLAIN)]
    read = reads(cls)
    for name in [*every, "trainable", "dtype", "input_shape", "input_dim", "batch_size", "input_length"]:
        for value in ODD:
            yield said(cls, generation, Call((), {**base, name: value}), read, f"{name}={value}")
    for name, value in itertools.product(sorted(set(every) & set(WORDED)), WORDS):
        yield said(cls, generation, Call((), {**base, name: value}), read, f"{name}={value}")
    for name in every:
        for near in (name[:-1], name[1:] + name[0], f"{name}s", name.replace("_", "")):
            yield said(cls, generation, Call((), {**base, near: 1}), read, near)
    for name in base:
        yield said(cls, generation, Call((), {each: base[each] for each in base if each != name}), read, f"no {name}")
    values = list(base.values())
    for more in ((), (None,), (2, 2), (OPEN,), (1,) * 40):
        yield said(cls, generation, Call((*values, *more)), read, f"by place and {more}")
        yield said(cls, generation, Call((*values, *more), {}, OPEN), read, f"by place and {more} and more")
    yield said(cls, generation, Call((), {**base, "unitz": 3}), read, "unitz")
    yield said(cls, generation, Call((), {}, OPEN), read, "nothing known")


def reads(cls: type[KerasLayer]) -> Shapes:
    """An input that a class takes."""
    if "merging" in cls.__module__ or "Attention" in cls.keras_name:
        return [Shape((None, 5, 6)), Shape((None, 5, 6))]
    if "image" in cls.__module__:
        return Shape((None, 8, 7, 3))
    ranks = {2: (None, 6), 3: (None, 5, 6), 4: (None, 6, 6, 4), 5: (None, 6, 6, 6, 4), 6: (None, 2, 6, 6, 6, 4)}
    rank = cls.input_rank or 3
    return Shape(ranks[rank])


def said(cls: type[KerasLayer], generation: str, call: Call, read: Shapes, what: str, first: str = "last") -> str:
    """A layer made, built, and what it gives and costs; or why not."""
    setting = Setting(generation, data_format=f"channels_{first}")
    try:
        call = Call(
            [_our_value(value, setting) for value in call.positional],
            {name: _our_value(value, setting) for name, value in call.keywords.items()},
            call.rest,
        )
        made = cls(bind(cls, call, generation), setting)
        return f"{what}: {_declared(made)} {_applied(made, read)}"
    except Refused as refused:
        return f"{what}: {told(refused)}"
    except Undetermined as open_:
        return f"{what}: open: {open_.reason}"


def _declared(made: KerasLayer) -> str:
    try:
        return f"reads {shown(made.declared_input())}, trains {shown(made.trainable)}"
    except Refused as refused:
        return told(refused)
    except Undetermined as open_:
        return f"open: {open_.reason}"


def _applied(made: KerasLayer, read: Shapes) -> str:
    try:
        output = made.apply(read)
    except Refused as refused:
        return told(refused)
    except Undetermined as open_:
        return f"open: {open_.reason}"
    return f"{shown_layer(made)} gives {shown(output)}, costs {shown(cost.macs_described(made))}"


USUAL: dict[str, tuple[object, ...]] = {
    "padding": ("same", "valid", "causal", OPEN), "border_mode": ("same", "valid", "full", OPEN),
    "data_format": ("channels_first", "channels_last", None, OPEN), "dim_ordering": ("th", "tf", "default"),
    "merge_mode": ("sum", "concat", None, "ave", OPEN),
    "output_mode": ("int", "multi_hot", "one_hot", "count", "tf_idf"), "trainable": (True, False, OPEN),
    "seed": (None, 3), "value_range": ((0, 255), [0, 1]), "factor": (0.2, (0.1, 0.3), 1.0, OPEN),
    "mode": ("log", "stft", "real", "imag", "sum", "concat", "mul", OPEN),
    "dtype": ("float16", "mixed_float16", "int8_from_float32"),
    "axis": (-1, 1, 2, (1, 2), 0, OPEN), "axes": (1, -1, (1, 2), [2, 1]), "bias_axes": ("d", "bd", "c", None),
    "equation": ("abc,cd->abd", "ab,bc->ac", "...x,xy->...y", "abc,cde->abde", "ab...,bc->ac..."),
    "output_shape": (3, (None, 3), (5, 3), None, (2, 3), (SIZE, 3)), "dims": ((2, 1), (1, 2), (2, 1, 3), (1,)),
    "target_shape": ((-1, 2), (3, -1), (30,), (SIZE, -1), (2, 3, 5), (-1,)), "shared_axes": ([1], [1, 2], None, 2),
    "interpolation": ("bilinear", "nearest"), "activation": ("relu", None, "softmax", OPEN),
    "layer": (Make("Dense", (4,)), Make("GRU", (2,), {"return_sequences": True}), Make("Flatten"), Make("LSTM", (2,))),
    "cell": (Make("LSTMCell", (3,)), Make("GRUCell", (2,)), [Make("SimpleRNNCell", (2,)), Make("LSTMCell", (3,))]),
    "vocabulary": (None, ["a", "b", "c"], OPEN), "name": (None, "mine"), "input_shape": ((5, 6), None),
}  # fmt: skip
"""What some arguments usually are."""
BY_DEFAULT: dict[type, tuple[object, ...]] = {
    bool: (True, False, OPEN), int: (1, 2, 3, SIZE), float: (0.0, 0.3, OPEN),
    tuple: (1, 2, (2, 1), (1, 2), (SIZE, 2), 3),
    type(None): (None, 2, 3, SIZE, True), list: ([1], [2]), object: (1, 2, 3, 5, SIZE),
}  # fmt: skip
COMBINATIONS = 60
"""How many sets of arguments a class is given."""


def combinations(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Several usual arguments at once, on inputs of about the rank that a class takes."""
    return {name: {"combined": "\n".join(_combined(*CLASSES[name]))} for name in names}


def _combined(cls: type[KerasLayer], generation: str) -> Iterator[str]:
    for given, read, first in sets(cls, generation):
        yield said(cls, generation, Call((), given), read, f"{given} on {read} {first}", first)


def sets(cls: type[KerasLayer], generation: str) -> Iterator[tuple[dict[str, object], Shapes, str]]:
    """Arguments, an input and a format of data."""
    base = needed(cls, generation)
    defaults = parse_signature(text_of(cls, generation)).defaults
    every = [name for name in (*defaults, "trainable", "dtype") if not name.endswith(PLAIN) and name != "weights"]
    usual = reads(cls)
    for turn in range(COMBINATIONS):
        given = dict(base)
        for at, name in enumerate(every):
            if (turn * (at + 3) + at) % 4 != 0 and (name in base or (turn + at * 5) % 3):
                continue
            default = defaults.get(name)
            if isinstance(default, str) and name not in USUAL:
                continue
            values = USUAL.get(name) or BY_DEFAULT.get(type(default), BY_DEFAULT[object])
            given[name] = values[(turn // 2 + at) % len(values)]
        yield given, _read(usual, turn), "first" if turn % 5 == 4 else "last"


def _read(usual: Shapes, turn: int) -> Shapes:
    """The usual input with one of its sizes another one, not known, or gone."""
    if isinstance(usual, list):
        return [_of_these(usual[0], turn), *usual[1:]] if turn % 3 else usual
    return _of_these(usual, turn)


def _of_these(usual: Shape, turn: int) -> Shape:
    sizes = list(usual.sizes)
    at = turn % len(sizes)
    if turn % 7 == 3:
        sizes[at] = None
    elif turn % 7 == 4:
        sizes[at] = SIZE if at else 2
    elif turn % 7 == 5:
        sizes[at] = 9
    elif turn % 7 == 6 and turn % 4 == 2:
        return Shape.unknown("nothing shows it", *sizes[1:])
    return Shape(tuple(sizes))


def told(refused: Refused) -> str:
    return f"refused {refused.kind} {refused.argument} {refused.spelling}: {refused.message}"


def inputs(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Classes on inputs of all kinds, in both formats, and on one input after another."""
    return {name: {"inputs": "\n".join(_inputs(*CLASSES[name]))} for name in names}


def _inputs(cls: type[KerasLayer], generation: str) -> Iterator[str]:
    call = Call((), needed(cls, generation))
    every: list[Shapes] = [*map(Shape, SHAPES), *([Shape(each) for each in some] for some in PAIRS), *OPENED]
    for read, first in itertools.product(every, ("last", "first")):
        yield said(cls, generation, call, read, f"{read} {first}", first)
    yield from _again(cls, generation, every)


def _again(cls: type[KerasLayer], generation: str, every: Sequence[Shapes]) -> Iterator[str]:
    """A layer that has read something reads all else; what trains once it is frozen."""
    setting = Setting(generation)
    given = {name: _our_value(value, setting) for name, value in needed(cls, generation).items()}
    try:
        made = cls(bind(cls, Call((), given), generation), setting)
    except Refused:
        return
    yield _applied(made, reads(cls))
    for read in every:
        yield f"then {read}: {_applied(made, read)}"
    for value in (False, True, OPEN):
        made.set_trainable(value)
        yield f"{value}: {shown_layer(made)}"
    made.reset()
    yield f"{made.class_name} {made.weighs} {shown_layer(made)}"
