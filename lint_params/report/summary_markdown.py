"""Models as tables in Markdown, for a review comment or a document."""

from __future__ import annotations

from collections.abc import Sequence

from lint_params.interpret.result import FileResult
from lint_params.model.model import Model
from lint_params.report.columns import chosen, remarks, subject, titles, totals
from lint_params.report.escape import code_text, markdown_text
from lint_params.report.style import Style
from lint_params.report.text import place


def write(results: Sequence[FileResult], columns: Sequence[str], style: Style) -> str:
    """Every model of the results under a heading of its own."""
    return "\n".join(_model(model, columns) for result in results for model in result.models)


def _model(model: Model, columns: Sequence[str]) -> str:
    shown = chosen(columns, model)
    what = subject(model)
    lines = [
        f"### {markdown_text(model.name)}{f' ({markdown_text(what)})' if what else ''}",
        "",
        code_text(place(model.span)),
        "",
    ]
    lines += [f"- {markdown_text(line)}" for line in titles(model)] + ([""] if titles(model) else [])
    lines.append("| " + " | ".join(column.heading for column in shown) + " |")
    lines.append("| " + " | ".join("---:" if column.right else "---" for column in shown) + " |")
    for layer in model.layers:
        cells = [markdown_text(column.text(layer)) for column in shown]
        if layer.reason:
            cells[0] += f"<br>{markdown_text(layer.reason)}"
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", *(f"- {name}: **{figure}**" for name, figure in totals(model, columns))]
    lines += [f"- {markdown_text(remark)}" for remark in remarks(model)]
    return "\n".join(lines) + "\n"
