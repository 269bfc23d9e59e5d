"""The text of a cell in the JSON of its notebook: where each character stands, and what is no such text."""

from __future__ import annotations

import json

import pytest

from lint_params.source.decoding import NotText
from lint_params.source.notebook_text import cell_text


def cells(*sources: object) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": source} for source in sources]})


@pytest.mark.parametrize("source", ["a = 'é'\nb = 2\n", ["a = 1\n", "b = '\\t'\n"], ["", "x"]])
def test_the_text_of_a_cell(source: str | list[str]) -> None:
    text = cell_text(cells("first", source), 1)
    assert "".join(piece.text for piece in text.pieces) == "".join(source)


def test_the_older_layout() -> None:
    older = {"worksheets": [{"metadata": {}}, {"cells": [{"input": ["x = 1\n", "y"]}]}]}
    assert [piece.text for piece in cell_text(json.dumps(older), 0).pieces] == ["x = 1\n", "y"]


@pytest.mark.parametrize(
    ("notebook", "index", "why"),
    [
        (cells("x"), 1, "there is no such cell"),
        (cells("x"), -1, "there is no such cell"),
        ('{"cells": [{"cell_type": "code"}]}', 0, "the cell has no source"),
        (cells([1]), 0, "the source of the cell is no text"),
        (cells({"x": 1}), 0, "the source of the cell is no text"),
        (cells([]), 0, "the cell is empty"),
        ('{"cells": [], "cells": []}', 0, "twice"),
        ("[]", 0, "not laid out as one"),
        ('{"cells": {}}', 0, "there is no such cell"),
        ('{"cells": [1]}', 0, "not laid out as one"),
    ],
)
def test_what_is_no_text_of_a_cell(notebook: str, index: int, why: str) -> None:
    with pytest.raises(NotText, match=why):
        cell_text(notebook, index)
