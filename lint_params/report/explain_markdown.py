"""Explanations in Markdown, for a review comment or a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_params.explain.model import ExplainedLayer, ExplainedModel
from lint_params.explain.sentences import about, amount, grows, headline, reads, sum_of, untrained
from lint_params.report.escape import code_text, markdown_text
from lint_params.report.text import place


def write(models: Sequence[ExplainedModel]) -> str:
    """Every model under a heading of its own."""
    return "\n".join("\n".join(_model(one)) + "\n" for one in models)


def _model(one: ExplainedModel) -> Iterator[str]:
    yield f"### {markdown_text(headline(one))}"
    yield ""
    yield f"{code_text(place(one.model.span))} {markdown_text(', '.join(about(one)))}".rstrip()
    for layer in one.layers:
        yield from _layer(layer, 4)
    if one.twins:
        yield ""
        yield "#### Defined alike, different in number"
    for group in one.twins:
        first, *more = group.words
        yield ""
        yield f"- {markdown_text(first)}"
        yield from (f"  - {markdown_text(line)}" for line in more)


def _layer(one: ExplainedLayer, level: int) -> Iterator[str]:
    layer = one.layer
    yield ""
    name = f"{layer.name} ({layer.definition or layer.type})"
    yield f"{'#' * min(level, 6)} {markdown_text(f'{name}, {one.place}')}: {amount(one)}"
    yield ""
    yield f"- {markdown_text(reads(one))}"
    together = None if one.inner else sum_of(one)
    if together is not None:
        yield f"- together {code_text(together)}"
    growth = grows(one)
    if growth is not None:
        yield f"- {markdown_text(growth)}"
    frozen = untrained(one)
    if frozen is not None:
        yield f"- {markdown_text(frozen)}"
    if layer.reason is not None:
        yield f"- not counted: {markdown_text(layer.reason)}"
    if one.parts and not one.inner:
        yield ""
        yield "| Weight | Formula | Parameters | |"
        yield "| --- | --- | ---: | --- |"
    for part in () if one.inner else one.parts:
        count = f"{part.count:,}" if isinstance(part.count, int) else "?"
        yield f"| {markdown_text(part.name)} | {code_text(part.formula)} | {count} | {markdown_text(part.words)} |"
    for inner in one.inner:
        yield from _layer(inner, level + 1)
