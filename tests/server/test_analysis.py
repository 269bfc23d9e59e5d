"""The analysis behind the server: what it keeps from one text to the next changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_params.interpret import analyse
from lint_params.interpret.project import Project
from lint_params.interpret.result import FileResult
from lint_params.report.style import Style
from lint_params.report.summary_json import write
from lint_params.server.analysis import Inspector
from lint_params.server.text import Moved, Text
from lint_params.source.file import Cell, SourceFile
from tests.cli.command import ROOT

CASES = sorted((ROOT / "tests" / "cases").glob("*/*.py"))[::9]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_parsed_can_be_run_again(path: Path) -> None:
    text = path.read_text("utf-8", "replace")
    if text.startswith("# -*-"):
        pytest.skip("its cells can't be joined")
    file = SourceFile("model.ipynb", (Cell(text, 0), Cell("last = 1\n", 1)))
    project = Project(str(path.parent))
    first, second = (analyse(file, root=path.parent, project=project) for _ in range(2))
    assert shown(first) == shown(second) == shown(analyse(file, root=path.parent))


def test_a_cell_that_is_as_it_was_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    from lint_params.interpret import project

    lowered = project.lowered
    monkeypatch.setattr(project, "lowered", lambda cell, path: (parsed.append(cell.text), lowered(cell, path))[1])
    monkeypatch.chdir(tmp_path)
    one, head = Inspector(isolated=True), "from keras import Sequential, layers"
    for last in ("a = 1", "a = 2"):
        cells = (
            f'{{"cells": [{{"cell_type": "code", "source": "{head}"}}, {{"cell_type": "code", "source": "{last}"}}]}}'
        )
        one.inspect("n.ipynb", cells.encode())
    assert parsed == [head, "a = 1", "a = 2"]


texts = st.text(st.sampled_from("ab\n\r\f\u2028é𝔘"), max_size=12)


@given(texts, texts, st.data())
def test_what_did_not_change_is_found_again(old: str, new: str, data: st.DataObject) -> None:
    moved = Moved.between(old, new)
    assert old[: moved.start] == new[: moved.start]
    assert old[moved.end :] == new[moved.end + moved.by :]
    assert old[: moved.start] + new[moved.start : moved.end + moved.by] + old[moved.end :] == new
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    after = moved.stretch(start, end)
    assert 0 <= after[0] <= after[1] <= len(new)
    if end <= moved.start or start >= moved.end:
        assert new[slice(*after)] == old[start:end]


@given(texts)
def test_positions_go_there_and_back(text: str) -> None:
    held = Text.of(text)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue  # inside a line's end
        position = held.position(offset)
        assert held.at(position) == offset
        line = text[held.starts[position.line] : offset]
        assert position.character == len(line.encode("utf-16-le")) // 2


def shown(result: FileResult) -> str:
    return write([result], (), Style())
