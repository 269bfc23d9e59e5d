"""Notebooks of every format give their code cells, counted among all cells."""

from __future__ import annotations

import json

import pytest

from lint_params.source.decoding import NotText
from lint_params.source.notebook import CodeCell, code_cells


def markdown() -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": ["# Title"]}


def code(source: object, **more: object) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source, **more}


def test_nbformat_4() -> None:
    notebook = {"cells": [markdown(), code(["x = 1\n", "y = 2"]), code("z = 3")], "nbformat": 4, "nbformat_minor": 5}
    assert code_cells(json.dumps(notebook)) == [CodeCell("x = 1\ny = 2", 1), CodeCell("z = 3", 2)]


def test_nbformat_3() -> None:
    cell = {"cell_type": "code", "input": ["x = 1"], "language": "python", "outputs": []}
    ruby = {"cell_type": "code", "input": ["puts 1"], "language": "ruby", "outputs": []}
    notebook = {"worksheets": [{"cells": [markdown(), cell]}, {"cells": [ruby, cell]}], "nbformat": 3}
    assert code_cells(json.dumps(notebook)) == [CodeCell("x = 1", 1), CodeCell("x = 1", 3)]


def test_colab() -> None:
    cell = code(['#@title Model { run: "auto" }\n', "x = 1"], id="abc", metadata={"colab": {"base_uri": ""}})
    metadata = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    found = code_cells(json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 0}))
    assert found is not None
    assert found[0].text.endswith("x = 1")


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"language": "R", "name": "ir"}},
        {"language_info": {"name": "julia"}},
        {"language": "ruby"},
    ],
)
def test_another_language(metadata: object) -> None:
    assert code_cells(json.dumps({"cells": [code("x")], "metadata": metadata})) is None


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("", "not even JSON", 1),
        ("x = 1", "not JSON", 1),
        ('{"cells": [\n{]}', "not JSON", 2),
        ("[]", "no object", 1),
        ("{}", "no cells", 1),
        ('{"cells": 3}', "no cells", 1),
        ('{"cells": [3]}', "cell 0 is no object", 1),
        ('{"cells": [{"cell_type": "code", "source": 3}]}', "cell 0 is no text", 1),
        ('{"cells": [{"cell_type": "code", "source": [3]}]}', "cell 0 is no text", 1),
        ("[" * 100_000, "not", 1),
    ],
)
def test_what_is_no_notebook(text: str, words: str, line: int) -> None:
    with pytest.raises(NotText) as caught:
        code_cells(text)
    assert words in caught.value.message
    assert caught.value.line == line
