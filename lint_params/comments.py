"""Comments that speak to this program: suppressions, and what the code can't show.

    # lint-params: ignore[LP101] -- reason          # lint-params: params=53680
    # lint-params: ignore-file[LP101]               # lint-params: input=(400, 13)
    # noqa: LP101
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field

from lint_params.model.model import Span
from lint_params.source.file import Cell, SourceFile

EXPECTED = "ignore[LP101], ignore-file[LP101], params=53680 or input=(400, 13)"

_OURS = re.compile(r"#\s*lint-params\s*:\s*(?P<body>.*?)\s*(?=\s#\s*[\w-]+\s*:|\s#\s*noqa\b|$)", re.ASCII)
_NOQA = re.compile(r"#\s*noqa\s*:\s*(?P<codes>[A-Za-z]+\d+(?:(?:\s*,\s*|\s+)[A-Za-z]+\d+)*)", re.ASCII | re.IGNORECASE)
_IGNORE = re.compile(r"(?P<kind>ignore(?:-file)?)\s*\[(?P<codes>[^\]]*)\]", re.ASCII)
_PARAMS = re.compile(r"params\s*=\s*(?P<value>\d+(?:_\d+)*)", re.ASCII)
_INPUT = re.compile(r"input\s*=\s*(?P<value>[(\[][^()\[\]]*[)\]])", re.ASCII)
_CODE = re.compile(r"LP\d{1,3}", re.ASCII)
_STRINGS = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|(?P<comment>#.*)")


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that silences rules: ``kind`` is ``ignore``, ``ignore-file`` or ``noqa``; ``codes`` may be prefixes.

    ``span`` is that of the comment's own part, of which ``text`` is the source.
    """

    kind: str
    codes: tuple[str, ...]
    span: Span
    text: str
    alone: bool
    """Whether nothing else stands on its line."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A comment that states a number of parameters (``params``), or a shape without the batch (``input``)."""

    kind: str
    value: int | tuple[int | None, ...]
    span: Span
    text: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Mistake:
    """A comment that names this program but says nothing it understands."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Comments:
    """All such comments of a file, and the logical lines they may stand on (first and last line, by cell)."""

    suppressions: tuple[Suppression, ...] = ()
    stated: tuple[Stated, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    logical: dict[int | None, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def stated_params(self, first: int, last: int, cell: int | None = None) -> int | None:
        """The number of parameters stated on one of the lines, ``None`` where none is."""
        value = self._stated("params", first, last, cell)
        return value if isinstance(value, int) else None

    def stated_input(self, first: int, last: int, cell: int | None = None) -> tuple[int | None, ...] | None:
        """The input shape (without the batch) stated on one of the lines, ``None`` where none is."""
        value = self._stated("input", first, last, cell)
        return value if isinstance(value, tuple) else None

    def _stated(self, kind: str, first: int, last: int, cell: int | None) -> int | tuple[int | None, ...] | None:
        for entry in self.stated:
            if entry.kind == kind and entry.span.cell == cell and first <= entry.span.line <= last:
                return entry.value
        return None

    def statement_lines(self, span: Span) -> range:
        """The lines of the logical line in which ``span`` begins; those of the span where that is not known."""
        for first, last in self.logical.get(span.cell, ()):
            if first <= span.line <= last:
                return range(first, last + 1)
        return range(span.line, span.end_line + 1)


def read_comments(source: SourceFile) -> Comments:
    """The comments of a file; strings that look like comments are none. Never raises: broken code is read line by
    line."""
    suppressions: list[Suppression] = []
    stated: list[Stated] = []
    mistakes: list[Mistake] = []
    logical: dict[int | None, tuple[tuple[int, int], ...]] = {}
    for cell in source.cells:
        if "lint-params" not in cell.text and "LP" not in cell.text:
            continue
        comments, logical[cell.index] = _scanned(cell)
        for line, column, text, alone in comments:
            for entry in _read(text, source.path, cell.index, line, column, alone):
                if isinstance(entry, Suppression):
                    suppressions.append(entry)
                elif isinstance(entry, Stated):
                    stated.append(entry)
                else:
                    mistakes.append(entry)
    return Comments(tuple(suppressions), tuple(stated), tuple(mistakes), logical)


def _read(
    text: str, path: str, cell: int | None, line: int, column: int, alone: bool
) -> Iterator[Suppression | Stated | Mistake]:
    """What one comment says; it may hold several parts."""
    for match in (*_OURS.finditer(text), *_NOQA.finditer(text)):
        part = match[0].rstrip()
        start = column + match.start()
        span = Span(path, line, start, line, start + len(part), cell)
        only = alone and part == text.rstrip()
        if match.re is _NOQA:
            codes = tuple(code for code in re.split(r"[,\s]+", match["codes"]) if _CODE.fullmatch(code))
            if codes:
                yield Suppression("noqa", codes, span, part, only)
        else:
            yield _said(match["body"], span, part, only)


def _said(body: str, span: Span, text: str, alone: bool) -> Suppression | Stated | Mistake:
    said = re.split(r"\s*--\s*", body, maxsplit=1)[0].strip()
    if match := _IGNORE.fullmatch(said):
        codes = tuple(code for code in re.split(r"[,\s]+", match["codes"]) if code)
        if codes and all(_CODE.fullmatch(code) for code in codes):
            return Suppression(match["kind"], codes, span, text, alone)
    elif match := _PARAMS.fullmatch(said):
        return Stated("params", int(match["value"]), span, text, alone)
    elif (match := _INPUT.fullmatch(said)) and (shape := _shape(match["value"])) is not None:
        return Stated("input", shape, span, text, alone)
    return Mistake(span, text)


def _shape(text: str) -> tuple[int | None, ...] | None:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None
    sizes = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    return sizes if all(size is None or (type(size) is int and size >= 1) for size in sizes) else None


Comment = tuple[int, int, str, bool]
"""Line and column from 1, the text, and whether it stands alone on its line."""


def _scanned(cell: Cell) -> tuple[list[Comment], tuple[tuple[int, int], ...]]:
    """The comments of a cell and its logical lines."""
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n")
    comments: list[Comment] = []
    logical: list[tuple[int, int]] = []
    first: int | None = None
    reached = 0
    skipped = (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            reached = token.end[0]
            if token.type == tokenize.COMMENT:
                alone = not token.line[: token.start[1]].strip()
                comments.append((token.start[0], token.start[1] + 1, token.string, alone))
            elif token.type == tokenize.NEWLINE:
                logical.append((first or token.start[0], token.start[0]))
                first = None
            elif first is None and token.type not in skipped:
                first = token.start[0]
    except (tokenize.TokenError, SyntaxError):
        lines = text.split("\n")
        seen = {line for line, *_ in comments}
        comments += [
            found
            for number in range(max(first or reached, 1), len(lines) + 1)
            if number not in seen and (found := _by_eye(number, lines[number - 1]))
        ]
    return comments, tuple(logical)


def _by_eye(number: int, line: str) -> Comment | None:
    """The comment of a line of code that can't be tokenized: what follows a ``#`` outside quotes."""
    for match in _STRINGS.finditer(line):
        if match["comment"]:
            return number, match.start() + 1, match["comment"], not line[: match.start()].strip()
    return None
