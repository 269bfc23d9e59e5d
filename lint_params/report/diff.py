"""What changed between two times, as text, Markdown for a review comment, and JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lint_params.history.compare import ADDED, CHANGED, INPUT, REMOVED, SAME, LayerChange, ModelChange
from lint_params.history.shot import LayerShot, ModelShot
from lint_params.records import dataclass
from lint_params.report.columns import number
from lint_params.report.escape import code_text, markdown_text, printable
from lint_params.report.json import VERSION, dumps
from lint_params.report.style import Style
from lint_params.report.wrapping import told

MAX_COMMENT = 60_000
"""Characters of Markdown: a comment on GitHub holds 65,536."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two times by their names, every model of them, and the budgets that the second is over and the first was not.

    ``unread`` says in words which models of one time are not compared, as the other's file could not be read.
    """

    base: str
    head: str
    models: tuple[ModelChange, ...]
    crossed: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def changed(self) -> list[ModelChange]:
        return [change for change in self.models if change.kind != SAME]

    @property
    def delta(self) -> int | None:
        """By how many parameters all models together grew; ``None`` where that is open."""
        before, after = self.totals
        return None if before is None or after is None else after - before

    @property
    def totals(self) -> tuple[int | None, int | None]:
        """Parameters of all models before and after; ``None`` where one of them is open."""
        return (
            _total([change.before for change in self.models if change.before is not None]),
            _total([change.after for change in self.models if change.after is not None]),
        )


def write(difference: Difference, format: str, style: Style) -> str:
    return _WRITERS[format](difference, style)


def _total(models: Sequence[ModelShot]) -> int | None:
    counts = [model.params for model in models]
    return sum(count for count in counts if count is not None) if None not in counts else None


# Words.


def _step(before: int | None, after: int | None, least_before: int = 0, least_after: int = 0) -> str:
    """``380 → 960 (+580, +152.6%)``."""
    text = f"{number(before, least_before)} → {number(after, least_after)}"
    if before is None or after is None:
        return text
    share = f", {100 * (after - before) / before:+.1f}%" if before else ""
    return f"{text} ({after - before:+,}{share})" if after != before else f"{number(after)}, as before"


def _model_step(change: ModelChange) -> str:
    was, now = change.before, change.after
    if was is None:
        return f"new, {number(now.params, now.at_least)} parameters" if now is not None else ""
    if now is None:
        return f"removed, {number(was.params, was.at_least)} parameters"
    return _step(was.params, now.params, was.at_least, now.at_least)


def _model_name(change: ModelChange) -> str:
    model = change.after or change.before
    assert model is not None
    what = " ".join(filter(None, (model.variable or model.name, f"in {model.function}()" if model.function else "")))
    variant = f" [{model.variant}]" if model.variant else ""
    moved = ""
    if change.before is not None and change.after is not None and change.before.path != change.after.path:
        moved = f", was in {change.before.path}"
    return f"{what}{variant}{moved}"


def _place(change: ModelChange) -> str:
    model = change.after or change.before
    assert model is not None
    cell = "" if model.cell is None else f"cell {model.cell}:"
    return model.path if model.line is None else f"{model.path}:{cell}{model.line}"


def _layer_text(change: LayerChange) -> str:
    """``LSTM(20) 'lstm_2', line 13``."""
    layer = change.after or change.before
    assert layer is not None
    place = f", {layer.place}" if layer.place is not None and change.after is not None else ""
    return f"{layer.text} '{layer.name}'{place}"


def _layer_step(change: LayerChange) -> str:
    was, now = change.before, change.after
    if was is None or now is None:
        one = now or was
        assert one is not None
        return f"{number(one.params, one.at_least)} parameters"
    return _step(was.params, now.params, was.at_least, now.at_least)


def _cause(change: LayerChange) -> str:
    """Why a layer's count is another one."""
    was, now = change.before, change.after
    if was is None or now is None:
        return ""
    read = f"it reads {_shape(now)} instead of {_shape(was)}"
    if change.kind == INPUT:
        if now.text.endswith("(…)"):  # a class of the program, of whose arguments nothing is known
            return "by its arguments, its code or what it reads"
        return f"only because {read}" if was.input_shape != now.input_shape else "by what its program says elsewhere"
    if change.kind != CHANGED:
        return ""
    texts = [f"{name} {_argument(a)} → {_argument(b)}" for name, a, b in change.arguments]
    if was.input_shape != now.input_shape and was.params != now.params and now.weights:
        texts.append(read)
    return ", ".join(texts)


def _argument(text: str | None) -> str:
    return "(default)" if text is None else text


def _shape(layer: LayerShot) -> str:
    shape = layer.input_shape
    if not isinstance(shape, list):
        return "an unknown shape"
    return f"({', '.join(str(size) for size in shape)}{',' if len(shape) == 1 else ''})"


# Formats.

_SIGNS = {ADDED: "+", REMOVED: "-", CHANGED: "~", INPUT: "≈"}
_LOOKS = {ADDED: "green", REMOVED: "red", CHANGED: "yellow", INPUT: "blue"}


def _text(difference: Difference, style: Style) -> str:
    lines = [*told(f"{difference.base} → {difference.head}: {_sum(difference)}", style)]
    for change in difference.changed:
        head = f"{printable(_place(change))}: {printable(_model_name(change))}"
        lines += ["", *told(_model_step(change), style, f"{head}: ", f"{style.paint(head, 'bold')}: ")]
        shown = change.layers or [LayerChange(change.kind, None, one) for one in _all_layers(change)]
        for layer in shown:
            if layer.kind == SAME:
                continue
            cause = _cause(layer)
            text = f"{_layer_text(layer)}: {_layer_step(layer)}" + (f"; {cause}" if cause else "")
            sign = _SIGNS[layer.kind]
            lines += told(text, style, f"  {sign} ", f"  {style.paint(sign, _LOOKS[layer.kind])} ", 6)
    if difference.crossed:
        lines += ["", style.paint("Over a budget that was kept before:", "bold", "red")]
        lines += [line for message in difference.crossed for line in told(message, style, "  ")]
    for message in difference.unread:
        lines += ["", *told(message, style)]
    text = "\n".join(lines) + "\n"
    return text if style.unicode else text.replace("→", "->").replace("≈", "=").replace("≥", ">=")


def _all_layers(change: ModelChange) -> Sequence[LayerShot]:
    model = change.after if change.kind == ADDED else None
    return model.layers if model is not None else ()


def _sum(difference: Difference) -> str:
    before, after = difference.totals
    models = len(difference.models)
    changed = len(difference.changed)
    counts = f"{models} model{'' if models == 1 else 's'}, {changed} changed"
    if not models:
        return "nothing can be compared" if difference.unread else "no Sequential model in either"
    least = [
        sum(one.at_least for one in side if one is not None)
        for side in zip(*((change.before, change.after) for change in difference.models), strict=True)
    ]
    if before == after and least[0] == least[1]:
        return f"{number(before, least[0])} parameters in {counts}"
    return f"{_step(before, after, *least)} parameters in {counts}"


def _markdown(difference: Difference, style: Style) -> str:
    """A table of the models, then each one's layers folded away; what does not fit a comment is left out and said."""
    head = f"### Parameters: {markdown_text(difference.base)} → {markdown_text(difference.head)}"
    lines = [head, "", markdown_text(_sum(difference)), ""]
    if difference.crossed:
        lines += ["**Over a budget that was kept before:**", ""]
        lines += [f"- {markdown_text(message)}" for message in difference.crossed] + [""]
    for message in difference.unread:
        lines += [markdown_text(message), ""]
    text = "\n".join(lines)
    left_out = 0
    if difference.changed:
        text += "\n| Model | Before | After | Change |\n| --- | ---: | ---: | ---: |\n"
    for block in (*map(_row, difference.changed), *map(_details, difference.changed)):
        if len(text) + len(block) <= MAX_COMMENT:
            text += block
        else:
            left_out += 1
    return text + (f"\n{left_out} parts left out: the comment would be too long.\n" if left_out else "")


def _row(change: ModelChange) -> str:
    was, now = change.before, change.after
    before = "" if was is None else number(was.params, was.at_least)
    after = "" if now is None else number(now.params, now.at_least)
    delta = change.delta
    share = f" ({100 * float(change.grown):+.1f}%)" if change.grown is not None and delta is not None else ""
    place = f"{code_text(_place(change))} {markdown_text(_model_name(change))}"
    return f"| {place} | {before} | {after} | {'?' if delta is None else f'{delta:+,}{share}'} |\n"


def _details(change: ModelChange) -> str:
    if not change.layers:
        return ""
    lines = ["", f"<details><summary>{_html(_model_name(change))}: {_html(_model_step(change))}</summary>", ""]
    lines += ["| | Layer | Parameters | Why |", "| --- | --- | --- | --- |"]
    for layer in change.layers:
        if layer.kind != SAME:
            cells = [_layer_text(layer), _layer_step(layer), _cause(layer)]
            lines.append(f"| {layer.kind} | {' | '.join(map(markdown_text, cells))} |")
    return "\n".join([*lines, "", "</details>", ""])


def _html(text: str) -> str:
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _json(difference: Difference, style: Style) -> str:
    before, after = difference.totals
    return dumps(
        {
            "version": VERSION,
            "base": difference.base,
            "head": difference.head,
            "params": {"base": before, "head": after, "delta": difference.delta},
            "crossed": list(difference.crossed),
            "models": [_model_object(change) for change in difference.models],
        }
    )


def _model_object(change: ModelChange) -> dict[str, object]:
    model = change.after or change.before
    assert model is not None
    return {
        "change": change.kind,
        "path": model.path,
        "line": model.line,
        "base_path": None if change.before is None else change.before.path,
        "name": model.name,
        "variable": model.variable,
        "function": model.function,
        "variant": model.variant or None,
        "params": _params_object(change.before, change.after, change.delta),
        "layers": [_layer_object(layer) for layer in change.layers],
    }


def _layer_object(change: LayerChange) -> dict[str, object]:
    layer = change.after or change.before
    assert layer is not None
    return {
        "change": change.kind,
        "type": layer.type,
        "name": layer.name,
        "line": layer.line,
        "base_name": None if change.before is None else change.before.name,
        "arguments": {name: {"base": was, "head": now} for name, was, now in change.arguments},
        "input_shape": _both(change, lambda one: one.input_shape),
        "formula": _both(change, lambda one: one.formula),
        "params": _params_object(change.before, change.after, change.delta),
    }


def _both(change: LayerChange, value: Callable[[LayerShot], object]) -> dict[str, object]:
    was, now = change.before, change.after
    return {"base": None if was is None else value(was), "head": None if now is None else value(now)}


def _params_object(
    before: ModelShot | LayerShot | None, after: ModelShot | LayerShot | None, delta: int | None
) -> dict[str, object]:
    was, now = (None if one is None else one.params for one in (before, after))
    return {"base": was, "head": now, "delta": delta}


_WRITERS: Mapping[str, Callable[[Difference, Style], str]] = {"text": _text, "markdown": _markdown, "json": _json}
