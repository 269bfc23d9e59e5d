"""From text to tables: those of Keras 1 and 2, of Keras 3 with its boxes, and Markdown.

People paste tables with lines missing, blank ones between, or spaces collapsed; so a row is known by what stands in it,
a name with a class, a shape, a number, and only what is wrapped onto the next line by its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint_params.pasted.table import Row, Sizes, Table
from lint_params.records import dataclass, replace

MAX_TEXT = 5_000_000
"""Characters of text that are read."""
MAX_ROWS = 5_000
"""Rows of all tables that are read."""
MAX_DIGITS = 18
"""Of a number; larger ones are none."""

_HEADING = re.compile(r"Layer\s*\(type\).*Output\s+Shape.*Param", re.IGNORECASE)
_MODEL = re.compile(r'^\W*Model:\s*"?(?P<name>[^"\n]*?)"?\W*$')
_TOTAL = re.compile(r"^\W*(?P<what>Total|Trainable|Non-trainable)\s+params:\s*(?P<number>\d[\d,_]*)", re.IGNORECASE)
_ROW = re.compile(
    r"^(?P<depth>[\s|└]*)(?P<name>[^\s()|]+)\s*"
    r"(?:\((?P<type>[\w.>]*)(?P<close>\)|…|(?=\s|$)))?"
    r"(?P<rest>(?:\s.*)?)$"
)
_HEAD = re.compile(r"^(?P<name>[^\s()|]+)\s*\((?P<type>[\w.>]+)(?P<close>\)?)")
_SHAPE_START = re.compile(r"\s*(?P<shape>[\[({]|multiple\b|\?)")
_PARAMS = re.compile(
    r"^\s*(?P<params>\d[\d,_]*)(?:\s+\((?P<unbuilt>unused|unbuilt)\))?(?=\s|\||$)|^\s*=?\s*(?P<open>\?)"
)
_CUT = re.compile(r"^(?P<shape>[\[(].*?[^\s,]|[\[(].*?,)\s+(?P<params>\d[\d,_]*)(?=\s|$)")
"""A shape that its column cut off, and the number after it."""
_READS = re.compile(r"(?<![\[\w.\-/])([\w.\-/]+(?:…|(?=\[\d+\]|\[\d*…)))")
"""Names in the column of connections; one that was cut off keeps its mark."""
_QUOTED = re.compile(r"'([\w.\-/]+)[\['…]")
_RULE = re.compile(r"^[\s_=\-+|¯─━═┏┓┗┛┡┩├┤└┘┳┻╇┼┴┬╋╈:]*$")
_SIZES = re.compile(r"\(([^()\[\]{}]*)\)")
_BARS = re.compile("[│┃]")
_STATES = {"LSTM": 2, "CuDNNLSTM": 2, "GRU": 1, "CuDNNGRU": 1, "SimpleRNN": 1}
"""How many states a recurrent layer gives beside its output, where it gives them."""
_NUMBER = re.compile(r"\s*[\d?]")
_COLOURS = re.compile(r"\x1b\[[\d;]*m")
_MARGIN = re.compile(r"^\s*(?:(?:>|#|//)+(?:\s|$))+")
"""Of a quotation, or of a comment in a program."""
_PLACE = re.compile(r"\[\d+\]")
"""Where a name in the column of connections ends."""


def tables(text: str) -> list[Table]:
    """Every table in a text, in order; text around them is passed over."""
    found: list[_Reading] = []
    current = _Reading()
    rows, cut = 0, len(text) > MAX_TEXT
    for number, line in enumerate(_COLOURS.sub("", text[:MAX_TEXT]).expandtabs().split("\n"), 1):
        line = _MARGIN.sub("", line.rstrip("\r\n ").replace("\xa0", " "))
        if (_HEADING.search(line) or _MODEL.match(line)) and (current.rows or current.total is not None):
            found.append(current)
            rows += len(current.rows)
            current = _Reading()
        current.take(number, line)
        if rows + len(current.rows) >= MAX_ROWS:
            cut = True
            break
    found.append(current)
    read = [reading.table() for reading in found if any(row.type or row.shapes for row in reading.rows)]
    return [*read[:-1], replace(read[-1], cut=True)] if cut and read else read


@dataclass(slots=True)
class _Cells:
    """One row while it is read: its texts by column, and the line it began on."""

    line: int
    cells: list[str]
    boxed: bool = False


class _Reading:
    """One table while it is read."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.name: str | None = None
        self.total: int | None = None
        self.trainable: int | None = None
        self.non_trainable: int | None = None
        self.connected = False
        self._heading: tuple[int, int] | None = None
        """Where the columns of shapes and of numbers begin."""
        self._shape = ""
        """What the last row has of a shape that its column cut off."""
        self._reads = ""
        """What it has in the column of connections."""
        self._boxed: _Cells | None = None
        self._head = ""
        """What the last row has in its first column."""
        self._open: tuple[int, str] | None = None
        """A row whose shape goes on in the next line."""

    def table(self) -> Table:
        self._end_box()
        self._end_shape()
        if any(row.unbuilt for row in self.rows):
            self.total = self.trainable = self.non_trainable = None  # they hold what was built
        return Table(self.name, tuple(self.rows), self.total, self.trainable, self.non_trainable)

    def take(self, number: int, line: str) -> None:
        total, model = _TOTAL.match(line), _MODEL.match(line)
        if total is not None:
            self._end_box()
            value = _whole(total["number"])
            setattr(self, total["what"].lower().replace("-", "_"), value)
        elif model is not None:
            self.name = model["name"]
        elif _HEADING.search(line):
            self.connected = "connected" in line.lower()
            self._heading = line.lower().index("output"), line.lower().index("param")
        elif _RULE.match(line):
            if line.strip():  # a blank one says nothing: some pages put them between all lines
                self._end_box()
                self._open = None
        elif self.total is None:
            self._row(number, line)

    def _row(self, number: int, line: str) -> None:
        if _BARS.search(line):
            self._box(number, _BARS.split(line)[1:-1])
            return
        self._end_box()
        if line.startswith("|") and line.count("|") >= 4 and not line.startswith("||"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            self._add(number, "  ".join(cells[:3]))
        elif self._open is not None:
            before, text = self._open
            self._open = None
            self._add(before, f"{text} {line.strip()}")
        else:
            self._add(number, line)

    def _box(self, number: int, cells: Sequence[str]) -> None:
        """A line of a table with boxes: several make one row, until a rule ends it, or the next row has its number."""
        if self._boxed is not None and len(cells) > 2 and _NUMBER.match(cells[2]):
            self._end_box()
        if self._boxed is None:
            self._boxed = _Cells(number, [cell.rstrip() for cell in cells])
            return
        joined = zip(self._boxed.cells, cells, strict=False)
        self._boxed.cells = [f"{before} {cell.strip()}".rstrip() for before, cell in joined]

    def _end_box(self) -> None:
        if self._boxed is not None:
            boxed, self._boxed = self._boxed, None
            self._add(boxed.line, "  ".join(boxed.cells[: 4 if self.connected else 3]))

    def _add(self, number: int, text: str) -> None:
        match = _ROW.match(text)
        if match is None or not self._begins(number, text, match):
            self._continue(text)

    def _begins(self, number: int, text: str, match: re.Match[str]) -> bool:
        """Take a row that begins here; whether one does."""
        rest = match["rest"]
        start = _SHAPE_START.match(rest)
        if start is None or (self.connected and _PLACE.match(rest, start.start("shape"))):
            return False
        at = match.start("rest") + start.start("shape")
        shape, after = _bracketed(text[at:])
        self._end_shape()
        if shape is None:
            found = self._cut(text, at)
            if found is None:
                self._open = (number, text)
                return True
            shape, after = found
            self._shape = shape
        params = _PARAMS.match(after)
        if params is None and after.strip() and not self.connected:
            return False
        count = params["params"] if params is not None else None
        unbuilt = params is not None and params["unbuilt"] is not None
        depth = match["depth"].count("|") or match["depth"].find("└") // 3 if match["depth"].strip() else 0
        row = Row(
            number,
            match["name"],
            _class(match["type"]),
            None if self._shape else _shapes(shape),
            None if count is None or unbuilt else _whole(count),
            match["close"] != ")",
            depth,
            _names(after) if self.connected else None,
            unbuilt,
        )
        self.rows.append(row)
        self._reads = after[params.end() :].strip() if params is not None else after
        self._head = text[:at].strip(" |")
        return True

    def _end_shape(self) -> None:
        """What is known of a shape that stayed cut off: behind a recurrent layer's output come its states."""
        if self._shape.count("(") > 1 and self.rows:
            row, first = self.rows[-1], next(_one(self._shape), None)
            if first and row.type in _STATES:
                states = [(first[0], first[-1])] * _STATES[row.type]
                self.rows[-1] = replace(row, shapes=(first, *states))
        self._shape = ""

    def _cut(self, text: str, at: int) -> tuple[str, str] | None:
        """A shape that is not closed, and what follows it: a number where that column begins, or behind a size without
        a comma."""
        match = _CUT.match(text[at:])
        if match is None:
            return None
        below = self._heading is not None and abs(at + match.start("params") - self._heading[1]) <= 1
        if match["shape"].endswith(",") and not below:
            return None
        return match["shape"], text[at + match.end("shape") :]

    def _continue(self, text: str) -> None:
        """The rest of a name and class that did not fit their column, or one more layer that the row reads."""
        if not self.rows:
            return
        last, alone = self.rows[-1], not self._shape and not self.connected
        if last.reads is not None:
            at = 0 if self._heading is None else text.find(" ", self._heading[1] + 1)
            self._reads += text[max(at, 0) :].strip()
            self.rows[-1] = replace(last, reads=_names(self._reads))
        if self._shape and self._heading is not None:
            self._shape += text[self._heading[0] : self._heading[1]].rstrip()
            whole, _ = _bracketed(self._shape)
            if whole is not None:
                self.rows[-1] = replace(self.rows[-1], shapes=_shapes(whole))
                self._shape = ""
        if not last.cut:
            return
        more = (text if alone or self._heading is None else text[: self._heading[0]]).strip(" |")
        self._head += more
        match = _HEAD.match(self._head)
        if match is not None:
            kind = _class(match["type"])
            self.rows[-1] = replace(self.rows[-1], name=match["name"], type=kind, cut=match["close"] != ")")


def _whole(printed: str) -> int | None:
    """A number as it is printed, by thousands perhaps; ``None`` where it is larger than any."""
    digits = re.sub(r"\D", "", printed)
    return int(digits) if len(digits) <= MAX_DIGITS else None


def _class(printed: str | None) -> str:
    """A class name without the package that registered it."""
    return (printed or "").rpartition(">")[2]


def _names(text: str) -> tuple[str, ...]:
    """The layers that a column of connections names; where they are quoted, a name may go on in the next line."""
    return tuple((_QUOTED if "'" in text else _READS).findall(text))


def _bracketed(text: str) -> tuple[str | None, str]:
    """The shape at the beginning of a text, and what follows; ``None`` where it does not end."""
    if text[0] not in "([{":
        word = re.match(r"\?|\w+", text)
        assert word is not None
        return word[0], text[word.end() :]
    depth = 0
    for index, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0:
            return text[: index + 1], text[index + 1 :]
    return None, ""


def _shapes(text: str) -> tuple[Sizes, ...] | None:
    found = list(_one(text))
    return tuple(size for size in found if size is not None) if found and None not in found else None


def _one(text: str) -> Iterator[Sizes | None]:
    for match in _SIZES.finditer(text):
        sizes: list[int | None] = []
        for part in filter(None, (part.strip() for part in match[1].split(","))):
            digits = part.removesuffix("L")  # a long integer of Python 2
            if part != "None" and not (digits.isdecimal() and len(digits) <= MAX_DIGITS):
                yield None
                return
            sizes.append(None if part == "None" else int(digits))
        yield tuple(sizes)
