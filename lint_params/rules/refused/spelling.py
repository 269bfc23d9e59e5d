"""The fix of a word that is misspelt: the one that Keras knows in its place."""

from __future__ import annotations

import ast

from lint_params.model.finding import Edit, Fix
from lint_params.model.model import Fault, Span
from lint_params.rules.base import Context
from lint_params.rules.calls import CallText, call_text


def respelt(context: Context, fault: Fault, span: Span) -> Fix | None:
    """Write the known word, where the call at fault holds the misspelt one exactly once."""
    call = None if fault.spelling is None else call_text(context, span)
    if call is None or fault.spelling is None:
        return None
    written, known = fault.spelling
    places = _names(call, written) if fault.kind == "unknown-argument" else _literals(call, written)
    if len(places) != 1:
        return None
    edit = Edit(places[0], known)
    return Fix(f"write {known} for {written}", (edit,))


def _names(call: CallText, written: str) -> list[Span]:
    """Where arguments of that name are given, in the call or in one inside it."""
    starts = [call.start(node) for node in ast.walk(call.node) if isinstance(node, ast.keyword) and node.arg == written]
    ends = [(line, column + len(written)) for line, column in starts]
    return [
        call.between(start, end) for start, end in zip(starts, ends, strict=True) if call.text(start, end) == written
    ]


def _literals(call: CallText, written: str) -> list[Span]:
    """Where the word stands as a literal that is an argument; without its quotes. Of one with escapes, or in parts,
    nothing is said."""
    found: list[Span] = []
    for node in ast.walk(call.node):
        values = [*node.args, *(each.value for each in node.keywords)] if isinstance(node, ast.Call) else []
        for value in values:
            if isinstance(value, ast.Constant) and value.value == written:
                start, end = call.start(value), call.end(value)
                text = call.text(start, end)
                quoted = text.find(written)
                if start[0] == end[0] and text[quoted + len(written) :] in ("'", '"') and quoted == 1:
                    found.append(call.between((start[0], start[1] + 1), (end[0], end[1] - 1)))
                else:
                    return []
    return found
