"""A value that the source does not say."""

from __future__ import annotations

from lint_params.model.dimension import INFINITY, Bound, Size
from lint_params.records import dataclass, field


@dataclass(frozen=True, eq=False)
class Unknown:
    """A value nobody can know without running the program, and why.

    ``text`` is the source's own text for it, if it has a short one (``args.units``); ``reason`` says in words why it
    is unknown; ``line`` where. ``low`` and ``high`` bound it where it is a number. ``conditions`` are the keys of
    undecided conditions it depends on. ``key`` is equal for two reads of the same thing.
    """

    reason: str
    text: str | None = None
    line: int | None = None
    low: Bound = -INFINITY
    high: Bound = INFINITY
    key: object = None
    conditions: frozenset[object] = field(default_factory=frozenset)
    of: Size | None = None
    """The arithmetic it is made of, where it is an integer expression over other unknowns."""

    span: object = None
    """Where the call stands that gives it, if one does; the interpreter's own."""

    def size(self, low: Bound = 1) -> Size:
        """The value as a size of at least ``low``."""
        if self.of is not None:
            return self.of
        key = self.key if self.key is not None else id(self)
        return Size.symbol(self.text or "?", key, max(low, self.low), self.high)

    def __repr__(self) -> str:
        return f"Unknown({self.text or '?'}: {self.reason})"
