"""Findings for people: one line each, and beneath it the source line with a caret under the layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lint_params.records import replace
from lint_params.report import Report
from lint_params.report.escape import printable, width
from lint_params.report.style import Style
from lint_params.report.wrapping import told

if TYPE_CHECKING:
    from lint_params.model.finding import Finding
    from lint_params.model.model import Span
    from lint_params.source.file import ReadError

TAB = 4
_LOOKS = {"error": "red", "warning": "yellow", "note": "blue"}


def write(report: Report, style: Style) -> Iterator[str]:
    """The findings in order, those of one file together, and a last line that says what was looked at."""
    for number, finding in enumerate(report.findings):
        lines = list(_headline(finding, report, style))
        if not report.quiet:
            lines += _excerpt(finding.span, report, style, _LOOKS[finding.severity])
            lines += _related(finding, style)
            if finding.fix is not None:
                lines += told(finding.fix.message, style, "    fix: ", f"    {style.paint('fix:', 'green')} ", 8)
            if report.verbose and finding.budget is not None:
                lines += told(finding.budget, style, "    budget: ", f"    {style.paint('budget:', 'dim')} ", 8)
        between = "\n" if number and not report.quiet else ""
        yield between + "\n".join(lines) + "\n"
    statistics = _statistics(report) if report.statistics else ""
    if statistics:
        yield ("\n" if report.findings else "") + statistics
    if not report.quiet:
        yield ("\n" if report.findings or statistics else "") + _last_line(report, style) + "\n"


def place(span: Span) -> str:
    """Where a finding is: ``model.py:7:5``, in a notebook ``model.ipynb:cell 3:7:5``."""
    return f"{line(span)}:{span.column}"


def line(where: Span | ReadError) -> str:
    """The line of a finding, or of what can't be read: ``model.py:7``, in a notebook ``model.ipynb:cell 3:7``."""
    cell = "" if where.cell is None else f"cell {where.cell}:"
    return f"{printable(where.path)}:{cell}{where.line}"


def _headline(finding: Finding, report: Report, style: Style) -> Iterator[str]:
    """One line where each finding is to be one, or a program reads."""
    severity = style.paint(finding.severity, "bold", _LOOKS[finding.severity])
    where = place(finding.span)
    before = f"{where}: {finding.code} {finding.severity}: "
    painted = f"{style.paint(where, 'bold')}: {style.paint(finding.code, 'cyan')} {severity}: "
    return told(finding.message, replace(style, terminal=style.terminal and not report.quiet), before, painted)


def _related(finding: Finding, style: Style) -> Iterator[str]:
    for related in finding.related:
        where = place(related.span)
        yield from told(related.message, style, f"    {where}: ", f"    {style.paint(where, 'dim')}: ", 8)


def _excerpt(span: Span, report: Report, style: Style, look: str) -> Iterator[str]:
    """The source line with carets under the part that is meant; of a long line only the stretch around it."""
    line = report.lines.get((span.path, span.cell, span.line))
    if line is None or not line.strip():
        return
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    end = max(min(end, len(line)), start)
    before, marked, after = (_shown(part) for part in (line[:start], line[start:end], line[end:]))
    before = before.lstrip()
    room = style.width - len(str(span.line)) - 6
    before, marked, after = _cropped(before, marked, after.rstrip(), room, "…" if style.unicode else "...")
    number = str(span.line)
    bar = style.paint("|" if not style.unicode else "│", "dim")
    carets = style.paint("^" * max(width(marked), 1), "bold", look)
    # Once more as a whole: what is safe in parts need not be safe together.
    yield f"  {style.paint(number, 'dim')} {bar} {printable(before + marked + after)}"
    yield f"  {' ' * len(number)} {bar} {' ' * width(before)}{carets}"


def _shown(part: str) -> str:
    """Source as a terminal shows it; a tab takes a fixed width, so that the carets stand where they should."""
    return printable(part.replace("\t", " " * TAB).replace("\f", ""))


def _cropped(before: str, marked: str, after: str, room: int, dots: str) -> tuple[str, str, str]:
    """The three parts of a line cut to ``room`` columns: what is marked stays longest."""
    room = max(room, 10)
    if width(marked) > room:
        marked = _fit(marked, room - len(dots)) + dots
        return "", marked, ""
    spare = room - width(marked)
    if width(before) + width(after) <= spare:
        return before, marked, after
    left = min(width(before), max(spare - width(after), spare // 2))
    if width(before) > left:
        before = dots + _fit(before[::-1], max(left - len(dots), 0))[::-1] if left > len(dots) else ""
    rest = spare - width(before)
    if width(after) > rest:
        after = _fit(after, rest - len(dots)) + dots if rest > len(dots) else ""
    return before, marked, after


def _fit(text: str, room: int) -> str:
    """As much of the text's beginning as ``room`` columns hold."""
    taken = 0
    for index, character in enumerate(text):
        taken += width(character)
        if taken > room:
            return text[:index]
    return text


def _statistics(report: Report) -> str:
    counts: dict[tuple[str, str], int] = {}
    for finding in report.findings:
        key = finding.code, finding.severity
        counts[key] = counts.get(key, 0) + 1
    digits = len(f"{max(counts.values(), default=0):,}")
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{number:>{digits},}  {code}  {severity}\n" for (code, severity), number in ordered)


def _last_line(report: Report, style: Style) -> str:
    """What was looked at and what came of it, models that were not counted too: silence must not read as "fine"."""
    looked = f"{_plural(report.files, 'file')}, {_plural(report.models, 'model')}, {_plural(report.layers, 'layer')}"
    counts = [_plural(report.count(severity), severity) for severity in _severities(report)]
    if counts:
        outcome = style.paint(", ".join(counts), "bold", _LOOKS[_severities(report)[0]])
    elif report.models:
        outcome = style.paint("no findings", "green")
    else:
        outcome = "no Sequential model found"
    text = f"{looked}: {outcome}"
    if report.not_counted:
        others = "model" if report.not_counted == 1 else "models"
        text += f"; not counted: {report.not_counted:,} {others} of other kinds (functional or subclassed)"
    return text


def _severities(report: Report) -> list[str]:
    """Those that findings have, the worst first."""
    return [severity for severity in _LOOKS if report.count(severity)]


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
