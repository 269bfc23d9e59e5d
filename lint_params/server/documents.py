"""What is open in the editor: plain documents, and notebooks with their cells, as bytes that can be analysed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

from lsprotocol import types as lsp
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import TextDocument, Workspace
from pygls.workspace.position_codec import UnitCounter

from lint_params.records import dataclass
from lint_params.server.text import Text, lines_of
from lint_params.source.decoding import NotText, decode_exactly
from lint_params.source.discovery import shown
from lint_params.source.load import is_notebook
from lint_params.source.notebook import code_cells
from lint_params.source.notebook_text import CellText, cell_text
from lint_params.source.root import from_here


class Document(TextDocument):
    """A document that is cut into lines where the protocol cuts it: ``str.splitlines`` also does at form feeds."""

    @property
    def lines(self) -> tuple[str, ...]:
        return lines_of(self.source)


class Documents(Workspace):
    """The documents that the client has open, changed in place as it says."""

    @staticmethod
    def like(workspace: Workspace) -> Documents:
        """A workspace with the folders and the position encoding of another one; nothing is open in it."""
        folders = list(workspace.folders.values())
        return Documents(workspace.root_uri, workspace._sync_kind, folders, workspace.position_encoding)

    def _create_text_document(
        self, doc_uri: str, source: str | None = None, version: int | None = None, language_id: str | None = None
    ) -> TextDocument:
        return Document(
            doc_uri,
            source=source,
            version=version,
            language_id=language_id,
            sync_kind=self._sync_kind,
            position_codec=self.position_codec,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A document of the client: a whole file (``cell`` is ``None``), or one code cell of a notebook."""

    uri: str
    text: Text
    cell: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file as it is in the editor at one moment: its parts, and the bytes it would be saved as.

    ``path`` is as it is shown to the user. A notebook is the JSON of its code cells, and nothing else.
    """

    uri: str
    path: str
    parts: tuple[Part, ...]
    data: bytes

    def part(self, cell: int | None) -> Part | None:
        """The document that holds a cell; of a notebook that is open as a file, the file."""
        return next((part for part in self.parts if part.cell in (cell, None)), None)

    def cell_text(self, cell: int | None) -> CellText | None:
        """The text of a cell in the JSON of a notebook that is open as a file."""
        if cell is None or self.parts[0].cell is not None:
            return None
        try:
            return cell_text(self.parts[0].text.text, cell)
        except NotText:
            return None

    def part_of(self, uri: str) -> Part | None:
        return next((part for part in self.parts if part.uri == uri), None)

    def texts(self, data: bytes) -> dict[str, str]:
        """What the documents of the parts would hold if the file were ``data``, by their URI."""
        try:
            decoded = decode_exactly(data)
            text = decoded.text if not decoded.mark else f"\ufeff{decoded.text}"
            if self.parts and self.parts[0].cell is None:
                return {self.parts[0].uri: text}
            cells = code_cells(text) or []
        except NotText:
            return {}
        uris = {part.cell: part.uri for part in self.parts}
        return {uris[cell.index]: cell.text for cell in cells if cell.index in uris}


def of_document(document: TextDocument) -> Snapshot:
    """An open document as it is now."""
    part = Part(document.uri, Text.of(document.source, document.position_codec.impl), None, document.version)
    return Snapshot(document.uri, path_of(document.uri), (part,), _encoded(document.source))


def of_bytes(path: str, data: bytes, units: UnitCounter) -> Snapshot:
    """A file as it is on disk."""
    uri = uri_of(path)
    try:
        text = decode_exactly(data).text
    except NotText:
        text = data.decode("utf-8", "replace")
    return Snapshot(uri, path, (Part(uri, Text.of(text, units)),), data)


def of_notebook(notebook: lsp.NotebookDocument, documents: Documents) -> Snapshot:
    """An open notebook as it is now."""
    parts = tuple(_cells(notebook, documents))
    sources = {part.cell: part.text.text for part in parts}
    cells = [
        {"cell_type": "code" if index in sources else "raw", "source": sources.get(index, "")}
        for index in range(len(notebook.cells))
    ]
    data = json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}).encode()
    path = path_of(notebook.uri)
    return Snapshot(notebook.uri, path if is_notebook(path) else f"{path}.ipynb", parts, data)


def _cells(notebook: lsp.NotebookDocument, documents: Documents) -> Iterator[Part]:
    for index, cell in enumerate(notebook.cells):
        document = documents.get_text_document(cell.document)
        if cell.kind == lsp.NotebookCellKind.Code and document.language_id in (None, "python"):
            yield Part(cell.document, Text.of(document.source, documents.position_codec.impl), index, document.version)


def _encoded(text: str) -> bytes:
    """A document as it would be saved, in the encoding that its coding comment names."""
    data = text.encode("utf-8", "replace")
    try:
        encoding = decode_exactly(text[:4096].encode("ascii", "replace")).encoding
        return data if encoding in ("utf-8", "ascii") else text.encode(encoding, "replace")
    except (NotText, LookupError):
        return data


def path_of(uri: str) -> str:
    """The path of a URI as it is shown to the user: relative where it lies below the working directory."""
    path = to_fs_path(uri)
    if not path:
        return uri.rpartition("/")[2] or uri
    relative = from_here(path)
    return shown(path if relative.startswith("..") else relative)


def uri_of(path: str) -> str:
    """The URI of a path that is shown to the user."""
    absolute = os.path.abspath(path)
    return from_fs_path(absolute) or absolute
