"""Comments that speak to this program: suppressions, and what the code can't show.

# lint-params: ignore[LP101] -- reason          # lint-params: params=53680
# lint-params: ignore-file[LP101]               # lint-params: input=(400, 13)
# noqa: LP101
"""

from __future__ import annotations

import ast
import bisect
import io
import re
import sys
import tokenize
from collections.abc import Iterator

from lint_params.model.model import Span
from lint_params.records import dataclass, field
from lint_params.source.file import Cell, SourceFile

EXPECTED = "ignore[LP101], ignore-file[LP101], params=53680 or input=(400, 13)"

_OURS = re.compile(r"#\s*lint-params\s*:\s*(?P<body>.*?)\s*(?=\s#\s*[\w-]+\s*:|\s#\s*noqa\b|$)", re.ASCII)
_NOQA = re.compile(r"#\s*noqa\s*:\s*(?P<codes>[A-Za-z]+\d+(?:(?:\s*,\s*|\s+)[A-Za-z]+\d+)*)", re.ASCII | re.IGNORECASE)
_IGNORE = re.compile(r"(?P<kind>ignore(?:-file)?)\s*\[(?P<codes>[^\]]*)\]", re.ASCII)
_PARAMS = re.compile(r"params\s*=\s*(?P<value>\d{1,30}(?:_\d{1,30}){0,9})", re.ASCII)
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
    removal: Span
    """What to take out to be rid of it: with the blanks before it, or with its line where nothing else stands there."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A comment that states a number of parameters (``params``), or a shape without the batch (``input``)."""

    kind: str
    value: int | tuple[int | None, ...]
    span: Span
    text: str
    removal: Span


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
        lines = self.logical.get(span.cell, ())
        at = bisect.bisect_right(lines, (span.line, sys.maxsize)) - 1
        if at >= 0 and lines[at][0] <= span.line <= lines[at][1]:
            return range(lines[at][0], lines[at][1] + 1)
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
        for comment in comments:
            for entry in _read(comment, source.path, cell.index):
                if isinstance(entry, Suppression):
                    suppressions.append(entry)
                elif isinstance(entry, Stated):
                    stated.append(entry)
                else:
                    mistakes.append(entry)
    return Comments(tuple(suppressions), tuple(stated), tuple(mistakes), logical)


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment as the code has it: ``before`` is what stands before it on its line."""

    line: int
    before: str
    text: str
    last: bool
    """Whether its line is the last one."""


def _read(comment: _Comment, path: str, cell: int | None) -> Iterator[Suppression | Stated | Mistake]:
    """What one comment says; it may hold several parts."""
    text = comment.text
    for match in (*_OURS.finditer(text), *_NOQA.finditer(text)):
        part = match[0].rstrip()
        span = _span(comment, match.start(), match.start() + len(part), path, cell)
        removal = _removal(comment, match.start(), match.start() + len(part), path, cell)
        if match.re is _NOQA:
            codes = tuple(code for code in re.split(r"[,\s]+", match["codes"]) if _CODE.fullmatch(code))
            if codes:
                yield Suppression("noqa", codes, span, part, removal)
        else:
            yield _said(match["body"], span, part, removal)


def _span(comment: _Comment, start: int, end: int, path: str, cell: int | None) -> Span:
    offset = len(comment.before) + 1
    return Span(path, comment.line, offset + start, comment.line, offset + end, cell)


def _removal(comment: _Comment, start: int, end: int, path: str, cell: int | None) -> Span:
    if not comment.before.strip() and not comment.text[:start].strip() and not comment.text[end:].strip():
        if not comment.last:
            return Span(path, comment.line, 1, comment.line + 1, 1, cell)
        return _span(comment, -len(comment.before), end, path, cell)
    kept = (comment.before + comment.text[:start]).rstrip()
    return _span(comment, len(kept) - len(comment.before), end, path, cell)


def _said(body: str, span: Span, text: str, removal: Span) -> Suppression | Stated | Mistake:
    said = re.split(r"\s*--\s*", body, maxsplit=1)[0].strip()
    if match := _IGNORE.fullmatch(said):
        codes = tuple(code for code in re.split(r"[,\s]+", match["codes"]) if code)
        if codes and all(_CODE.fullmatch(code) for code in codes):
            return Suppression(match["kind"], codes, span, text, removal)
    elif match := _PARAMS.fullmatch(said):
        return Stated("params", int(match["value"]), span, text, removal)
    elif (match := _INPUT.fullmatch(said)) and (shape := _shape(match["value"])) is not None:
        return Stated("input", shape, span, text, removal)
    return Mistake(span, text)


def _shape(text: str) -> tuple[int | None, ...] | None:
    try:
        value = ast.literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    sizes = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    return sizes if all(size is None or (type(size) is int and size >= 1) for size in sizes) else None


def _scanned(cell: Cell) -> tuple[list[_Comment], tuple[tuple[int, int], ...]]:
    """The comments of a cell and its logical lines."""
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    comments: list[_Comment] = []
    logical: list[tuple[int, int]] = []
    first: int | None = None
    reached = 1
    skipped = (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            reached, column = token.start
            if token.type == tokenize.COMMENT:
                before = lines[reached - 1][:column]
                comments.append(_Comment(reached, before, token.string, reached == len(lines)))
            elif token.type == tokenize.NEWLINE:
                logical.append((first or reached, reached))
                first = None
            elif first is None and token.type not in skipped:
                first = reached
    except (tokenize.TokenError, SyntaxError):
        seen = {comment.line for comment in comments}
        rest = (number for number in range(first or reached, len(lines) + 1) if number not in seen)
        comments += [found for number in rest if (found := _by_eye(number, lines)) is not None]
    return comments, tuple(logical)


def _by_eye(number: int, lines: list[str]) -> _Comment | None:
    """The comment of a line of code that can't be tokenized: what follows a ``#`` outside quotes."""
    for match in _STRINGS.finditer(lines[number - 1]):
        if match["comment"]:
            return _Comment(number, lines[number - 1][: match.start()], match["comment"], number == len(lines))
    return None
