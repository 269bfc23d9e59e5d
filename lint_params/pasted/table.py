"""The table that ``model.summary()`` prints, read from text as people paste it."""

from __future__ import annotations

from lint_params.records import dataclass

Sizes = tuple["int | None", ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. ``line`` counts from 1 in the text.

    ``type`` is the class as far as it was printed, ``cut`` says that it may go on; it is empty where the table cut it
    off. ``shapes`` are ``None`` where the table says ``?`` or ``multiple``, ``params`` where that cell is empty or
    ``?``. ``depth`` is above 0 for a layer of a nested model, which stands in the rows before.
    """

    line: int
    name: str
    type: str
    shapes: tuple[Sizes, ...] | None
    params: int | None
    cut: bool = False
    depth: int = 0
    reads: tuple[str, ...] | None = None
    """Names in the column ``Connected to``, ``None`` where there is none."""
    unbuilt: bool = False
    """Whether the layer had not been built when the table was printed: then its 0 is no count."""


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table; the totals are ``None`` where it does not say them. ``cut`` says that not all of it was read."""

    name: str | None
    rows: tuple[Row, ...]
    total: int | None = None
    trainable: int | None = None
    non_trainable: int | None = None
    cut: bool = False

    @property
    def params(self) -> int | None:
        """Parameters of the model: Keras 3 adds those of the optimizer to the total that it prints."""
        if self.trainable is not None and self.non_trainable is not None:
            return self.trainable + self.non_trainable
        return self.total
