"""Models as a picture: each a chain of layers with what it gives and a bar for its parameters, for a README.

One SVG that stands alone: no script, no font or image from elsewhere, colours that follow a dark or light page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from lint_params.interpret.result import FileResult
from lint_params.model.model import Layer, Model
from lint_params.report.columns import COLUMNS, memory, number, subject
from lint_params.report.escape import printable, width
from lint_params.report.families import FAMILIES, family_of
from lint_params.report.style import Style

WIDTH, ROW, MARGIN = 800, 26, 16
SHAPE, BAR, BAR_WIDTH = 330, 520, 160
"""Where the columns begin; a count ends at the right margin."""

_LIGHT = dict(zip(FAMILIES, ("#6f9ff0", "#66bf85", "#b48be8", "#5fb9c4", "#e0a44f", "#9aa3ae"), strict=True))
_STYLE = (
    "text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1b1f24}"
    ".soft{fill:#57606a}.head{font-weight:bold}.right{text-anchor:end}.track{fill:#8c959f;fill-opacity:.2}"
    ".line{stroke:#8c959f;stroke-opacity:.6}"
    + "".join(f".{name}{{fill:{colour}}}" for name, colour in _LIGHT.items())
    + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.soft{fill:#9da7b3}}"
)


def write(results: Sequence[FileResult], columns: Sequence[str], style: Style) -> str:
    """One picture of all models, one below the other; ``columns`` do not matter here."""
    models = [model for result in results for model in result.models]
    body: list[str] = []
    top = MARGIN
    for model in models:
        body += _model(model, top)
        top += ROW * (len(model.layers) + 3)
    height = max(top, 2 * MARGIN)
    names = ", ".join(f"{model.name}: {number(model.params, model.at_least)} parameters" for model in models)
    sizes = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {sizes} role="img">',
            f"<title>{_text(names or 'no Sequential model')}</title>",
            f"<style>{_STYLE}</style>",
            *body,
            "</svg>",
            "",
        ]
    )


def _model(model: Model, top: int) -> Iterator[str]:
    what = subject(model)
    yield _at(MARGIN, top + 12, f"{model.name}{f' ({what})' if what else ''}", "head", 70)
    read = COLUMNS["input"].text(model.layers[0]) if model.layers else ""
    yield _at(SHAPE, top + 12, read, "soft", 24)
    most = max((layer.at_least for layer in model.layers), default=0)
    for index, layer in enumerate(model.layers, 1):
        yield from _layer(layer, top + index * ROW, most)
    end = top + (len(model.layers) + 1) * ROW
    yield f'<line class="line" x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{end - 6}" y2="{end - 6}"/>'
    size = "" if model.bytes is None or model.params is None else f" ({memory(model.bytes)})"
    yield _at(MARGIN, end + 12, f"total{size}", "head", 40)
    yield _at(WIDTH - MARGIN, end + 12, number(model.params, model.at_least), "head right", 20)


def _layer(layer: Layer, top: int, most: int) -> Iterator[str]:
    yield _at(MARGIN, top + 12, f"{layer.name} ({layer.type})", "", 38)
    yield _at(SHAPE, top + 12, COLUMNS["output"].text(layer), "soft", 24)
    yield f'<rect class="track" x="{BAR}" y="{top}" width="{BAR_WIDTH}" height="16" rx="3"/>'
    if layer.at_least:
        part = max(1.0, BAR_WIDTH * layer.at_least / most)
        yield f'<rect class="{family_of(layer)}" x="{BAR}" y="{top}" width="{part:.1f}" height="16" rx="3"/>'
    yield _at(WIDTH - MARGIN, top + 12, number(layer.params, layer.at_least), "right", 14)


def _at(x: int, y: int, text: str, kind: str, room: int) -> str:
    """Text at a place, cut off where it takes more than ``room`` columns."""
    text = printable(text)
    while width(text) > room:
        text = f"{text[:-2]}…"
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{named}>{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(printable(text)).encode("ascii", "xmlcharrefreplace").decode()
