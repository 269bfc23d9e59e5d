"""What is known of a document, laid over the text that the editor shows now.

While the text does not parse, that is what was found when it last did, moved along with the lines around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from lint_params.model.finding import Finding
from lint_params.model.model import Layer, Model, Span
from lint_params.records import dataclass, field
from lint_params.server.analysis import Inspection
from lint_params.server.documents import Part, Snapshot
from lint_params.server.text import Moved, Text


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document."""

    uri: str
    range: lsp.Range


@dataclass(frozen=True, slots=True)
class View:
    """``now`` is the text that the editor shows, ``latest`` what was found in it; ``good`` is what was found in
    ``then``, the newest text that could be parsed, or the first that was seen."""

    now: Snapshot
    latest: Inspection
    then: Snapshot
    good: Inspection
    _moved: dict[str, Moved] = field(default_factory=dict)
    _lines: dict[tuple[bool, int | None], list[str]] = field(default_factory=dict)

    @staticmethod
    def of(now: Snapshot, latest: Inspection, before: View | None) -> View:
        if latest.whole or before is None or not before.good.whole:
            return View(now, latest, now, latest)
        return View(now, latest, before.then, before.good)

    @property
    def fresh(self) -> bool:
        """Whether what is known is about the text as it is now."""
        return self.then is self.now

    def findings(self) -> Iterator[tuple[Finding, Place]]:
        """The findings with the places they have now; of text that does not parse also why not."""
        for finding in self.good.findings:
            if (place := self.place(finding.span)) is not None:
                yield finding, place
        if not self.fresh:
            for finding in self.latest.findings:
                part = self.now.part(finding.span.cell)
                if finding.code == "LP901" and part is not None:
                    start, end = self._offsets(finding.span, self.now, part, False)
                    yield finding, Place(part.uri, part.text.range(start, end))

    def place(self, span: Span) -> Place | None:
        """Where a span of this file stands now; ``None`` where nothing is left of it, or it is in another file."""
        then = self.then.part(span.cell)
        if span.path != self.good.path or then is None:
            return None
        start, end = self._offsets(span, self.then, then, True)
        if self.fresh:
            return Place(then.uri, then.text.range(start, end))
        now = self.now.part_of(then.uri)
        if now is None:
            return None
        if now.uri not in self._moved:
            self._moved[now.uri] = Moved.between(then.text.text, now.text.text)
        start, end = self._moved[now.uri].stretch(start, end)
        return Place(now.uri, now.text.range(start, end)) if start < end else None

    def layers(self) -> Iterator[tuple[Model, Layer]]:
        """Every layer that a model of this file has, with the model."""
        for model in self.good.result.models:
            for layer in model.walk():
                yield model, layer

    def _read(self, good: bool, cell: int | None) -> list[str]:
        """The lines of a cell as they were read."""
        if (good, cell) not in self._lines:
            one = self.good if good else self.latest
            text = next((each.text for each in one.source.cells if each.index == cell), "")
            self._lines[good, cell] = text.split("\n")
        return self._lines[good, cell]

    def _offsets(self, span: Span, snapshot: Snapshot, part: Part, good: bool) -> tuple[int, int]:
        """Where a span begins and ends in a document, of the text that was found ``good`` or of the newest."""
        read = self._read(good, span.cell)
        text, inside = part.text, snapshot.cell_text(span.cell)
        if inside is not None:
            text = Text.of(inside.text)
        start, end = (
            text.offset(line, column, read[line - 1] if line <= len(read) else None)
            for line, column in ((span.line, span.column), (span.end_line, span.end_column))
        )
        if inside is None:
            return start, end
        places = [place for place in inside.replaced(start, end, "") if place[0] < place[1]]
        return (places[0][0], places[-1][1]) if places else (0, 0)
