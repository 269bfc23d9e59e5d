"""What a convolution or pooling of a table may be: kernels, strides and padding that give its lengths."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Sequence

from lint_params.model.dimension import Dimension
from lint_params.pasted.guesses import Guess, Propose, Question, shape

MOST = 4000
"""Guesses of one row."""

MAX_STRIDE = 32
MAX_POSITIONS = 1_000_000
"""Of a kernel."""
MAX_DIVIDED = 10**9
"""The largest number whose divisors are looked for."""
USUAL_KERNELS = (3, 5, 1, 7, 2, 4, 9, 11)
USUAL_CHANNELS = (3, 1, 4)

Sizes = Sequence[Dimension]


def convolution(rank: int) -> Propose:
    def propose(asked: Question) -> Iterator[Guess]:
        if len(asked.output) != rank + 2 or asked.params is None or not asked.last:
            return
        for has in (True, False):
            products, rest = divmod(asked.params - has * asked.last, asked.last)
            if rest == 0 and products > 0:
                found = (
                    _known(asked, rank, products, has)
                    if asked.input is not None
                    else _unknown(asked, rank, products, has)
                )
                yield from itertools.islice(found, MOST)

    return propose


def _known(asked: Question, rank: int, products: int, bias: bool) -> Iterator[Guess]:
    """``products`` is what each filter multiplies: positions of the kernel times channels of its group."""
    channels = asked.features
    if channels is None or asked.input is None or len(asked.input.sizes) != rank + 2:
        return
    for groups in divisors(math.gcd(channels, asked.last)):
        positions, rest = divmod(products, channels // groups)
        if rest or positions < 1:
            continue
        for kernel in kernels(positions, rank):
            for how, odd in _lengths(kernel, asked.input.sizes[1:-1], asked.output[1:-1]):
                found = {"filters": asked.last, "kernel_size": kernel, **how, "groups": groups, "use_bias": bias}
                yield Guess(found, odd + _uneven(kernel) + 4 * (groups > 1) + (not bias))


def _unknown(asked: Question, rank: int, products: int, bias: bool) -> Iterator[Guess]:
    """The first layer: channels and kernel share one product, and only a stride of 1 is tried."""
    for channels in divisors(products):
        for kernel in kernels(products // channels, rank):
            for padding in ("valid", "same"):
                pairs = zip(asked.output[1:-1], kernel, strict=True)
                lengths = [None if n is None else n + (k - 1) * (padding == "valid") for n, k in pairs]
                odd = _place(channels, USUAL_CHANNELS) + _place(kernel[0], USUAL_KERNELS) + 4 * _uneven(kernel)
                found = {
                    "filters": asked.last, "kernel_size": kernel, "padding": padding, "strides": (1,) * rank,
                    "use_bias": bias,
                }  # fmt: skip
                read = shape(asked.output[0], *lengths, channels)
                yield Guess(found, odd + (padding == "same") + 2 * (not bias), read)


def _read(asked: Question, rank: int) -> tuple[int, int, Sizes] | None:
    """Channels and lengths that a row reads, and its parameters, where it can be a convolution over ``rank`` axes."""
    if len(asked.output) != rank + 2 or asked.params is None:
        return None
    if asked.input is None or len(asked.input.sizes) != rank + 2:
        return None
    if not asked.features or not asked.last:
        return None
    return asked.features, asked.params, asked.input.sizes[1:-1]


def separable(rank: int) -> Propose:
    def propose(asked: Question) -> Iterator[Guess]:
        known = _read(asked, rank)
        if known is None:
            return
        channels, params, lengths = known
        for has, times in itertools.product((True, False), range(1, 17)):
            wide = channels * times
            positions, rest = divmod(params - has * asked.last - wide * asked.last, wide)
            if rest or positions < 1:
                continue
            for kernel in kernels(positions, rank):
                for how, odd in _lengths(kernel, lengths, asked.output[1:-1]):
                    found = {
                        "filters": asked.last, "kernel_size": kernel, **how, "depth_multiplier": times, "use_bias": has,
                    }  # fmt: skip
                    yield Guess(found, odd + _uneven(kernel) + 2 * (times - 1) + (not has))

    return propose


def depthwise(rank: int) -> Propose:
    def propose(asked: Question) -> Iterator[Guess]:
        known = _read(asked, rank)
        if known is None:
            return
        channels, params, lengths = known
        for has in (True, False):
            positions, rest = divmod(params - has * asked.last, asked.last)
            if rest or positions < 1 or asked.last % channels:
                continue
            for kernel in kernels(positions, rank):
                for how, odd in _lengths(kernel, lengths, asked.output[1:-1]):
                    found = {
                        "kernel_size": kernel, **how, "depth_multiplier": asked.last // channels, "use_bias": has,
                    }  # fmt: skip
                    yield Guess(found, odd + _uneven(kernel) + (not has))

    return propose


def transposed(rank: int) -> Propose:
    def propose(asked: Question) -> Iterator[Guess]:
        known = _read(asked, rank)
        if known is None:
            return
        channels, params, lengths = known
        for has in (True, False):
            positions, rest = divmod(params - has * asked.last, asked.last * channels)
            if rest or positions < 1:
                continue
            for kernel, padding in itertools.product(kernels(positions, rank), ("valid", "same")):
                strides = []
                for before, after, window in zip(lengths, asked.output[1:-1], kernel, strict=True):
                    strides.append(_transposed_strides(before, after, window, padding))
                for stride in itertools.product(*strides):
                    found = {
                        "filters": asked.last, "kernel_size": kernel, "strides": stride, "padding": padding,
                        "use_bias": has,
                    }  # fmt: skip
                    yield Guess(found, _uneven(kernel) + _uneven(stride) + (not has))

    return propose


def _transposed_strides(before: Dimension, after: int | None, window: int, padding: str) -> list[int]:
    if not isinstance(before, int) or after is None:
        return [1]
    if padding == "same":
        return [after // before] if after % before == 0 else []
    return [s for s in range(1, MAX_STRIDE) if (before - 1) * s + max(window, s) == after]


def recurrent_convolution(asked: Question) -> Iterator[Guess]:
    """``ConvLSTM2D``: each of four gates has a kernel over what it reads and one over its state."""
    if asked.input is None or len(asked.input.sizes) != 5 or asked.params is None or not asked.last:
        return
    channels, filters, sequences = asked.features, asked.last, len(asked.output) == 5
    after = asked.output[2:-1] if sequences else asked.output[1:-1]
    if channels is None or len(after) != 2:
        return
    for has in (True, False):
        positions, rest = divmod(asked.params - has * 4 * filters, 4 * filters * (channels + filters))
        if rest or positions < 1:
            continue
        for kernel in kernels(positions, 2):
            for how, odd in _lengths(kernel, asked.input.sizes[2:-1], after):
                found = {
                    "filters": filters, "kernel_size": kernel, **how, "return_sequences": sequences, "use_bias": has,
                }  # fmt: skip
                yield Guess(found, odd + _uneven(kernel) + (not has))


def locally_connected(rank: int) -> Propose:
    """A kernel and a bias of its own for each position of the output."""

    def propose(asked: Question) -> Iterator[Guess]:
        known = _read(asked, rank)
        if known is None or None in asked.output[1:]:
            return
        channels, params, lengths = known
        places = math.prod(size or 1 for size in asked.output[1:-1]) * asked.last
        for has in (True, False):
            positions, rest = divmod(params - has * places, places * channels)
            if rest or positions < 1:
                continue
            for kernel in kernels(positions, rank):
                for how, odd in _lengths(kernel, lengths, asked.output[1:-1]):
                    if how["padding"] == "valid" and how.pop("dilation_rate") == (1,) * rank:
                        yield Guess(
                            {"filters": asked.last, "kernel_size": kernel, **how, "use_bias": has},
                            odd + _uneven(kernel) + (not has),
                        )

    return propose


def pooling(rank: int) -> Propose:
    """Windows of one size on all axes."""

    def propose(asked: Question) -> Iterator[Guess]:
        if asked.input is None or len(asked.input.sizes) != rank + 2 or len(asked.output) != rank + 2:
            return
        lengths = [n for n in asked.input.sizes[1:-1] if isinstance(n, int)]
        largest = min([*lengths, MAX_STRIDE])
        for pool in range(1, largest + 1):
            for padding, stride in itertools.product(("valid", "same"), range(1, largest + 1)):
                fits = all(
                    not isinstance(before, int) or after == _length(before, pool, stride, padding)
                    for before, after in zip(asked.input.sizes[1:-1], asked.output[1:-1], strict=True)
                )
                if fits:
                    odd = (pool != 2) + 3 * (stride != pool) + (padding == "same")
                    yield Guess({"pool_size": pool, "strides": stride, "padding": padding}, odd)

    return propose


def _lengths(
    kernel: Sequence[int], before: Sizes, after: Sequence[int | None]
) -> Iterator[tuple[dict[str, object], int]]:
    """Padding, strides and dilation that make ``after`` of ``before``; with how far they are from the usual."""
    rank = len(kernel)
    for padding, dilation in itertools.product(("valid", "same"), (1, 2, 3, 4)):
        if dilation > 1 and all(window == 1 for window in kernel):
            continue
        strides: list[tuple[int, ...]] = []
        for window, size, out in zip(kernel, before, after, strict=True):
            reach = (window - 1) * dilation + 1
            if isinstance(size, int) and out is not None:
                strides.append(_strides(size, out, reach, padding, dilation == 1))
            else:
                strides.append((1,))
            if not strides[-1]:
                break  # no other axis can mend it
        if not strides[-1]:
            continue
        for stride in itertools.product(*strides):
            odd = (padding == "same") + 3 * (dilation - 1) + _uneven(stride) + (max(stride) > 1)
            yield {"padding": padding, "strides": stride, "dilation_rate": (dilation,) * rank}, odd


@functools.lru_cache(4096)
def _strides(size: int, out: int, window: int, padding: str, wide: bool) -> tuple[int, ...]:
    """The steps by which a window goes over ``size`` and gives ``out``; one alone where it is dilated."""
    most = min(size, MAX_STRIDE) if wide else 1
    return tuple(step for step in range(1, most + 1) if _length(size, window, step, padding) == out)


def _length(size: int, window: int, stride: int, padding: str) -> int:
    return -(-size // stride) if padding == "same" else (size - window) // stride + 1


@functools.lru_cache(1024)
def kernels(positions: int, rank: int) -> tuple[tuple[int, ...], ...]:
    """Every kernel with that many positions, the square ones first."""
    found = list(_factors(positions, rank)) if positions <= MAX_POSITIONS else []
    return tuple(sorted(found, key=lambda kernel: max(kernel) - min(kernel)))


def _factors(number: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (number,)
        return
    for first in divisors(number):
        for rest in _factors(number // first, parts - 1):
            yield (first, *rest)


@functools.lru_cache(1024)
def divisors(number: int) -> tuple[int, ...]:
    if number > MAX_DIVIDED:
        return ()
    small = [n for n in range(1, int(number**0.5) + 1) if number % n == 0]
    return tuple(sorted({*small, *(number // n for n in small)}))


def _place(value: int, usual: Sequence[int]) -> int:
    return usual.index(value) if value in usual else len(usual) + value.bit_length()


def _uneven(sizes: Sequence[int]) -> int:
    return 2 if len(set(sizes)) > 1 else 0
