"""The code cells of a Jupyter notebook: nbformat 3 and 4 (and what Colab writes), read as plain JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from lint_params.records import dataclass
from lint_params.source.decoding import NotText, universal_newlines


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A code cell as it is written: ``index`` counts from 0 among all cells of the notebook."""

    text: str
    index: int


def code_cells(text: str) -> list[CodeCell] | None:
    """The code cells of a notebook in order; ``None`` where its language is not Python; raises ``NotText``."""
    notebook = _parsed(text)
    if not _is_python(notebook):
        return None
    return [
        CodeCell(source, index)
        for index, cell in enumerate(_cells(notebook))
        if cell.get("cell_type") == "code" and _named_python(cell.get("language"))
        for source in [_source(cell, index)]
    ]


def _parsed(text: str) -> Mapping[str, object]:
    if not text.strip():
        raise NotText("the notebook is empty: not even JSON")
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotText(f"not JSON: {error.msg}", error.lineno, error.colno) from None
    except RecursionError:
        raise NotText("not a notebook: its JSON is nested too deeply") from None
    except ValueError as error:
        raise NotText(f"not JSON: {error}") from None
    if not isinstance(notebook, dict):
        raise NotText("not a notebook: its JSON is no object")
    return notebook


def _is_python(notebook: Mapping[str, object]) -> bool:
    metadata = notebook.get("metadata")
    if not isinstance(metadata, dict):
        return True
    names = [metadata.get("language")]
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(key)
        names.append(part.get(name) if isinstance(part, dict) else None)
    return all(map(_named_python, names))


def _named_python(language: object) -> bool:
    return not isinstance(language, str) or not language or "python" in language.lower()


def _cells(notebook: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """All cells, text cells too: nbformat 4 keeps them at the top, nbformat 3 in worksheets."""
    found = notebook.get("cells")
    if found is None and isinstance(sheets := notebook.get("worksheets"), list):
        found = [cell for sheet in sheets if isinstance(sheet, dict) for cell in _list(sheet.get("cells"))]
    if not isinstance(found, list):
        raise NotText("not a notebook: it has no cells")
    for index, cell in enumerate(found):
        if not isinstance(cell, dict):
            raise NotText(f"not a notebook: cell {index} is no object")
        yield cell


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _source(cell: Mapping[str, object], index: int) -> str:
    """The text of a cell, which is a string or a list of lines; nbformat 3 calls it ``input``."""
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise NotText(f"not a notebook: the source of cell {index} is no text")
    return universal_newlines(source)
