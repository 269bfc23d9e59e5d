"""The history of models as text, Markdown and JSON."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence

from lint_params.history.compare import ADDED, INPUT, REMOVED, SAME, LayerChange
from lint_params.history.shot import ModelShot
from lint_params.history.timeline import Line, Moment
from lint_params.report.columns import number
from lint_params.report.escape import code_text, markdown_text, printable
from lint_params.report.json import VERSION, dumps
from lint_params.report.style import Style
from lint_params.report.wrapping import told

BAR = 20
"""Columns of the bar of the largest count of a model."""
CAUSES = 3
"""Layers that are named for a change."""


def write(lines: Sequence[Line], format: str, style: Style) -> str:
    return _WRITERS[format](lines, style)


def _text(lines: Sequence[Line], style: Style) -> str:
    blocks = []
    for line in lines:
        rows = [style.paint(printable(_title(line)), "bold")]
        most = max((_count(moment) for moment in line.moments), default=0)
        figures = [_figure(moment) for moment in line.moments]
        deltas = [_delta(moment) for moment in line.moments]
        wide, wider = max(map(len, figures), default=0), max(map(len, deltas), default=0)
        for moment, figure, delta in zip(line.moments, figures, deltas, strict=True):
            bar = _bar(_count(moment), most, style)
            commit = style.paint(moment.commit.name[:9], "yellow")
            day, after = _day(moment), f"{figure:>{wide}} {bar} {delta:<{wider}}  "
            plain = f"  {day} {moment.commit.name[:9]} {after}"
            rows += told(moment.commit.subject, style, plain, f"  {day} {commit} {after}", 6)
            rows += [line for cause in _causes(moment) for line in told(cause, style, "      ", hanging=8)]
        blocks.append("\n".join(row.rstrip() for row in rows) + "\n")
    text = "\n".join(blocks)
    return text if style.unicode else text.replace("≥", ">=").replace("→", "->")


def _markdown(lines: Sequence[Line], style: Style) -> str:
    blocks = []
    for line in lines:
        rows = [f"### {markdown_text(_title(line))}", ""]
        rows += [
            "| Date | Commit | Parameters | Change | Subject | Layers |",
            "| --- | --- | ---: | ---: | --- | --- |",
        ]
        for moment in line.moments:
            cells = [_day(moment), code_text(moment.commit.name[:9]), _figure(moment), _delta(moment)]
            cells += [markdown_text(moment.commit.subject), "<br>".join(map(markdown_text, _causes(moment)))]
            rows.append(f"| {' | '.join(cells)} |")
        blocks.append("\n".join(rows) + "\n")
    return "\n".join(blocks)


def _json(lines: Sequence[Line], style: Style) -> str:
    return dumps({"version": VERSION, "models": [_line_object(line) for line in lines]})


_WRITERS: Mapping[str, Callable[[Sequence[Line], Style], str]] = {"text": _text, "markdown": _markdown, "json": _json}


def _line_object(line: Line) -> dict[str, object]:
    model = _newest(line)
    return {
        "path": model.path,
        "name": model.name,
        "variable": model.variable,
        "function": model.function,
        "variant": model.variant or None,
        "present": line.last is not None,
        "moments": [
            {
                "commit": moment.commit.name,
                "time": moment.commit.time,
                "subject": moment.commit.subject,
                "change": moment.change.kind,
                "params": None if moment.change.after is None else moment.change.after.params,
                "at_least": None if moment.change.after is None else moment.change.after.at_least,
                "delta": moment.change.delta,
                "layers": [
                    {"change": layer.kind, "name": _layer_name(layer), "delta": layer.delta}
                    for layer in moment.change.layers
                    if layer.kind != SAME
                ],
            }
            for moment in line.moments
        ],
    }


def _newest(line: Line) -> ModelShot:
    shots = [
        shot for moment in line.moments for shot in (moment.change.before, moment.change.after) if shot is not None
    ]
    return line.last or shots[-1]


def _title(line: Line) -> str:
    model = _newest(line)
    what = " ".join(filter(None, (model.variable or model.name, f"in {model.function}()" if model.function else "")))
    variant = f" [{model.variant}]" if model.variant else ""
    return f"{model.path}: {what}{variant}{'' if line.last is not None else ', gone'}"


def _day(moment: Moment) -> str:
    try:
        return datetime.datetime.fromtimestamp(moment.commit.time, datetime.timezone.utc).strftime("%Y-%m-%d")
    except (OverflowError, ValueError, OSError):
        return "????-??-??"


def _count(moment: Moment) -> int:
    after = moment.change.after
    return 0 if after is None else after.at_least if after.params is None else after.params


def _figure(moment: Moment) -> str:
    after = moment.change.after
    return "gone" if after is None else number(after.params, after.at_least)


def _delta(moment: Moment) -> str:
    change = moment.change
    if change.kind in (ADDED, REMOVED):
        return "new" if change.kind == ADDED else ""
    if change.delta is None:
        return "?"
    share = "" if not change.delta or change.grown is None else f" ({100 * float(change.grown):+.1f}%)"
    return f"{change.delta:+,}{share}" if change.delta else "0"


def _bar(count: int, most: int, style: Style) -> str:
    """As long as the count is large beside the largest one, to the half of a column."""
    halves = round(2 * BAR * count / most) if most else 0
    text = ("█" * (halves // 2) + "▌" * (halves % 2)) if style.unicode else "#" * (halves // 2)
    return text.ljust(BAR)


def _causes(moment: Moment) -> Iterator[str]:
    """The layers that changed by themselves, those that count most first; the rest as a number."""
    if moment.change.before is None or moment.change.after is None:
        return
    changed = [layer for layer in moment.change.layers if layer.kind not in (SAME, INPUT)]
    changed.sort(key=lambda layer: -abs(layer.delta or 0))
    yield from map(_cause, changed[:CAUSES])
    if len(changed) > CAUSES:
        yield f"and {len(changed) - CAUSES} more layers"


def _cause(change: LayerChange) -> str:
    delta = "" if change.delta is None else f": {change.delta:+,}"
    was, now = change.before, change.after
    if change.arguments and was is not None and now is not None:
        texts = [f"{name} {a or '(default)'} → {b or '(default)'}" for name, a, b in change.arguments]
        return f"{now.type} '{now.name}' {', '.join(texts)}{delta}"
    return f"{change.kind} {_layer_name(change)}{delta}"


def _layer_name(change: LayerChange) -> str:
    layer = change.after or change.before
    return "" if layer is None else f"{layer.text} '{layer.name}'"
