"""Suggestions as text, Markdown and JSON, each with its new summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from lint_params.interpret.result import FileResult
from lint_params.records import replace
from lint_params.report import summary_markdown, summary_text
from lint_params.report.columns import DEFAULT, subject, titles
from lint_params.report.escape import code_text, markdown_text
from lint_params.report.json import VERSION, dumps
from lint_params.report.style import Style
from lint_params.report.summary_json import error_object, model_object
from lint_params.report.text import place
from lint_params.report.wrapping import told
from lint_params.source.file import ReadError
from lint_params.suggest.model import Step, Suggested, Suggestion


def write(models: Sequence[Suggested], errors: Sequence[ReadError], format: str, most: int, style: Style) -> str:
    """The first ``most`` suggestions of each model; JSON has them all."""
    if format == "json":
        return _json(models, errors)
    return "\n".join("\n".join(_WRITERS[format](one, most, style)) + "\n" for one in models)


def _text(one: Suggested, most: int, style: Style) -> Iterator[str]:
    where = place(one.model.span)
    yield from told(_headline(one), style, f"{where}: ", f"{style.paint(where, 'bold')}: ")
    for index, each in enumerate(one.suggestions[:most], 1):
        yield ""
        yield from (style.paint(line, "bold") for line in told(_title(one, each), style, f"{index}. ", hanging=3))
        for step in each.steps:
            yield from told(_step(step), style, "   ", hanging=5)
        narrower = replace(style, width=style.width - 3)
        table = summary_text.write([FileResult("", (each.model,))], DEFAULT, narrower).rstrip("\n").split("\n")
        yield from (f"   {line}" for line in table[1:])
    yield from _more(one, most)


def _markdown(one: Suggested, most: int, style: Style) -> Iterator[str]:
    yield f"### {markdown_text(_headline(one))}"
    yield ""
    yield code_text(place(one.model.span))
    for index, each in enumerate(one.suggestions[:most], 1):
        yield ""
        yield f"#### {index}\\. {markdown_text(_title(one, each))}"
        yield ""
        yield from (f"- {markdown_text(step.name)}: {_codes(step)}" for step in each.steps)
        yield ""
        table = summary_markdown.write([FileResult("", (each.model,))], DEFAULT, style).rstrip("\n").split("\n")
        yield from table[table.index("") + 3 :]
    yield from _more(one, most)


def _json(models: Sequence[Suggested], errors: Sequence[ReadError]) -> str:
    return dumps(
        {
            "version": VERSION,
            "errors": [error_object(error) for error in errors],
            "models": [
                {
                    "path": one.model.span.path,
                    "cell": one.model.span.cell,
                    "line": one.model.span.line,
                    "name": one.model.name,
                    "variable": one.model.variable,
                    "function": one.model.function,
                    "params": one.model.params,
                    "target": one.target,
                    "problem": one.problem,
                    "suggestions": [_suggestion(one, each) for each in one.suggestions],
                }
                for one in models
            ],
        }
    )


_WRITERS: Mapping[str, Callable[[Suggested, int, Style], Iterator[str]]] = {"text": _text, "markdown": _markdown}


def _suggestion(one: Suggested, each: Suggestion) -> dict[str, object]:
    return {
        "words": each.words,
        "params": each.params,
        "saves": (one.model.params or 0) - each.params,
        "lost_width": round(each.lost, 4),
        "steps": [
            {"layer": step.name, "line": step.line, "before": step.before, "after": step.after} for step in each.steps
        ],
        "source": each.source,
        "model": model_object(each.model),
    }


def _headline(one: Suggested) -> str:
    name = "; ".join([subject(one.model) or one.model.name, *titles(one.model)])
    if one.problem is not None:
        return f"{name}: {one.problem}"
    return f"{name}: from {one.model.params:,} parameters to at most {one.target:,}"


def _title(one: Suggested, each: Suggestion) -> str:
    params = one.model.params or 0
    saved = f"{each.params:,} parameters ({100 * (each.params - params) / params:+.1f}%)"
    part = f"{100 * each.lost:.0f}%" if each.lost >= 0.01 else "under 1%"
    return f"{each.words}: {saved}, {f'{part} of the width' if each.lost else 'no width'} lost"


def _step(step: Step) -> str:
    where = "" if step.place is None else f", {step.place}"
    change = f"put in {step.after}" if step.before is None else f"{step.before} → {step.after}"
    return f"{step.name}{where}: {change}"


def _codes(step: Step) -> str:
    if step.before is None:
        return f"put in {code_text(step.after)}"
    return f"{code_text(step.before)} → {code_text(step.after)}" + (
        "" if step.place is None else markdown_text(f" ({step.place})")
    )


def _more(one: Suggested, most: int) -> Iterator[str]:
    rest = len(one.suggestions) - most
    if rest > 0:
        yield ""
        yield f"{rest} more with --limit {len(one.suggestions)}"
