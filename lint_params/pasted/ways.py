"""What a row reads: the row before, those that its column ``Connected to`` names, or, where a table of several ways
lost that column, what fits."""

from __future__ import annotations

from collections.abc import Sequence

from lint_params.model.shape import Shape
from lint_params.pasted.proposals import ELEMENTWISE, MERGING
from lint_params.pasted.table import Row

Given = tuple[Shape, ...]
"""The shapes that a row reads: one, or several that it merges."""

_ONE_OF_MANY = ("LSTM", "GRU", "SimpleRNN", "ConvLSTM2D", "RNN", "Bidirectional")
"""Classes that read their states beside their input."""
CUT = "…"
"""What stands for the rest of a name."""
MOST = 12
"""Earlier rows that are tried, where nothing says which one a row reads."""


class Ways:
    """Goes along the rows of a table and says what each may read."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._connected = any(row.reads for row in rows)
        self._loose = not self._connected and _several_ways(rows)
        self._ends: dict[int, Shape | None] = {}
        """By depth, what the last row gave."""
        self._starts: dict[int, Shape | None] = {}
        self._outputs: dict[str, Shape | None] = {}
        self._rows: list[tuple[str, Shape | None]] = []
        """What each row gave; of names that are cut off, several may read alike."""
        self._read: set[str] = set()
        """Names of rows that a later one is taken to read."""

    def before(self, row: Row) -> list[Given]:
        """What the row may read, most likely first; nothing where that is not known."""
        if row.type == "InputLayer":
            return []
        if self._loose and row.depth == 0:
            return self._by_fit(row)
        if self._connected and row.depth == 0:
            return self._by_name(row)
        before = self._ends.get(row.depth, self._starts.get(row.depth))
        return [] if before is None else [(before,)]

    def problem(self, row: Row) -> str | None:
        """Why it is not known what the row reads, where that is for the number of rows that it names."""
        if row.reads is None or len(row.reads) < 2:
            return None
        unknown = [name for name in row.reads if self._named(name) is None]
        return "not all of what it reads is known" if unknown else f"it reads {len(row.reads)} others"

    def go_on(self, row: Row, given: Given | None, output: Shape | None) -> None:
        """Take note of what a row gave."""
        if given is not None and self._loose:
            for name, shape in reversed(self._outputs.items()):
                if shape in given and name not in self._read:
                    self._read.add(name)
                    if row.type not in MERGING:
                        break
        for deeper in [depth for depth in self._ends if depth > row.depth]:
            del self._ends[deeper]
        self._ends[row.depth] = self._outputs[row.name] = output
        self._rows.append((row.name, output))
        self._starts[row.depth + 1] = given[0] if given else None

    def _by_name(self, row: Row) -> list[Given]:
        if row.reads is not None and len(row.reads) == 1:
            return [(shape,) for shape in self._meant(row.reads[0])[:MOST] if shape is not None]
        shapes = [self._named(name) for name in row.reads or ()]
        known = tuple(shape for shape in shapes if shape is not None)
        if not known or len(known) < len(shapes):
            return []
        if row.type in MERGING:
            return [known]
        if row.type in _ONE_OF_MANY or len(set(known)) == 1:
            return [known[:1]]
        return []

    def _named(self, name: str) -> Shape | None:
        """What the row of a name gives, where that is one thing."""
        found = self._meant(name)
        return found[0] if len(found) == 1 else None

    def _meant(self, name: str) -> list[Shape | None]:
        """What the row of a name may give, nearest first: where names are cut off, several rows may be meant."""
        exact = [shape for other, shape in self._rows if other == name and not name.endswith(CUT)]
        return list(
            dict.fromkeys(reversed(exact[-1:] or [shape for other, shape in self._rows if _may_be(other, name)]))
        )

    def _by_fit(self, row: Row) -> list[Given]:
        if row.type in MERGING:
            ends = tuple(shape for name, shape in self._outputs.items() if name not in self._read and shape is not None)
            last = [shape for shape in self._outputs.values() if shape is not None][-2:]
            several = [given for given in (ends, ends[-2:], tuple(last)) if len(given) > 1]
            return list(dict.fromkeys([*several, *([tuple(last[-1:])] if last and row.type in ELEMENTWISE else [])]))
        earlier = dict.fromkeys(shape for shape in reversed(self._outputs.values()) if shape is not None)
        found: list[Given] = [(shape,) for shape in earlier]
        return found[:MOST]


def _may_be(row: str, name: str) -> bool:
    """Whether two names, of which each may be cut off, can be one."""
    one, other = row.removesuffix(CUT), name.removesuffix(CUT)
    return (row == name) or (name != other and one.startswith(other)) or (row != one and other.startswith(one))


def _several_ways(rows: Sequence[Row]) -> bool:
    """Whether a table is that of more than a chain: it merges, or has an input behind its first row."""
    top = [row for row in rows if row.depth == 0]
    return any(row.type in MERGING for row in top[1:]) or any(row.type == "InputLayer" for row in top[1:])
