"""The text of a call in the checked file, and edits of its arguments."""

from __future__ import annotations

import ast

from lint_params.keras.arguments import parse_signature
from lint_params.keras.registry import lookup
from lint_params.model.finding import Edit
from lint_params.model.model import Layer, Span
from lint_params.records import dataclass
from lint_params.rules.base import Context


@dataclass(frozen=True, slots=True)
class CallText:
    """A call as it stands in the source: its lines, and what Python makes of them."""

    span: Span
    lines: tuple[str, ...]
    node: ast.Call

    def place(self, line: int, offset: int) -> tuple[int, int]:
        """Line and column in the file for a place as ``ast`` counts: bytes of UTF-8, from the call's first line on."""
        column = len(self.lines[line - 1].encode()[:offset].decode())
        return self.span.line + line - 1, column + (self.span.column if line == 1 else 1)

    def start(self, node: ast.expr | ast.keyword) -> tuple[int, int]:
        return self.place(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.keyword) -> tuple[int, int]:
        return self.place(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def between(self, start: tuple[int, int], end: tuple[int, int]) -> Span:
        return Span(self.span.path, *start, *end, self.span.cell)

    def text(self, start: tuple[int, int], end: tuple[int, int]) -> str:
        """The characters between two places."""
        (first, begin), (last, stop) = start, end
        kept = list(self.lines[first - self.span.line : last - self.span.line + 1])
        kept[-1] = kept[-1][: stop - (self.span.column if last == self.span.line else 1)]
        kept[0] = kept[0][begin - (self.span.column if first == self.span.line else 1) :]
        return "\n".join(kept)


def call_text(context: Context, span: Span) -> CallText | None:
    """The call at a place of the file; ``None`` where no single call stands there."""
    if context.source is None or span.path != context.result.path:
        return None
    text = next((cell.text for cell in context.source.cells if cell.index == span.cell), "")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if span.end_line > len(lines):
        return None
    called = lines[span.line - 1 : span.end_line]
    called[-1] = called[-1][: span.end_column - 1]
    called[0] = called[0][span.column - 1 :]
    try:
        node = ast.parse("\n".join(called), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return CallText(span, tuple(called), node) if isinstance(node, ast.Call) else None


def with_argument(call: CallText, layer: Layer, name: str, value: str) -> tuple[Edit, ...] | None:
    """The edit that gives an argument a value: in its place if the call names it, else behind all others.

    ``None`` where the call may give it in a way that is not seen, by position or in ``**options``.
    """
    for keyword in call.node.keywords:
        if keyword.arg is None:
            return None
        if keyword.arg == name:
            if not isinstance(keyword.value, ast.Constant):
                return None
            place = call.between(call.start(keyword.value), call.end(keyword.value))
            return (Edit(place, value),)
    cls = lookup(layer.type)
    names = [] if cls is None else parse_signature(cls.signature).names
    starred = any(isinstance(argument, ast.Starred) for argument in call.node.args)
    if starred or name not in names or len(call.node.args) > names.index(name):
        return None
    given: list[ast.expr | ast.keyword] = [*call.node.args, *call.node.keywords]
    if not given:
        line, column = call.span.end_line, call.span.end_column - 1
        return (Edit(Span(call.span.path, line, column, line, column, call.span.cell), f"{name}={value}"),)
    last = max(call.end(argument) for argument in given)
    # The argument's own brackets (``Dense((5))``) stand between its end and that of the call.
    bracketed = call.text(last, (call.span.end_line, call.span.end_column)).count(")") > 1
    return None if bracketed else (Edit(call.between(last, last), f", {name}={value}"),)
