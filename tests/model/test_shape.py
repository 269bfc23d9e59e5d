"""Shapes of unknown rank: what is read from them holds for every shape that they may be."""

from __future__ import annotations

import itertools

import pytest

from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape

FULL = (None, 5, 7, 9)
BOUNDS = (None, -3, -2, -1, 0, 1, 2)


@pytest.mark.parametrize("known", [0, 1, 2])
@pytest.mark.parametrize(("start", "stop"), itertools.product(BOUNDS, BOUNDS))
def test_a_part_of_an_open_shape(known: int, start: int | None, stop: int | None) -> None:
    shape = Shape.unknown("nothing shows it", *FULL[len(FULL) - known :])
    true = FULL[start:stop]
    try:
        part = shape[start:stop]
    except Undetermined:
        assert (start, stop) != (None, -1), "what is before the last size is a shape of unknown rank too"
        return
    if part.open:
        sizes = part.sizes
        assert sizes == (true[len(true) - len(sizes) :] if sizes else ())
    else:
        assert len(part) == len(true)
        assert all(size == given for size, given in zip(part.sizes, true, strict=True) if isinstance(size, int))


@pytest.mark.parametrize("known", [1, 2])
def test_the_last_sizes_of_an_open_shape(known: int) -> None:
    shape = Shape.unknown("nothing shows it", *FULL[len(FULL) - known :])
    assert shape[-1] == FULL[-1]
    assert shape[-known:].sizes == FULL[-known:]
    assert shape[:-1].sizes == FULL[len(FULL) - known : -1] and shape[:-1].open
    assert shape[0] is None
    with pytest.raises(Undetermined):
        _ = shape[1]


@pytest.mark.parametrize("index", range(-6, 6))
def test_an_axis_of_a_known_shape(index: int) -> None:
    shape = Shape(FULL)
    if -len(FULL) <= index < len(FULL):
        assert shape[index] == FULL[index]
    else:
        with pytest.raises(Refused):
            _ = shape[index]


@pytest.mark.parametrize(("start", "stop"), itertools.product(BOUNDS, BOUNDS))
def test_a_part_of_a_known_shape(start: int | None, stop: int | None) -> None:
    part = Shape(FULL)[start:stop]
    assert part.sizes == FULL[start:stop] and not part.open
