"""What the editor shows of the models in a document: hover, inlay hints, lenses, symbols."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from lint_params.model.model import Layer, Model
from lint_params.report.escape import printable
from lint_params.rules.base import title
from lint_params.server import words
from lint_params.server.text import Text
from lint_params.server.view import Place, View

SUMMARY = "lint-params.summary"
"""The command of a lens: shows the table of the models at its line."""


def hover(view: View, uri: str, position: lsp.Position, markdown: bool) -> lsp.Hover | None:
    """Shape, parameters, formula and weights of the layer at a position; the table of a model around it."""
    found: list[tuple[Place, str]] = []
    for place, models in _layers(view):
        found.append((place, "\n\n".join(dict.fromkeys(words.about_layer(*pair) for pair in models))))
    for place, _, models_there in _models(view):
        found.append((place, "\n\n".join(words.about_model(model) for model in models_there[: words.MAX_SHOWN])))
    around = [(place, text) for place, text in found if place.uri == uri and _holds(place.range, position)]
    if not around:
        return None
    # The smallest: a layer inside a wrapper, inside a model.
    place, text = min(around, key=lambda one: _extent(one[0].range))
    kind = lsp.MarkupKind.Markdown if markdown else lsp.MarkupKind.PlainText
    return lsp.Hover(lsp.MarkupContent(kind, words.fenced(text) if markdown else text), place.range)


def hints(view: View, uri: str, range: lsp.Range) -> list[lsp.InlayHint]:
    """``⟵ 53,680 params · (None, 400, 20)`` behind each layer; at the end of its line, where it is alone there."""
    part = view.now.part_of(uri)
    if part is None:
        return []
    found = [(place, pairs) for place, pairs in _layers(view) if place.uri == uri]
    lines = [place.range.end.line for place, _ in found]
    return [
        lsp.InlayHint(
            position=_behind(place.range.end, part.text, lines.count(place.range.end.line) == 1),
            label=f"  {words.ARROW} {words.joined(words.figures(layer) for _, layer in pairs)}",
            tooltip="\n\n".join(dict.fromkeys(words.about_layer(*pair) for pair in pairs)),
        )
        for place, pairs in found
        if range.start.line <= place.range.end.line <= range.end.line
    ]


def lenses(view: View, uri: str) -> list[lsp.CodeLens]:
    """The total of each model, on the line where it is made."""
    return [
        lsp.CodeLens(
            lsp.Range(place.range.start, place.range.start),
            lsp.Command(
                title=f"{printable(name)}: {words.joined(map(words.total, models))}",
                command=SUMMARY,
                arguments=[uri, place.range.start.line],
            ),
        )
        for place, name, models in _models(view)
        if place.uri == uri
    ]


def tables(view: View, uri: str, line: int) -> str:
    """The tables of the models that are made on a line."""
    found = [models for place, _, models in _models(view) if (place.uri, place.range.start.line) == (uri, line)]
    return "\n\n".join(words.about_model(model) for models in found for model in models)


def symbols(view: View, uri: str) -> list[lsp.DocumentSymbol]:
    """The models of a document with their layers; of variants the first."""
    found: list[lsp.DocumentSymbol] = []
    for place, name, models in _models(view):
        if place.uri != uri:
            continue
        layers = list(_symbols(view, models[0], uri))
        ends = [place.range.end, *(layer.range.end for layer in layers)]
        starts = [place.range.start, *(layer.range.start for layer in layers)]
        found.append(
            lsp.DocumentSymbol(
                name=printable(name) or "model",
                detail=words.total(models[0]),
                kind=lsp.SymbolKind.Object,
                range=lsp.Range(min(starts, key=_key), max(ends, key=_key)),
                selection_range=place.range,
                children=layers,
            )
        )
    return found


def _symbols(view: View, model: Model, uri: str) -> Iterator[lsp.DocumentSymbol]:
    for layer in model.layers:
        place = view.place(layer.span)
        if place is not None and place.uri == uri:
            name = printable(layer.name) or layer.type
            yield lsp.DocumentSymbol(
                name=f"{name} ({printable(layer.type)})",
                detail=words.figures(layer),
                kind=lsp.SymbolKind.Field,
                range=place.range,
                selection_range=place.range,
            )


def _layers(view: View) -> Iterator[tuple[Place, list[tuple[Model, Layer]]]]:
    """The calls of layers in a file, each with the layers that it makes: of several variants, in a loop."""
    groups: dict[object, list[tuple[Model, Layer]]] = {}
    for model, layer in view.layers():
        groups.setdefault(layer.span, []).append((model, layer))
    for pairs in groups.values():
        place = view.place(pairs[0][1].span)
        if place is not None:
            yield place, pairs


def _models(view: View) -> Iterator[tuple[Place, str, list[Model]]]:
    """The calls that make models, with what the model is called and its variants."""
    groups: dict[object, list[Model]] = {}
    for model in view.good.result.models:
        groups.setdefault(model.span, []).append(model)
    for models in groups.values():
        place = view.place(models[0].span)
        if place is not None:
            yield place, title(models[0]), models


def _behind(end: lsp.Position, text: Text, alone: bool) -> lsp.Position:
    """The end of the line for a layer that is alone there, unless a comment follows that a hint would hide behind."""
    if not alone:
        return end
    line = text.line(end.line + 1)
    return text.position(text.starts[end.line] + len(line.rstrip()))


def _holds(range: lsp.Range, position: lsp.Position) -> bool:
    return _key(range.start) <= _key(position) <= _key(range.end)


def _extent(range: lsp.Range) -> tuple[int, int]:
    lines = range.end.line - range.start.line
    return lines, range.end.character - (0 if lines else range.start.character)


def _key(position: lsp.Position) -> tuple[int, int]:
    return position.line, position.character
