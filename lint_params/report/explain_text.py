"""Explanations for a terminal: a paragraph a layer, its weights in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_params.explain.model import ExplainedLayer, ExplainedModel
from lint_params.explain.sentences import about, amount, grows, headline, reads, sum_of, untrained
from lint_params.explain.weights import equation
from lint_params.report.escape import printable, width
from lint_params.report.style import Style
from lint_params.report.text import place
from lint_params.report.wrapping import wrapped

LEAST = 40
"""Columns that text keeps however narrow the terminal is."""


def write(models: Sequence[ExplainedModel], style: Style) -> str:
    """Every model, a blank line between two."""
    text = "\n".join("\n".join(_model(one, style)) + "\n" for one in models)
    return text if style.unicode else text.replace("≥", ">=").replace("…", "...")


def _model(one: ExplainedModel, style: Style) -> Iterator[str]:
    first, *more = [*about(one), ""]
    yield style.paint(place(one.model.span), "bold") + (f": {printable(first)}" if first else "")
    yield from (f"  {printable(line)}" for line in more if line)
    yield style.paint(printable(headline(one)), "bold")
    for layer in one.layers:
        yield ""
        yield from _layer(layer, style, "")
    if one.twins:
        yield ""
        yield style.paint("Defined alike, different in number:", "bold")
    for group in one.twins:
        first, *more = group.words
        yield from _wrapped(first, style, "  ")
        for line in more:
            yield from _wrapped(line, style, "    ")


def _layer(one: ExplainedLayer, style: Style, margin: str) -> Iterator[str]:
    layer = one.layer
    name = printable(f"{layer.name} ({layer.definition or layer.type})")
    first, *more = _wrapped(f"{name}, {printable(one.place)}: {amount(one)}", style, margin)
    yield first.replace(name, style.paint(name, "bold"), 1)
    yield from more
    yield from _wrapped(reads(one), style, margin + "  ")
    rows = [(part.name, equation(part.formula, part.count), part.words) for part in one.parts]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows and not one.inner else []
    for name, formula, words in rows if widths else []:
        line = f"{margin}  {printable(name):<{widths[0]}}  {printable(formula):<{widths[1]}}"
        yield from _wrapped(f"{line}  {words}".rstrip(), style, "", " " * (len(line) + 2))
    together = None if one.inner else sum_of(one)
    if together is not None:
        yield from _wrapped(f"together {together}", style, margin + "  ")
    for sentence in (grows(one), untrained(one)):
        if sentence is not None:
            yield from _wrapped(sentence, style, margin + "  ")
    if layer.reason is not None:
        yield from _wrapped(f"not counted: {layer.reason}", style, margin + "  ")
    for inner in one.inner:
        yield from _layer(inner, style, margin + "    ")


def _wrapped(text: str, style: Style, margin: str, hanging: str | None = None) -> list[str]:
    """Text in lines of the terminal's width, those after the first further in."""
    room = max(style.width, LEAST)
    later = margin + "  " if hanging is None or len(hanging) > room - LEAST // 2 else hanging
    words = text.lstrip(" ")
    margin += " " * (len(text) - len(words))
    first, *more = wrapped(printable(words), room - width(later), room - width(margin))
    return [f"{margin}{first}".rstrip(), *(f"{later}{line.lstrip()}".rstrip() for line in more)]
