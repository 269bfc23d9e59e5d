"""Expressions of the tables with one number changed, or not known: nothing wrong is said of them, and nothing fails.

NumPy, TensorFlow and Keras, run on real arrays, are the judges. What they refuse ends a program: anything may be
said of it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from lint_params.interpret.library.arrays import sizes_of
from lint_params.interpret.values import Array, ListValue, Value
from lint_params.model.dimension import Dimension, Size
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from tests.interpret import test_numpy, test_python, test_tensors
from tests.interpret.parts import ELSEWHERE, IMPORTED, numbers_changed, numbers_unknown, parted, spelled
from tests.interpret.test_tensors import INPUTS, found_with, interpreted
from tests.truth.kept import kept

Sizes = Sequence[Dimension]
Found = tuple[tuple[int, ...], str]
"""A real shape and dtype."""


def bare(table: str) -> list[str]:
    return [line.removeprefix("?") for line in table.split("\n") if line]


def variants(table: str, every: int = 1) -> list[str]:
    """Each line with each of its numbers unknown, and with every one, or every second …, changed."""
    found: list[str] = []
    for number, line in enumerate(bare(table)):
        found += [*itertools.islice(numbers_changed(line), number % every, None, every), *numbers_unknown(line)]
    return list(dict.fromkeys(found))


def evaluated(expression: str, names: Mapping[str, Any]) -> list[Found] | None:
    """The real shapes; ``None`` where the expression is refused."""
    try:
        value = eval(expression, {**names, **ELSEWHERE})
    except Exception:
        return None
    several = isinstance(value, (list, tuple))
    return [(tuple(np.shape(each)), dtype_of(each)) for each in (value if several else [value])]


def dtype_of(value: object) -> str:
    dtype = getattr(value, "dtype", "")
    return str(getattr(dtype, "name", dtype))


def may_be(sizes: Sizes, real: Sequence[int], known: Mapping[str, int]) -> bool:
    """Whether sizes, with what is from elsewhere put in, can be the real ones."""
    return len(sizes) == len(real) and all(settled(a, known) in (b, None) for a, b in zip(sizes, real, strict=True))


def settled(size: Dimension, known: Mapping[str, int]) -> object:
    if not isinstance(size, Size):
        return size
    return size.substitute(lambda s: known[s.text]) if all(s.text in known for s in size.symbols()) else None


@parted(variants(test_numpy.LINES), 100)
@pytest.mark.filterwarnings("ignore")
def test_nothing_wrong_is_said_of_arrays(lines: Sequence[str]) -> None:
    names: dict[str, Any] = {"np": np, **test_numpy.SIZES}
    exec(test_numpy.SETUP, names)
    values = test_numpy.said(list(lines), f"{IMPORTED}n, m, k = 3, 4, 2\n")
    for line, value in zip(lines, values, strict=True):
        real = evaluated(line, names)
        assert real is None or could_give(value, real), f"{line}: {value!r}, really {real}"


def could_give(value: Value, real: Sequence[Found]) -> bool:
    """Whether a value of the interpreter can be those arrays."""
    if isinstance(value, ListValue) and value.open is not None:
        return test_python.reads_well(value.open)
    if isinstance(value, Unknown):
        return test_python.reads_well(value)
    values = list(value) if isinstance(value, (list, tuple)) else [value]
    arrays = [each if isinstance(each, Array) else None for each in values]
    if len(arrays) == 1 and (arrays[0] is None or arrays[0].shape is None):
        return arrays[0] is None or " " in arrays[0].reason
    return len(arrays) == len(real) and all(
        mine is None
        or ((sizes_of(mine) is None or may_be(sizes_of(mine) or (), shape, ELSEWHERE)) and mine.dtype in ("?", dtype))
        for mine, (shape, dtype) in zip(arrays, real, strict=True)
    )


REAL = {"x": (5, 4, 6), "y": (5, 4, 6), "z": (5, 6, 3), "v": (5, 6), "image": (5, 8, 10, 3), "steps": (5, 7, 6),
        "fixed": (2, 4, 6), "flat": (9,)}  # fmt: skip
"""The inputs with sizes in place of what is open."""
TENSORS = variants(test_tensors.TENSORFLOW + test_tensors.BACKEND + test_tensors.OPS, every=2)


def run(expressions: Sequence[str]) -> list[list[Found] | None]:
    found: list[list[Found] | None] = kept(f"run {REAL} {expressions}", lambda: _run(expressions))
    return found


def real_names() -> dict[str, Any]:
    import keras
    import tensorflow as tf
    import tf_keras

    names = {"tf": tf, "keras": keras, "ops": keras.ops, "K": tf_keras.backend, "ids": tf.ones((5, 4), tf.int32)}
    return names | {name: tf.ones(shape) for name, shape in REAL.items()}


def _run(expressions: Sequence[str]) -> list[list[Found] | None]:
    names = real_names()
    known = {each: evaluated(each, names) for each in map(told, expressions)}
    return [known[told(each)] for each in expressions]


def told(expression: str) -> str:
    """An expression with what is from elsewhere put in."""
    return re.sub(r"\bu(\d)\b", r"\1", expression)


OPENED = f"from elsewhere import ids, {', '.join(INPUTS)}\nfrom keras import layers\n" + "".join(
    f"{name} = layers.Dense({sizes[-1]})({name})\n" for name, sizes in INPUTS.items() if sizes[-1]
)
"""The inputs, of which only the last size is known."""


@parted(bare(test_tensors.TENSORFLOW + test_tensors.BACKEND + test_tensors.OPS), 60)
def test_nothing_wrong_is_said_of_tensors_of_unknown_rank(lines: Sequence[str]) -> None:
    found = found_with(lines, OPENED)
    for line, shapes, real in zip(lines, found, test_tensors.traced(lines), strict=True):
        wanted = [tuple(-1 if size is None else size for size in each) for each in real]
        assert could_be(shapes, [(each, "") for each in wanted]), f"{line}: {shapes}, really {real}"


@parted(TENSORS, 80)
@pytest.mark.filterwarnings("ignore")
def test_nothing_wrong_is_said_of_tensors(lines: Sequence[str]) -> None:
    for line, found, real in zip(lines, interpreted(lines, before=IMPORTED), run(lines), strict=True):
        settled_here = "x.shape[0]" in line  # real arrays have a batch
        assert real is None or settled_here or could_be(found, real), f"{line}: {found}, really {real}"


def could_be(shapes: Sequence[Shape], real: Sequence[Found]) -> bool:
    """Whether the shapes of the interpreter can be those of the tensors."""
    if any("refuses" in shape.reason or (shape.open and " " not in shape.reason) for shape in shapes):
        return False
    if len(shapes) == 1 and shapes[0].open and not shapes[0].sizes:
        return True
    return len(shapes) == len(real) and all(
        may_be(mine.sizes, shape[len(shape) - len(mine.sizes) :] if mine.open else shape, ELSEWHERE)
        for mine, (shape, _) in zip(shapes, real, strict=True)
    )


BY_PLACE = ", None, True)"
"""What is not told apart of a reduction of NumPy whose arguments are given by place."""


@parted(bare(test_numpy.LINES), 100)
@pytest.mark.filterwarnings("ignore")
def test_arrays_are_the_same_by_name_and_by_place(lines: Sequence[str]) -> None:
    names: dict[str, Any] = {"np": np, **test_numpy.SIZES}
    exec(test_numpy.SETUP, names)
    pairs = [(line, new) for line in lines for new in spelled(line, names) if evaluated(new, names) is not None]
    values = test_numpy.said([each for pair in pairs for each in pair], "n, m, k = 3, 4, 2\n")
    for (line, new), one, other in zip(pairs, values[::2], values[1::2], strict=True):
        untold = BY_PLACE in new and (not isinstance(other, Array) or other.shape is None)
        assert untold or shape_of(one) == shape_of(other), f"{line}: {one!r}, and {new}: {other!r}"


def shape_of(value: Value) -> object:
    sizes = value.shape or () if isinstance(value, Array) else ()
    return type(value), [None if isinstance(size, Size) else size for size in sizes]


@parted(bare(test_tensors.TENSORFLOW + test_tensors.BACKEND + test_tensors.OPS), 100)
@pytest.mark.filterwarnings("ignore")
def test_tensors_are_the_same_by_name_and_by_place(lines: Sequence[str]) -> None:
    pairs = kept(f"spelled {REAL} {lines}", lambda: _spelled(lines))
    found = interpreted([each for pair in pairs for each in pair])
    for (line, new), one, other in zip(pairs, found[::2], found[1::2], strict=True):
        assert comparable(one) == comparable(other), f"{line}: {one}, and {new}: {other}"


def comparable(shapes: Sequence[Shape]) -> object:
    return [([None if isinstance(size, Size) else size for size in each.sizes], each.open) for each in shapes]


def _spelled(lines: Sequence[str]) -> list[tuple[str, str]]:
    names = real_names()
    return [(line, new) for line in lines for new in spelled(line, names) if evaluated(new, names) is not None]


@parted(variants(test_python.LINES, every=2), 100)
def test_nothing_wrong_is_said_of_values(lines: Sequence[str]) -> None:
    names = {**test_python.names_for(3, [3, 1]), **ELSEWHERE}
    kept_ = [line for line in lines if test_python.gives(line, names)]
    values = test_python.said(kept_, f"{IMPORTED}n, more = 3, [3, 1]")
    assert test_python.disagreements(kept_, values, 3, [3, 1], exact=False, elsewhere=ELSEWHERE) == []


@parted(bare(test_python.LINES), 150)
def test_values_are_the_same_by_name_and_by_place(lines: Sequence[str]) -> None:
    names = test_python.names_for(3, [3, 1])
    pairs = [(line, new) for line in lines for new in spelled(line, names) if test_python.gives(new, names)]
    given = "n, more = 3, [3, 1]"
    values = test_python.said([new for _, new in pairs], given)
    assert test_python.disagreements([new for _, new in pairs], values, 3, [3, 1], exact=False) == []


REFUSED = """
tf.matmul(x, x)
tf.matmul(x, 2.0)
tf.matmul(fixed, z)
x + fixed
x + x[:, :3]
tf.reshape(fixed, (5, -1))
tf.reshape(fixed, (-1, 7, 24))
tf.reshape(fixed, (2, 4, 7))
tf.reshape(fixed, (-2, 6))
tf.concat([x, x[0]], 0)
tf.concat([x, v], 1)
tf.concat([x, x[:, :3]], 2)
tf.concat([x, y], 3)
tf.stack([x, x[0]])
tf.stack([x, y], 5)
tf.split(x, 5, 1)
tf.split(x, 2, 3)
tf.expand_dims(x, 4)
tf.expand_dims(x, -5)
tf.squeeze(fixed, 0)
tf.squeeze(fixed, [3])
tf.transpose(x, [0, 1])
tf.reduce_sum(x, 3)
tf.reduce_max(x, axis=-4)
tf.tensordot(x, y, [[0], [5]])
tf.tensordot(x, tf.ones((5, 2)), 1)
tf.pad(x, [[0, 0]])
tf.slice(x, [0], [1])
tf.ensure_shape(x, (5, 6))
tf.ensure_shape(x, (5, 4, 7))
tf.gather(x, ids, axis=3)
tf.unstack(x, axis=4)
tf.one_hot(ids, 3, axis=3)
tf.nn.max_pool2d(x, 2, 2, 'VALID')
tf.image.resize(v, (2, 2))
tf.einsum('ij->i', x)
tf.einsum('bij->bz', x)
tf.einsum('bij,bjk->bik', x, y)
K.batch_dot(v, x[:, 0, 0])
K.dot(x, tf.ones((5, 2)))
K.permute_dimensions(x, (0, 1))
K.repeat(x, 2)
ops.squeeze(fixed, 1)
ops.reshape(fixed, (5, 5))
ops.concatenate([x, v])
ops.matmul(x, y)
ops.transpose(x, (0, 1))
ops.mean(x, axis=5)
ops.expand_dims(x, 9)
ops.stack([x, v])
ops.split(x, 4, axis=2)
ops.take_along_axis(x, ids, axis=1)
ops.broadcast_to(x, (5, 4, 7))
ops.moveaxis(x, 0, 3)
ops.swapaxes(x, 0, 3)
"""
MISSED = ("tf.pad(x, [[0, 0]])", "tf.image.resize(v, (2, 2))", "ops.broadcast_to(x, (5, 4, 7))")
"""What is refused, and only left open here."""


@parted(bare(REFUSED), 20)
@pytest.mark.filterwarnings("ignore")
def test_what_is_refused_of_tensors_is_told(lines: Sequence[str]) -> None:
    given = "".join(f"{name} = keras.Input(batch_shape={sizes})\n" for name, sizes in REAL.items())
    found = found_with(lines, f"{given}ids = keras.Input(batch_shape=(5, 4), dtype='int32')\n")
    for line, shapes, real in zip(lines, found, run(lines), strict=True):
        assert real is None, f"{line}: {real}"
        assert any(shape.reason.startswith("Keras refuses: ") for shape in shapes) or line in MISSED, (
            f"{line}: {shapes}"
        )
