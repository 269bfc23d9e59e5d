"""What a row of a table may be: arguments that could give its numbers, class by class.

Guesses are only proposed here. Each is then made, by the description that all counting uses, and kept only where its
output and parameters are those of the row (``inference``): a guess too many costs time, never a wrong answer.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping

from lint_params.model.dimension import Dimension, Size
from lint_params.model.shape import Shape
from lint_params.pasted.table import Sizes
from lint_params.records import dataclass, field

MAX_UNEVEN = 100
"""How far from the middle a padding is tried."""
MAX_AXES = 7
"""Axes of which every order or choice is tried."""


@dataclass(frozen=True, slots=True)
class Inner:
    """A layer as an argument of a wrapper."""

    type: str
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guess:
    """Arguments, and the input where the row before does not say it; ``odd`` is how far they are from the usual."""

    arguments: Mapping[str, object]
    odd: int = 0
    input: Shape | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of a row: its input (batch first) if the row before says it, its output, its parameters."""

    input: Shape | None
    output: Sizes
    params: int | None

    @property
    def features(self) -> int | None:
        """The last size of the input."""
        size = self.input.sizes[-1] if self.input is not None and self.input.sizes else None
        return size if isinstance(size, int) else None

    @property
    def last(self) -> int:
        """The last size of the output; 0 where it is ``None``."""
        return (self.output[-1] if self.output else None) or 0


Propose = Callable[[Question], Iterable[Guess]]


def shape(*sizes: Dimension) -> Shape:
    return Shape(tuple(sizes))


def _biases() -> Iterator[tuple[dict[str, object], bool, int]]:
    yield {"use_bias": True}, True, 0
    yield {"use_bias": False}, False, 1


def dense(asked: Question) -> Iterator[Guess]:
    units = asked.last
    for bias, has, odd in _biases():
        found = {"units": units, **bias}
        if asked.input is not None:
            yield Guess(found, odd)
        elif asked.params is not None and units:
            features, rest = divmod(asked.params - has * units, units)
            if rest == 0 and features > 0:
                yield Guess(found, odd, shape(*asked.output[:-1], features))


def embedding(asked: Question) -> Iterator[Guess]:
    size = asked.last
    if asked.params and size and asked.params % size == 0:
        found = {"input_dim": asked.params // size, "output_dim": size}
        yield Guess(found, 0, None if asked.input is not None else shape(*asked.output[:-1]))


def recurrent(gates: int, biases: tuple[tuple[dict[str, object], int, int], ...]) -> Propose:
    """``biases``: arguments, bias vectors a gate, oddness."""

    def propose(asked: Question) -> Iterator[Guess]:
        units, sequences = asked.last, len(asked.output) == 3
        for bias, vectors, odd in biases:
            found: dict[str, object] = {"units": units, "return_sequences": sequences, **bias}
            if asked.input is not None:
                yield Guess(found, odd)
            elif asked.params is not None and units:
                features, rest = divmod(asked.params, gates * units)
                features -= units + vectors
                steps: Dimension = asked.output[1] if sequences else Size.symbol("steps")
                if rest == 0 and features > 0:
                    yield Guess(found, odd, shape(asked.output[0], steps, features))

    return propose


_ONE_BIAS: tuple[tuple[dict[str, object], int, int], ...] = (({"use_bias": True}, 1, 0), ({"use_bias": False}, 0, 1))
_CUDNN_BIASES: tuple[tuple[dict[str, object], int, int], ...] = (({}, 2, 0),)
_GRU_BIASES: tuple[tuple[dict[str, object], int, int], ...] = (
    ({"use_bias": True, "reset_after": True}, 2, 0),
    ({"use_bias": True, "reset_after": False}, 1, 1),
    ({"use_bias": False}, 0, 2),
)


def same(asked: Question) -> Iterator[Guess]:
    """A layer that gives what it reads, and whose numbers say nothing of its arguments."""
    yield Guess({}, 0, None if asked.input is not None else shape(*asked.output))


def plain(asked: Question) -> Iterator[Guess]:
    """A layer whose numbers say nothing of its arguments, nor its output of its input."""
    if asked.input is not None:
        yield Guess({})


def flatten(asked: Question) -> Iterator[Guess]:
    """Where nothing says what it reads, pictures of one side that have as many elements."""
    if asked.input is not None:
        yield Guess({})
        return
    elements = asked.output[-1] if len(asked.output) == 2 else None
    for side in range(2, 1025):
        channels, rest = divmod(elements or 0, side * side)
        if not channels:
            return
        if not rest:
            yield Guess({}, _CHANNELS.get(channels, 9), shape(asked.output[0], side, side, channels))
            if channels == 1:
                yield Guess({}, 0, shape(asked.output[0], side, side))


_CHANNELS = {3: 1, 1: 2}


def concatenation(asked: Question) -> Iterator[Guess]:
    rank = len(asked.output)
    for axis in (-1, *range(1, rank - 1)):
        yield Guess({"axis": axis}, int(axis != -1))


def dot(asked: Question) -> Iterator[Guess]:
    for axes in (1, -1, 2, (1, 2), (2, 1)):
        yield Guess({"axes": axes}, int(axes != 1))


def resizing(asked: Question) -> Iterator[Guess]:
    if asked.input is not None and len(asked.output) == 4:
        yield Guess({"height": asked.output[1], "width": asked.output[2]})


def text_vectorization(asked: Question) -> Iterator[Guess]:
    if asked.input is not None and len(asked.output) == 2:
        yield Guess({"output_sequence_length": asked.output[1]})


def scaling(asked: Question) -> Iterator[Guess]:
    """``Normalization``: a mean and a variance for each feature, or one of both."""
    given = None if asked.input is not None else shape(*asked.output)
    for axis in (-1, None):
        yield Guess({"axis": axis}, int(axis is None), given)


def group_normalization(asked: Question) -> Iterator[Guess]:
    given = None if asked.input is not None else shape(*asked.output)
    fitting = [groups for groups in (32, 16, 8, 4, 2, 1) if asked.last % groups == 0]
    for odd, groups in enumerate(fitting):
        for center, scale in ((True, True), (True, False), (False, True), (False, False)):
            yield Guess({"groups": groups, "center": center, "scale": scale}, odd + (not center) + (not scale), given)


def normalization(asked: Question) -> Iterator[Guess]:
    given = None if asked.input is not None else shape(*asked.output)
    rank = len(asked.output)
    for axis in (-1, *range(1, rank - 1)):
        for center, scale in ((True, True), (True, False), (False, True), (False, False)):
            odd = (axis != -1) * 2 + (not center) + (not scale)
            yield Guess({"axis": axis, "center": center, "scale": scale}, odd, given)


def slopes(asked: Question) -> Iterator[Guess]:
    """``PReLU``: a slope for each position, but for those that share one."""
    axes = range(1, len(asked.output) if len(asked.output) <= MAX_AXES else 1)
    given = None if asked.input is not None else shape(*asked.output)
    for number in range(len(axes) + 1):
        for shared in itertools.combinations(axes, number):
            yield Guess({"shared_axes": list(shared) or None}, number, given)


def reshape(asked: Question) -> Iterator[Guess]:
    """Where nothing says what it reads, the same elements in one row."""
    if asked.output[1:].count(None) > 1:
        return
    found = {"target_shape": tuple(-1 if size is None else size for size in asked.output[1:])}
    if asked.input is not None:
        yield Guess(found)
    elif None not in asked.output[1:]:
        yield Guess(found, 0, shape(asked.output[0], math.prod(size or 1 for size in asked.output[1:])))


def repeat(asked: Question) -> Iterator[Guess]:
    if len(asked.output) == 3 and asked.output[1]:
        given = None if asked.input is not None else shape(asked.output[0], asked.output[2])
        yield Guess({"n": asked.output[1]}, 0, given)


def permute(asked: Question) -> Iterator[Guess]:
    if len(asked.output) > MAX_AXES:
        return
    for dims in itertools.permutations(range(1, len(asked.output))):
        yield Guess({"dims": dims}, sum(at != dim for at, dim in enumerate(dims, 1)))


def upsampling(rank: int) -> Propose:
    def propose(asked: Question) -> Iterator[Guess]:
        if not (asked.input is not None and len(asked.input.sizes) == len(asked.output) == rank + 2):
            return
        sizes = []
        for before, after in zip(asked.input.sizes[1:-1], asked.output[1:-1], strict=False):
            if before is None and after is None:
                sizes.append(2)  # any would do
                continue
            if not isinstance(before, int) or not after or after % before:
                return
            sizes.append(after // before)
        yield Guess({"size": sizes[0] if rank == 1 else tuple(sizes)})

    return propose


def margins(argument: str, rank: int, sign: int) -> Propose:
    """Padding with zeros or cropping: how much in all is known, of the two sides only the sum."""

    def propose(asked: Question) -> Iterator[Guess]:
        if not (asked.input is not None and len(asked.input.sizes) == len(asked.output) == rank + 2):
            return
        choices: list[list[tuple[int, int]]] = []
        for before, after in zip(asked.input.sizes[1:-1], asked.output[1:-1], strict=False):
            if before is None and after is None:
                choices.append([(1, 1)])  # any would do
                continue
            if not isinstance(before, int) or after is None or (after - before) * sign < 0:
                return
            total = abs(after - before)
            near = range(max(0, total // 2 - MAX_UNEVEN), min(total, total // 2 + MAX_UNEVEN) + 1)
            choices.append(sorted(((n, total - n) for n in near), key=lambda pair: abs(pair[0] - pair[1])))
        for pairs in itertools.islice(itertools.product(*choices), 30):
            odd = sum(abs(a - b) for a, b in pairs)
            yield Guess({argument: pairs[0] if rank == 1 else pairs}, odd)

    return propose


def global_pooling(asked: Question) -> Iterator[Guess]:
    if asked.input is not None:
        yield Guess({"keepdims": len(asked.output) > 2}, int(len(asked.output) > 2))


def time_distributed(asked: Question) -> Iterator[Guess]:
    """The table does not say which layer is inside; those that are met there, most usual first."""
    from lint_params.pasted.proposals import PROPOSALS

    if len(asked.output) < 3:
        return
    given = asked.input
    if given is not None and len(given.sizes) < 3:
        return
    step = None if given is None else shape(given.sizes[0], *given.sizes[2:])
    inside = Question(step, (asked.output[0], *asked.output[2:]), asked.params)
    for place, kind in enumerate(_INSIDE):
        for guess in PROPOSALS[kind].propose(inside):
            read = None if guess.input is None else shape(guess.input.sizes[0], asked.output[1], *guess.input.sizes[1:])
            if given is not None or read is not None:
                yield Guess({"layer": Inner(kind, guess.arguments)}, 3 * place + guess.odd, read)


_INSIDE = (
    "Dense", "Flatten", "Dropout", "Activation", "Conv1D", "Conv2D", "MaxPooling1D", "MaxPooling2D",
    "BatchNormalization", "GlobalAveragePooling1D", "GlobalAveragePooling2D", "LSTM", "GRU", "Embedding",
)  # fmt: skip


def bidirectional(asked: Question) -> Iterator[Guess]:
    """Two recurrent layers: the table does not say which, nor how their outputs are merged."""
    from lint_params.pasted.proposals import PROPOSALS

    if asked.params is not None and asked.params % 2:
        return
    half = None if asked.params is None else asked.params // 2
    for mode, parts, strange in (("concat", 2, 0), ("sum", 1, 4)):
        if asked.last % parts:
            continue
        inside = Question(asked.input, (*asked.output[:-1], asked.last // parts), half)
        for place, kind in enumerate(("LSTM", "GRU", "SimpleRNN")):
            for guess in PROPOSALS[kind].propose(inside):
                found = {"layer": Inner(kind, guess.arguments), "merge_mode": mode}
                yield Guess(found, 2 * place + strange + guess.odd, guess.input)


lstm = recurrent(4, _ONE_BIAS)
simple_rnn = recurrent(1, _ONE_BIAS)
gru = recurrent(3, _GRU_BIASES)
cudnn_lstm = recurrent(4, _CUDNN_BIASES)
cudnn_gru = recurrent(3, _CUDNN_BIASES)
