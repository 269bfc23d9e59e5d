"""Edits of files and notebooks: what they say is changed, and not one byte else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_params.model.finding import Edit
from lint_params.model.model import Span
from lint_params.source.edits import NotEditable, edited
from lint_params.source.file import Cell, SourceFile
from lint_params.source.read import parse


def at(line: int, column: int, end_line: int, end_column: int, text: str, cell: int | None = None) -> Edit:
    path = "model.py" if cell is None else "model.ipynb"
    return Edit(Span(path, line, column, end_line, end_column, cell), text)


def read(data: bytes, path: str = "model.py") -> SourceFile:
    file = parse(data, path).file
    assert file is not None
    return file


def change(data: bytes, *edits: Edit) -> bytes:
    return edited(data, read(data, edits[0].span.path), edits)


@pytest.mark.parametrize(
    ("data", "edit", "expected"),
    [
        (b"a = 1\nb = 2\n", at(2, 5, 2, 6, "30"), b"a = 1\nb = 30\n"),
        (b"a = 1\r\nb = 2\r\n", at(1, 1, 2, 1, ""), b"b = 2\r\n"),
        (b"a = 1\rb = 2", at(2, 6, 2, 6, "0\n"), b"a = 1\rb = 20\r"),
        (b"a = 1\nb = 2", at(2, 6, 2, 6, "0"), b"a = 1\nb = 20"),
        ("é = 1  # naïve\n".encode(), at(1, 5, 1, 6, "2"), "é = 2  # naïve\n".encode()),
        ("\ufeffa = '😀'\n".encode(), at(1, 8, 1, 8, "+ 'ß'"), "\ufeffa = '😀'+ 'ß'\n".encode()),
        (b"# coding: latin-1\n# \xe9\na = 1\n", at(3, 5, 3, 6, "2"), b"# coding: latin-1\n# \xe9\na = 2\n"),
        (b"if 1:\n\ta = 1 # x\n", at(2, 7, 2, 11, ""), b"if 1:\n\ta = 1\n"),
        (b"a = 1\x0c\nb = 2\n", at(2, 5, 2, 6, "3"), b"a = 1\x0c\nb = 3\n"),
    ],
)
def test_files(data: bytes, edit: Edit, expected: bytes) -> None:
    assert change(data, edit) == expected


@pytest.mark.parametrize(
    "edits",
    [
        [at(1, 1, 1, 3, "x"), at(1, 2, 1, 4, "y")],
        [at(9, 1, 9, 1, "x")],
        [at(1, 50, 1, 51, "x")],
        [at(1, 1, 1, 1, "x", cell=0)],
        [at(1, 1, 1, 1, "\N{SNOWMAN}")],
    ],
)
def test_what_can_not_be_edited(edits: list[Edit]) -> None:
    data = b"# coding: latin-1\n"
    with pytest.raises(NotEditable):
        edited(data, read(data), edits)


def test_equal_edits_count_once() -> None:
    edit = at(1, 6, 1, 6, "0")
    assert change(b"a = 1\n", edit, edit) == b"a = 10\n"


def test_what_was_read_must_be_what_is_there() -> None:
    with pytest.raises(NotEditable):
        edited(b"b = 1\n", read(b"a = 1\n"), [at(1, 1, 1, 2, "c")])


def notebook(*sources: object, indent: int | None = 1, **more: Any) -> bytes:
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "zeta": [1.0, {"a": None}], **more, "cells": cells}, indent=indent).encode()


def sources(data: bytes) -> list[object]:
    return [cell["source"] for cell in json.loads(data)["cells"]]


@pytest.mark.parametrize(
    ("source", "edit", "expected"),
    [
        (["a = 1\n", "b = 2"], at(2, 5, 2, 6, "30", 1), ["a = 1\n", "b = 30"]),
        ("a = 1\nb = 2", at(2, 5, 2, 6, "30", 1), "a = 1\nb = 30"),
        (["a = 1\n", "b = 2\n", "c = 3"], at(2, 1, 3, 1, "", 1), ["a = 1\n", "c = 3"]),
        (["a = 1\n", "b = 2\n", "c = 3"], at(1, 1, 2, 1, "", 1), ["b = 2\n", "c = 3"]),
        (["a = 1\n", "b = 2\n", "c = 3"], at(1, 1, 3, 1, "", 1), ["c = 3"]),
        (["a = 1\n", "b = 2"], at(1, 1, 2, 6, "", 1), [""]),
        (["a = 1\n", "b = 2"], at(2, 1, 2, 6, "", 1), ["a = 1\n"]),
        (["a = '\t\"\\n'\n", "b = 2"], at(1, 11, 1, 11, "+ '\\é'", 1), ["a = '\t\"\\n'+ '\\é'\n", "b = 2"]),
        (["a = '😀é'  # x\n"], at(1, 9, 1, 13, "", 1), ["a = '😀é'x\n"]),
        (["a = 1\r\n", "b = 2"], at(1, 6, 1, 6, "\n#", 1), ["a = 1\r\n#\r\n", "b = 2"]),
        (["a = 1\nb", " = 2\nc = 3"], at(2, 1, 3, 1, "", 1), ["a = 1\n", "c = 3"]),
        (["a\n", "", "b"], at(1, 1, 2, 2, "c", 1), ["c", ""]),
        (["    a = 1\n", "    b = 2"], at(2, 5, 2, 6, "3", 1), ["    a = 1\n", "    b = 3"]),
        (["    a = 1\n", "    b = 2"], at(1, 1, 2, 1, "", 1), ["    b = 2"]),
        (["%matplotlib inline\n", "b = 2"], at(2, 5, 2, 6, "3", 1), ["%matplotlib inline\n", "b = 3"]),
    ],
)
@pytest.mark.parametrize("indent", [None, 1, 4])
def test_notebooks(source: object, edit: Edit, expected: object, indent: int | None) -> None:
    data = notebook("x = 0", source, ["y = 0"], indent=indent)
    changed = change(data, edit)
    assert sources(changed) == ["x = 0", expected, ["y = 0"]]
    assert changed == notebook("x = 0", expected, ["y = 0"], indent=indent)


def test_the_rest_of_a_notebook_stays_as_it_is() -> None:
    data = (
        b'{"cells" :[ {"source":[ "a = 1\\u0020#\\u00e9 \\/\\n" ,"b = 2"], "cell_type":"code", "x": 1e5 } ],\r\n'
        b'\t"metadata":{"b": [ ], "a": "\\ud83d\\ude00"},"nbformat":4}'
    )
    changed = change(data, at(2, 5, 2, 6, "3", 0))
    assert changed == data.replace(b"b = 2", b"b = 3")
    assert change(data, at(1, 5, 1, 6, "7", 0)) == data.replace(b"a = 1", b"a = 7")


def test_worksheets() -> None:
    cells = [{"cell_type": "code", "language": "python", "input": ["a = 1\n", "b = 2"]}]
    data = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}, {"cells": cells}]}).encode()
    changed = json.loads(change(data, at(2, 5, 2, 6, "3", 1)))
    assert [sheet["cells"][0]["input"][1] for sheet in changed["worksheets"]] == ["b = 2", "b = 3"]


def test_a_magic_is_not_edited() -> None:
    data = notebook(["%matplotlib inline\n", "b = 2"])
    with pytest.raises(NotEditable):
        change(data, at(1, 1, 1, 5, "x", 0))


pieces = st.lists(st.text('ab é😀"\\\t#\n', max_size=6), max_size=5)


@given(pieces, st.data())
def test_any_edit_of_a_cell(parts: list[str], draw: st.DataObject) -> None:
    text = "".join(parts)
    lines = text.split("\n")
    first = draw.draw(st.integers(1, len(lines)))
    last = draw.draw(st.integers(first, len(lines)))
    start = draw.draw(st.integers(1, len(lines[first - 1]) + 1))
    end = draw.draw(st.integers(start if first == last else 1, len(lines[last - 1]) + 1))
    new = draw.draw(st.text('x\né"', max_size=3))
    before = "\n".join([*lines[: first - 1], lines[first - 1][: start - 1]])
    after = "\n".join([lines[last - 1][end - 1 :], *lines[last:]])
    data = notebook(parts)
    source = SourceFile("model.ipynb", (Cell(text, 0),))
    try:
        changed = edited(data, source, [at(first, start, last, end, new, 0)])
    except NotEditable:
        assert not parts
        return
    (found,) = sources(changed)
    assert isinstance(found, list)
    assert "".join(found) == before + new + after
