"""A longer cell is read by ``ast`` but for what speaks of models: the tree is that of libcst alone."""

from __future__ import annotations

import libcst
import pytest

from lint_params.interpret import reading, tree
from lint_params.interpret.lower import lower
from lint_params.source.file import Cell, ReadError
from tests.interpret.test_lower_ast import CASES, LIBRARY, _text, parts

MODEL = """
@decorated(
    units
)
def build(units=4, *, shape=(3,)):
    return Sequential([Input(shape), Dense(units, name=f"a{units}")])


"""
IMPORTS = "import os; from keras import Input, Sequential\nfrom keras.layers import Dense; units = 3\n"


def check(text: str) -> tree.Unit | ReadError:
    cell = Cell(text)
    ours, whole = reading.lowered(cell, "module.py"), lower(cell, "module.py")
    if isinstance(ours, ReadError) or isinstance(whole, ReadError):
        assert ours == whole
        return ours
    assert list(parts(ours.body)) == list(parts(whole.body))
    assert ours.lines == whole.lines
    return ours


def test_the_tree_of_every_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SHORT", 0)
    for path in CASES[1::2]:
        check(path.read_text(encoding="utf-8", errors="replace"))


@pytest.mark.parametrize("start", ["", IMPORTS])
def test_a_model_in_a_large_file(start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    parse = libcst.parse_module
    monkeypatch.setattr(libcst, "parse_module", lambda text: read.append(text) or parse(text))
    texts = [text for path in LIBRARY[5::40] if (text := _text(path)) is not None and len(text) > reading.SHORT]
    shorter = 0
    for text in texts:
        first, rest = text.split("\n\n\n", 1) if "\n\n\n" in text else ("", text)
        read.clear()
        check(f"{start}{first}\n{MODEL}{rest}\nmodel = build(7)\n")
        assert len(read) == 2  # what is compared with is read too
        shorter += len(read[0]) < len(read[1]) / 2
    assert shorter > len(texts) / 2


@pytest.mark.parametrize(
    "end",
    [
        "model = Sequential() \\\n\n\nname = 'a'\n",
        "text = 'Sequential' \\\n\n\nname = 'a'\n",
        "model = Sequential(); name = 'a'\nname = 'b'; model = 3\n",
        "if a:\n    model = Sequential()\n# comment\nelse:\n    model = 3\nname = 'a'\n",
        "name = '''\n'''; model = Sequential('''\n''')\nname = 'a'",
        "model = Sequential()",
        "model = Sequential(\n",
        "print 'Sequential'\n",
        "if True:\n\n\n\n\n\n  model = Sequential()\n\n\n\n\n\n  name = 3\n",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_where_it_begins_and_ends(end: str, line_end: str) -> None:
    filler = "".join(f"def function_{at}(a):\n    return a + {at}\n\n\n" for at in range(150))
    check((filler + IMPORTS + end).replace("\n", line_end))
    check((end + "\n" + filler).replace("\n", line_end))
