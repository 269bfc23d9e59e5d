"""Shapes of tensors, batch first, with what is known of them.

A shape whose rank is unknown is *open*: its ``sizes`` are then the last ones that are known. So ``Dense(5)`` after
something unknown still gives an open shape that ends in 5, and the ``Dense`` after it is counted exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Union, overload

from lint_params.model.dimension import Count, Dimension, Size, product
from lint_params.model.errors import Refused, Undetermined
from lint_params.records import dataclass


def nameless(low: int = 1) -> Size:
    """A size of which nothing but a lower bound is known, not even how the source would call it."""
    return Size.symbol("?", object(), low)


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a tensor, batch first: ``Shape((None, 400, 13))``.

    ``open`` shapes have an unknown number of further sizes before ``sizes``; ``reason`` says why.
    """

    sizes: tuple[Dimension, ...] = ()
    open: bool = False
    reason: str = ""

    @staticmethod
    def of(sizes: Iterable[Dimension]) -> Shape:
        return Shape(tuple(sizes))

    @staticmethod
    def unknown(reason: str, *last: Dimension) -> Shape:
        """A shape of unknown rank that ends in ``last``."""
        return Shape(tuple(last), True, reason)

    @property
    def rank(self) -> int:
        """The number of sizes, the batch included; raises ``Undetermined`` where it is unknown."""
        if self.open:
            raise Undetermined(self.reason or "the rank of the input is unknown")
        return len(self.sizes)

    def __len__(self) -> int:
        return self.rank

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Dimension]:
        if self.open:
            raise Undetermined(self.reason or "the rank of the input is unknown")
        return iter(self.sizes)

    @overload
    def __getitem__(self, index: int) -> Dimension: ...
    @overload
    def __getitem__(self, index: slice) -> Shape: ...
    def __getitem__(self, index: int | slice) -> Dimension | Shape:
        """A size, or a part of the shape. Of an open shape the last ones are read, or a nameless size is given;
        raises ``Refused`` for an axis that is not there."""
        if not self.open:
            if isinstance(index, slice):
                return Shape(self.sizes[index])
            if not -len(self.sizes) <= index < len(self.sizes):
                raise Refused(f"there is no axis {index} in {self}", "rank")
            return self.sizes[index]
        if isinstance(index, int):
            if index == 0:
                return None
            if index < 0:
                return self.sizes[index] if -index <= len(self.sizes) else nameless()
            raise Undetermined(self.reason or "the rank of the input is unknown")
        if index.start is None and index.step is None and (index.stop is None or index.stop < 0):
            return Shape(self.sizes[index], True, self.reason)
        if index.start is not None and index.step is None and index.start < 0 and index.stop is None:
            return Shape(tuple(self[i] for i in range(index.start, 0)))
        raise Undetermined(self.reason or "the rank of the input is unknown")

    def __add__(self, more: Iterable[Dimension]) -> Shape:
        """The shape with sizes added behind."""
        return Shape(self.sizes + tuple(more), self.open, self.reason)

    @property
    def last(self) -> Dimension:
        return self[-1]

    def with_last(self, size: Dimension) -> Shape:
        """The shape with its last size replaced."""
        before: Shape = self[:-1]
        return Shape((*before.sizes, size), before.open, before.reason)

    def replaced(self, axis: int, size: Dimension) -> Shape:
        """The shape with the size at ``axis`` replaced."""
        sizes = list(self)
        sizes[axis] = size
        return Shape(tuple(sizes))

    def of_rank(self, rank: int, what: str = "the layer") -> Shape:
        """This shape, known to have ``rank`` sizes, batch included; an open one is filled up; raises ``Refused``."""
        if not self.open:
            if len(self.sizes) != rank:
                raise Refused(f"{what} takes inputs of {rank} dimensions, batch included, not {self}", "rank")
            return self
        return self._filled(rank, what)

    def at_least_rank(self, rank: int, what: str = "the layer") -> Shape:
        """This shape, refused if it is known to have fewer than ``rank`` sizes."""
        if not self.open and len(self.sizes) < rank:
            raise Refused(f"{what} takes inputs of at least {rank} dimensions, batch included, not {self}", "rank")
        return self

    def _filled(self, rank: int, what: str) -> Shape:
        missing = rank - len(self.sizes)
        if missing < 0:
            raise Refused(f"{what} takes inputs of {rank} dimensions, batch included, not {self}", "rank")
        if missing == 0:
            return Shape(self.sizes)
        return Shape((None, *(nameless() for _ in range(missing - 1)), *self.sizes))

    def features(self, what: str = "the layer", axis: int = -1) -> Count:
        """The size at ``axis``, which weights are made from; raises ``Refused`` where it is ``None``."""
        size = self[axis]
        if size is None:
            raise Refused(f"{what} needs the size of axis {axis} of its input, which is None in {self}", "undefined")
        return size

    def elements(self) -> Dimension:
        """The product of all sizes but the batch; ``None`` if one of them is."""
        sizes = tuple(self)[1:]
        known = [size for size in sizes if size is not None]
        return product(known) if len(known) == len(sizes) else None

    def __str__(self) -> str:
        """As Keras prints it: ``(None, 400, 13)``; an open one as ``(…, 13)``."""
        parts = ["…"] if self.open else []
        parts += [str(size) for size in self.sizes]
        return f"({', '.join(parts)}{',' if len(parts) == 1 and not self.open else ''})"


Shapes = Union[Shape, list[Shape]]
"""What a layer reads or gives: one tensor, or several."""
