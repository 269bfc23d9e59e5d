"""Shapes of tensor operations, as TensorFlow and Keras infer them: from shapes to shapes, nothing else.

``None`` is a size that Keras leaves open too (the batch); a ``Size`` is one that the source does not say. Each function
raises ``Undetermined`` where the shape can't be known, ``Refused`` where the operation fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lint_params.keras.spatial import divides
from lint_params.model.dimension import (
    Count,
    Dimension,
    Size,
    equal,
    floor_divide,
    is_rest,
    lower,
    maximum,
    product,
    total,
)
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, nameless

Sizes = tuple[Dimension, ...]
Pair = tuple[Dimension, Dimension]


def known(shape: Shape) -> Sizes:
    """The sizes of a shape; raises ``Undetermined`` where its rank is unknown."""
    return tuple(shape)


def place(axis: int, rank: int, what: str) -> int:
    """An axis counted from the front; refused where there is none."""
    if not -rank <= axis < rank:
        raise Refused(f"{what}: axis {axis} is out of bounds for {rank} dimensions", "rank")
    return axis % rank


def agreed(a: Dimension, b: Dimension, what: str) -> Dimension:
    """The one size of two axes that must be equal, as far as either says it."""
    if a is None or b is None:
        return b if a is None else a
    if equal(a, b) is False:
        raise Refused(f"{what}: sizes {a} and {b} differ", "size")
    return a if isinstance(a, int) else b


def stretched(a: Dimension, b: Dimension, what: str) -> Dimension:
    """The size of two axes of which one may be 1 and is stretched to the other."""
    if isinstance(a, int) and a == 1:
        return b
    if isinstance(b, int) and b == 1:
        return a
    if a is None or b is None:
        other = b if a is None else a
        # Whether an unknown size is 1, and the other axis decides, is open.
        return other if other is None or lower(other) > 1 else nameless()
    if isinstance(a, int) and isinstance(b, int):
        if a != b:
            raise Refused(f"{what}: sizes {a} and {b} do not fit", "size")
        return a
    if a == b:
        return a
    if lower(a) > 1 or lower(b) > 1:
        return (a if isinstance(a, int) else b) if lower(a) > 1 and lower(b) > 1 else a if lower(a) > 1 else b
    return maximum(a, b)


def broadcast(shapes: Sequence[Shape], what: str = "broadcasting") -> Shape:
    """The shape of an element-wise operation."""
    result: Sizes = ()
    if len(shapes) == 1:
        return shapes[0]
    opened = [shape for shape in shapes if shape.open]
    if opened:
        # Only scalars leave an unknown shape as it is.
        if len(opened) == 1 and all(shape.sizes == () for shape in shapes if not shape.open):
            return opened[0]
        raise Undetermined(opened[0].reason or "the rank of an operand is unknown")
    for shape in shapes:
        long, short = (result, shape.sizes) if len(result) >= len(shape.sizes) else (shape.sizes, result)
        split = len(long) - len(short)
        pairs = zip(long[split:], short, strict=True)
        result = (*long[:split], *(stretched(a, b, what) for a, b in pairs))
    return Shape(result)


def reduced(shape: Shape, axes: Sequence[int] | None, keep: bool, what: str = "a reduction") -> Shape:
    """A sum, mean, maximum … over ``axes``; over all where there are none given."""
    if axes is None and not keep:
        return Shape(())
    if shape.open and axes == [-1] and shape.sizes:
        return shape.with_last(1) if keep else shape[:-1]
    sizes = known(shape)
    gone = set(range(len(sizes))) if axes is None else {place(axis, len(sizes), what) for axis in axes}
    return Shape(tuple(1 if at in gone else size for at, size in enumerate(sizes) if keep or at not in gone))


def reshaped(shape: Shape, target: Sequence[Dimension]) -> Shape:
    """A reshape; in ``target``, -1 and ``None`` are sizes to be found out.

    Source: ``SetOutputShapeForReshape`` of TensorFlow's ``array_ops.cc``: one missing size is found where all the rest
    is known.
    """
    misfit = Refused(f"a reshape to {Shape.of(target)} does not fit {shape}: the size must stay the same", "reshape")
    if any(isinstance(size, int) and size < -1 for size in target):
        raise misfit
    missing = [at for at, size in enumerate(target) if size is None or is_rest(size)]
    found: list[Dimension] = [None if at in missing else size for at, size in enumerate(target)]
    if shape.open:
        return Shape(tuple(nameless() if at in missing and at > 0 else size for at, size in enumerate(found)))
    rest = product(size for size in found if size is not None)
    whole = product(size for size in shape.sizes if size is not None)
    open_sizes = sum(size is None for size in shape.sizes)
    if open_sizes == 0 and not missing:
        if equal(whole, rest) is False:
            raise misfit
    elif open_sizes == 0 and len(missing) == 1:
        found[missing[0]] = quotient(whole, rest, misfit)
    elif open_sizes == 1 and not missing and lower(rest) > 0 and divides(rest, whole) is False:
        raise misfit
    return Shape(tuple(found))


def quotient(whole: Count, part: Count, misfit: Refused) -> Count:
    """``whole / part`` where nothing is left over; a product loses the factors of the part."""
    if part == 0:
        raise Undetermined("a size of zero leaves the other sizes open")
    if isinstance(whole, int) and isinstance(part, int):
        if whole % part:
            raise misfit
        return whole // part
    if isinstance(whole, Size) and isinstance(part, Size) and len(whole.terms) == len(part.terms) == 1:
        (atoms, factor), (others, by) = whole.terms[0], part.terms[0]
        left = list(atoms)
        for atom in others:
            if atom not in left:
                return floor_divide(whole, part)
            left.remove(atom)
        if factor % by == 0:
            return factor // by if not left else Size({tuple(left): factor // by})
    return floor_divide(whole, part)


def transposed(shape: Shape, order: Sequence[int] | None) -> Shape:
    """The axes in another order; reversed where none is given."""
    sizes = known(shape)
    if order is None:
        return Shape(tuple(reversed(sizes)))
    places = [place(axis, len(sizes), "transpose") for axis in order]
    if sorted(places) != list(range(len(sizes))):
        raise Refused(f"transpose: {list(order)} is no order of {len(sizes)} axes", "rank")
    return Shape(tuple(sizes[at] for at in places))


def concatenated(shapes: Sequence[Shape], axis: int, lenient: bool = False) -> Shape:
    """Tensors behind each other along ``axis``.

    ``lenient``: where one input leaves the size of another axis open and another says it, TensorFlow knows the size and
    ``keras.ops`` may not; it then stays unknown here.
    """
    if not shapes:
        raise Undetermined("which tensors are joined is not known")
    opened = next((shape for shape in shapes if shape.open), None)
    if opened is not None:
        if axis == -1 and all(shape.sizes for shape in shapes):
            return Shape.unknown(opened.reason, summed(shape.sizes[-1] for shape in shapes))
        raise Undetermined(opened.reason or "the rank of an input is unknown")
    rank = len(shapes[0])
    if any(len(shape) != rank for shape in shapes):
        raise Refused(f"concatenation of shapes of different ranks: {_listed(shapes)}", "rank")
    at = place(axis, rank, "concatenation")
    result: list[Dimension] = []
    for index in range(rank):
        column = [shape.sizes[index] for shape in shapes]
        if index == at:
            result.append(summed(column))
            continue
        size = column[0]
        for other in column[1:]:
            size = agreed(size, other, f"concatenation of {_listed(shapes)}")
        unsaid = lenient and any(each is None for each in column) and size is not None
        result.append(nameless() if unsaid else size)
    return Shape(tuple(result))


def _listed(shapes: Sequence[Shape]) -> str:
    return ", ".join(map(str, shapes))


def summed(sizes: Iterable[Dimension]) -> Dimension:
    items = list(sizes)
    given = [size for size in items if size is not None]
    return total(given) if len(given) == len(items) else None


def stacked(shapes: Sequence[Shape], axis: int) -> Shape:
    """Tensors of one shape side by side along a new axis."""
    sizes = known(shapes[0])
    for shape in shapes[1:]:
        if len(shape) != len(sizes):
            raise Refused(f"stacking shapes of different ranks: {_listed(shapes)}", "rank")
        sizes = tuple(agreed(a, b, "stacking") for a, b in zip(sizes, known(shape), strict=True))
    at = place(axis, len(sizes) + 1, "stacking")
    return Shape((*sizes[:at], len(shapes), *sizes[at:]))


def split(shape: Shape, parts: int | Sequence[Dimension], axis: int) -> list[Shape]:
    """A tensor cut along ``axis``: into equal parts, or parts of given sizes (one of them -1 for the rest)."""
    sizes = known(shape)
    at = place(axis, len(sizes), "split")
    size = sizes[at]
    lengths: list[Dimension]
    if isinstance(parts, int):
        if size is not None and divides(size, parts) is False:
            raise Refused(f"split: {size} can't be cut into {parts} equal parts", "size")
        lengths = [None if size is None else floor_divide(size, parts)] * parts
    else:
        lengths = list(parts)
        open_ = [index for index, length in enumerate(lengths) if is_rest(length)]
        if len(open_) == 1:
            (index,) = open_
            rest = summed(lengths[:index] + lengths[index + 1 :])
            lengths[index] = None if size is None or rest is None else size - rest
    return [Shape((*sizes[:at], length, *sizes[at + 1 :])) for length in lengths]


def expanded(shape: Shape, axes: Sequence[int]) -> Shape:
    """New axes of size 1 at their places in the result."""
    if shape.open and list(axes) == [-1]:
        return Shape((*shape.sizes, 1), True, shape.reason)
    sizes = list(known(shape))
    rank = len(sizes) + len(axes)
    for at in sorted(place(axis, rank, "expand_dims") for axis in axes):
        sizes.insert(at, 1)
    return Shape(tuple(sizes))


def squeezed(shape: Shape, axes: Sequence[int] | None) -> Shape:
    """The given axes, or all of size 1, taken out."""
    if shape.open and axes is not None and list(axes) == [-1] and shape.sizes:
        return shape[:-1]
    sizes = known(shape)
    if axes is None:
        if any(size is None or isinstance(size, Size) for size in sizes):
            raise Undetermined("which sizes are 1 is not known")
        return Shape(tuple(size for size in sizes if size != 1))
    gone = {place(axis, len(sizes), "squeeze") for axis in axes}
    for at in gone:
        size = sizes[at]
        if size is not None and equal(size, 1) is False:
            raise Refused(f"squeeze: axis {at} of {shape} is not of size 1", "size")
    return Shape(tuple(size for at, size in enumerate(sizes) if at not in gone))


def times(size: Dimension, count: Dimension) -> Dimension:
    if size == 0 or count == 0:
        return 0
    return None if size is None or count is None else size * count


def tiled(shape: Shape, counts: Sequence[Dimension]) -> Shape:
    """Copies along each axis; a shorter list counts the last axes (as in NumPy), a longer one adds axes in front."""
    sizes = known(shape)
    rank = max(len(sizes), len(counts))
    padded = (1,) * (rank - len(sizes)) + sizes
    repeats = (1,) * (rank - len(counts)) + tuple(counts)
    return Shape(tuple(times(size, count) for size, count in zip(padded, repeats, strict=True)))


def repeated(shape: Shape, count: Dimension, axis: int | None) -> Shape:
    """Every element ``count`` times along an axis; flat where there is none."""
    sizes = known(shape)
    if axis is None:
        flat = product(size for size in sizes if size is not None) if None not in sizes else None
        return Shape((times(flat, count),))
    at = place(axis, len(sizes), "repeat")
    return shape.replaced(at, times(sizes[at], count))


def multiplied(a: Shape, b: Shape, transpose_a: bool = False, transpose_b: bool = False) -> Shape:
    """A matrix product over the last two axes, those before broadcast; vectors as in NumPy."""
    left, right = list(known(a)), list(known(b))
    if not left or not right:
        raise Refused("matmul: a scalar has no axis to multiply over", "rank")
    if transpose_a and len(left) > 1:
        left[-2:] = reversed(left[-2:])
    if transpose_b and len(right) > 1:
        right[-2:] = reversed(right[-2:])
    agreed(left[-1], right[-2] if len(right) > 1 else right[-1], f"matmul of {a} and {b}")
    before = broadcast([Shape(tuple(left[:-2])), Shape(tuple(right[:-2]))], "matmul").sizes
    ends = (*(left[-2:-1] if len(left) > 1 else ()), *(right[-1:] if len(right) > 1 else ()))
    return Shape((*before, *ends))


def tensordot(a: Shape, b: Shape, axes: int | tuple[Sequence[int], Sequence[int]]) -> Shape:
    """A product over several axes of each."""
    left, right = known(a), known(b)
    if isinstance(axes, int):
        first, second = list(range(len(left) - axes, len(left))), list(range(axes))
    else:
        first = [place(axis, len(left), "tensordot") for axis in axes[0]]
        second = [place(axis, len(right), "tensordot") for axis in axes[1]]
    if len(first) != len(second) or axes == 0 or any(not 0 <= at < len(left) for at in first):
        raise Undetermined("tensordot over these axes is not followed")
    for x, y in zip(first, second, strict=True):
        if y >= len(right):
            raise Refused(f"tensordot: {b} has no axis {y}", "rank")
        agreed(left[x], right[y], "tensordot")
    kept = [size for at, size in enumerate(left) if at not in first]
    return Shape((*kept, *(size for at, size in enumerate(right) if at not in second)))


def dot(a: Shape, b: Shape) -> Shape:
    """``K.dot`` (and NumPy's): the last axis of one over the last but one of the other."""
    left, right = known(a), known(b)
    if not left or not right:
        return Shape(left or right)
    agreed(left[-1], right[-2] if len(right) > 1 else right[-1], f"dot of {a} and {b}")
    return Shape((*left[:-1], *right[:-2], *(right[-1:] if len(right) > 1 else ())))


def batch_dot(a: Shape, b: Shape, axes: tuple[int, int] | None) -> Shape:
    """``K.batch_dot``: a product for each sample. Source: ``batch_dot`` in ``keras/src/legacy/backend.py``."""
    left, right = known(a), known(b)
    if len(left) < 2 or len(right) < 2:
        raise Refused(f"batch_dot needs tensors of at least 2 dimensions, not {a} and {b}", "rank")
    if axes is None:
        axes = (len(left) - 1, 1 if len(right) == 2 else len(right) - 2)
    x, y = place(axes[0], len(left), "batch_dot"), place(axes[1], len(right), "batch_dot")
    if x == 0 or y == 0:
        raise Refused("batch_dot can't multiply over the batch", "rank")
    agreed(left[x], right[y], f"batch_dot of {a} and {b}")
    kept = [size for at, size in enumerate(left) if at != x]
    others = [size for at, size in enumerate(right) if at not in (0, y)]
    result = (agreed(left[0], right[0], "batch_dot"), *kept[1:], *others)
    return Shape((*result, 1) if len(result) == 1 else result)


def einsum(equation: str, shapes: Sequence[Shape]) -> Shape:
    """``einsum("bij,bjk->bik", x, y)``, with an ellipsis or without."""
    text = "".join(equation.split())
    left, arrow, right = text.partition("->")
    terms = left.split(",")
    if len(terms) != len(shapes):
        raise Refused(f"einsum: {equation!r} has {len(terms)} operands, not {len(shapes)}", "argument")
    sizes: dict[str, Dimension] = {}
    rests: list[Shape] = []
    for term, shape in zip(terms, shapes, strict=True):
        axes = known(shape)
        before, dots, after = term.partition("...")
        if len(before) + len(after) > len(axes) or (not dots and len(term) != len(axes)):
            raise Refused(f"einsum: {term!r} does not name the axes of {shape}", "rank")
        if dots:
            rests.append(Shape(axes[len(before) : len(axes) - len(after)]))
        named = [*axes[: len(before)], *axes[len(axes) - len(after) :]] if dots else list(axes)
        for letter, size in zip(before + after, named, strict=True):
            sizes[letter] = agreed(sizes[letter], size, f"einsum {equation!r}") if letter in sizes else size
    if not arrow:
        if rests:
            raise Undetermined("einsum without -> is not followed with an ellipsis")
        right = "".join(sorted(letter for letter in set(left) - {","} if left.count(letter) == 1))
    rest = broadcast(rests, "einsum").sizes if rests else ()
    before, _, after = right.partition("...")
    if any(letter not in sizes for letter in before + after):
        raise Refused(f"einsum: the result of {equation!r} has an axis that no operand has", "argument")
    middle = rest if "..." in right else ()
    return Shape((*(sizes[letter] for letter in before), *middle, *(sizes[letter] for letter in after)))


def gathered(shape: Shape, indices: Shape, axis: int, batch: int = 0) -> Shape:
    """Elements picked by index along ``axis``; the first ``batch`` axes are shared."""
    sizes, picked = known(shape), known(indices)
    at = place(axis, len(sizes), "gather")
    batch = batch % (len(picked) + 1) if batch < 0 else batch
    if batch > at or batch > len(picked):
        raise Undetermined("gather over these axes is not followed")
    return Shape((*sizes[:at], *picked[batch:], *sizes[at + 1 :]))


def one_hot(shape: Shape, depth: Dimension, axis: int) -> Shape:
    """A new axis of the number of classes."""
    if shape.open and axis == -1:
        return Shape((*shape.sizes, depth), True, shape.reason)
    sizes = known(shape)
    at = place(axis, len(sizes) + 1, "one_hot")
    return Shape((*sizes[:at], depth, *sizes[at:]))


def padded(shape: Shape, pairs: Sequence[tuple[Dimension, Dimension]]) -> Shape:
    """Places added before and after along each axis."""
    sizes = known(shape)
    if len(pairs) == 1 and len(sizes) > 1:
        pairs = list(pairs) * len(sizes)
    if len(pairs) != len(sizes):
        raise Refused(f"pad: {len(pairs)} pairs for {len(sizes)} axes", "rank")
    return Shape(tuple(summed((size, *pair)) for size, pair in zip(sizes, pairs, strict=True)))


def cut(shape: Shape, begin: Sequence[Dimension], length: Sequence[Dimension]) -> Shape:
    """``tf.slice``: ``length`` of -1 takes all that is left."""
    sizes = known(shape)
    if len(begin) != len(sizes) or len(length) != len(sizes):
        raise Refused(f"slice: {len(begin)} places for {len(sizes)} axes", "rank")
    result: list[Dimension] = []
    for size, first, count in zip(sizes, begin, length, strict=True):
        if not is_rest(count):
            result.append(count)
        else:
            result.append(None if size is None or first is None else size - first)
    return Shape(tuple(result))
