"""A finding silenced by a comment, which is written only where it does that and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lint_params.comments import Suppression, read_comments
from lint_params.model.finding import Edit, Finding
from lint_params.model.model import Span
from lint_params.rules.mending import Look, State
from lint_params.source.edits import NotEditable, edited

MAX_LINES = 4
"""Lines of a call that are tried: a comment can't stand behind a backslash, nor inside a string."""

_HEAD = re.compile(r"#!|[ \t\f]*#.*?coding[:=]")


def silenced(before: State, finding: Finding, look: Look) -> State | None:
    """The file with a comment on the line of the finding that silences it; ``None`` where none would."""
    return _first(before, finding, look, _on_lines(before, finding))


def silenced_in_file(before: State, finding: Finding, look: Look) -> State | None:
    """The file with a comment at its top that silences the finding's rule; ``None`` where none would."""
    return _first(before, finding, look, _at_top(before, finding))


def _first(before: State, finding: Finding, look: Look, edits: Iterator[Edit]) -> State | None:
    """The file after the first of the edits that takes away this finding, or more of its rule, and adds nothing."""
    for edit in edits:
        try:
            data = edited(before.data, before.source, [edit])
        except NotEditable:
            continue
        after = look(data)
        if after is not None and _silent(before, after, finding):
            return after
    return None


def _silent(before: State, after: State, finding: Finding) -> bool:
    then = Counter((one.code, one.message) for one in before.findings)
    now = Counter((one.code, one.message) for one in after.findings)
    key = finding.code, finding.message
    kept = all(now[other] == number for other, number in then.items() if other[0] != finding.code)
    return kept and now[key] < then[key] and not now - then


def _on_lines(before: State, finding: Finding) -> Iterator[Edit]:
    span = finding.span
    cell = next((cell for cell in before.source.cells if cell.index == span.cell), None)
    if cell is None or span.path != before.source.path:
        return
    there = {comment.span.line: comment for comment in _ours(before) if comment.span.cell == span.cell}
    lines = cell.text.split("\n")
    for number in range(span.line, min(span.end_line, span.line + MAX_LINES - 1, len(lines)) + 1):
        known = there.get(number)
        if known is not None:
            yield _added(known, finding.code)
            continue
        end = len(lines[number - 1].rstrip()) + 1
        yield Edit(Span(span.path, number, end, number, end, span.cell), f"  # lint-params: ignore[{finding.code}]")


def _ours(before: State) -> Iterator[Suppression]:
    return (comment for comment in read_comments(before.source).suppressions if comment.kind == "ignore")


def _added(comment: Suppression, code: str) -> Edit:
    """A code added to those that a comment names."""
    column = comment.span.column + comment.text.index("]")
    place = Span(comment.span.path, comment.span.line, column, comment.span.line, column, comment.span.cell)
    return Edit(place, f", {code}")


def _at_top(before: State, finding: Finding) -> Iterator[Edit]:
    """On the first line that is neither an interpreter nor an encoding; of a notebook there is no such place."""
    path, cells = before.source.path, before.source.cells
    if finding.span.path != path or len(cells) != 1 or cells[0].index is not None:
        return
    lines = cells[0].text.split("\n")
    number = 1
    while number <= min(2, len(lines)) and _HEAD.match(lines[number - 1]):
        number += 1
    yield Edit(Span(path, number, 1, number, 1), f"# lint-params: ignore-file[{finding.code}]\n")
