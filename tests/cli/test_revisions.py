"""What is kept from commit to commit: never another result than reading anew, and no more looks than needed."""

from __future__ import annotations

import contextlib
import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest

from lint_params.cli.analysis import Request
from lint_params.cli.revisions import Revisions
from lint_params.cli.revisions import states as followed
from lint_params.cli.sides import inside
from lint_params.history.git import Commit, Repository
from lint_params.history.shot import ModelShot
from lint_params.interpret import partial, program

Files = Mapping[str, str]


class Held:
    """A repository in memory: for each commit all of its files."""

    def __init__(self, commits: Sequence[Files]) -> None:
        self._commits = commits
        self._contents: dict[str, bytes] = {}

    def differences(self, commits: Sequence[Commit]) -> Iterator[dict[str, str | None]]:
        before: dict[str, str] = {}
        for files in self._commits:
            names = {path: self._name(text) for path, text in files.items()}
            changes: dict[str, str | None] = dict.fromkeys(before.keys() - names.keys())
            changes.update((path, name) for path, name in names.items() if before.get(path) != name)
            before = names
            yield changes

    @contextlib.contextmanager
    def opened(self, most: int) -> Iterator[Held]:
        yield self

    def read(self, name: str) -> bytes | None:
        return self._contents.get(name)

    def lacks(self, name: str) -> bool:
        return name not in self._contents

    def _name(self, text: str) -> str:
        name = hashlib.sha1(text.encode()).hexdigest()
        self._contents[name] = text.encode()
        return name


def states(directory: Path, history: Sequence[Files]) -> tuple[list[list[ModelShot]], int]:
    """The models of each commit, and how many files were interpreted for them."""
    commits = [Commit(f"{number:040x}", number, str(number)) for number in range(len(history))]
    with inside(str(directory)):
        revisions = Revisions(cast(Repository, Held(history)), "", Request(), pytest.fail)
        changes = ([changed] for changed in revisions.changes(commits))
        return [list(models) for _, models in followed(commits, changes)], revisions.looks


NET = """\
from keras import Input, Sequential, layers
import parts
from parts import width, Sizes, head

net = Sequential([Input((9,)), layers.Dense(width()), layers.Dense(Sizes().last())])
for flag in parts.flags():
    if flag:
        net.add(layers.Dense(2))
net.add(head())
"""

PIECES: Sequence[Sequence[str]] = (
    ("", '"""Sizes."""\n', '"""Sizes of\nall."""\n', "# a comment\n"),
    ("import os\n", "from keras import layers\n", "from keras.layers import Dense as Wide\n", "from more import *\n"),
    ("SIZE = 4\n", "SIZE = 5\n", "SIZE = 4  # as before\n", "SIZE = 2 + 2\n"),
    ("", "\n# of no use\n", "def unused():\n    return 1\n", "def unused():\n    return Wide(2)\n"),
    (
        "def width(size=SIZE):\n    return size\n",
        "def width(size=SIZE):\n    'The width.'\n    return size\n",
        "def width(size=SIZE):\n    'How wide.'\n\n    return size  # here\n",
        "def width(size=SIZE): return size + 1\n",
        "def width(size=SIZE):\n    return other()\n",
    ),
    (
        "def other():\n    return 6\n",
        "def other():\n    return 7\n",
        "def other():\n    yield 7\n",
        "def other():\n    return helper(layers)\n",
        "if unknown():\n    def other():\n        return 8\nelse:\n    def other():\n        return 9\n",
    ),
    ("def helper(of):\n    return 3\n", "def helper(of):\n    return of.Dense(3)\n", ""),
    (
        "class Sizes:\n    def first(self):\n        return 1\n    def last(self):\n        return 3\n",
        "class Sizes:\n    def first(self):\n        return 2\n\n    # that\n    def last(self):\n        return 3\n",
        "class Sizes:\n    def last(self):\n        return self.first()\n    def first(self):\n        return 4\n",
        "class Sizes:\n    def last(self):\n        return 5\n    @property\n    def first(self):\n        return 4\n",
    ),
    (
        "def flags():\n    return [True, False]\n",
        "def flags():\n    return [helper(1)]\n",
        "def flags():\n    # open\n    return input()\n",
        "def flags():\n    yield True\n",
    ),
    (
        "def head():\n    from keras import layers\n    return layers.Dense(1)\n",
        "\n\ndef head():\n    from keras import layers\n    return layers.Dense(1)\n",
        "def head():\n    from keras import layers\n    'the head'\n    return layers.Dense(1)\n",
    ),
    ("", "from keras import Sequential\ndef made():\n    return Sequential()\n", "x = [\n", "del other\n"),
)


def histories(seed: int, length: int) -> list[dict[str, str]]:
    """Commits each of which changes one piece of a module, the file that imports it, or another file."""
    chance = random.Random(seed)
    chosen = [pieces[0] for pieces in PIECES]
    files = {"net.py": NET, "parts.py": "".join(chosen)}
    found = []
    for _ in range(length):
        which = chance.randrange(len(PIECES) + 2)
        if which < len(PIECES):
            chosen[which] = chance.choice(PIECES[which])
        elif which == len(PIECES):
            files["net.py"] = chance.choice((NET, NET.replace("(2)", "(8)"), NET.replace("(9,)", "(width(7),)")))
        else:
            files["more.py"] = chance.choice(("def helper(of):\n    return 1\n", "SIZE = 9\n", "layers = None\n"))
        if chance.random() < 0.1:
            chosen[-1] = PIECES[-1][0]
        found.append({**files, "parts.py": "".join(chosen)})
    return found


def more_modules(history: Sequence[Files], seed: int) -> list[Files]:
    """The same commits with two further modules, now longer and now shorter, which do not always say the same."""
    chance = random.Random(seed)
    files = {"wide.py": "WIDE = 3\n", "last.py": "LAST = 5\n"}
    found: list[Files] = []
    for one in history:
        name = chance.choice(("wide", "last", "none"))
        if name != "none":
            unused = f"def unused():\n    return {list(range(chance.randrange(60)))}\n"
            files[f"{name}.py"] = f"{name.upper()} = {chance.choice((3, 3, 3, 4))}\n{unused}"
        net = "from wide import WIDE\nnet.add(layers.Dense(WIDE))\nfrom last import LAST\nnet.add(layers.Dense(LAST))\n"
        found.append({**one, **files, "net.py": one["net.py"] + net})
    return found


@pytest.mark.parametrize(("seed", "most"), [(0, None), (1, None), (2, None), (3, 1_100), (4, 900), (5, 700)])
def test_no_other_result_than_reading_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, most: int | None
) -> None:
    """``most``: how many bytes of modules are read, so that sometimes not all are."""
    history: Sequence[Files] = histories(seed, 60)
    if most is not None:
        history = more_modules(history, seed)
        for module in (partial, program):
            monkeypatch.setattr(module, "MAX_BYTES", most)
    kept, _ = states(tmp_path, history)
    anew = [states(tmp_path, [files])[0][0] for files in history]
    for number, (one, other) in enumerate(zip(kept, anew, strict=True)):
        assert one == other, history[number]["parts.py"]
    assert len({tuple(model.params for model in models) for models in anew}) > 3  # there was something to miss


PARTS = """\
{comment}
def width():
    {text}
    return {width}

def unused():
    return {unused}
"""


def parts(comment: str = "", text: str = "pass", width: int = 4, unused: object = 1) -> Files:
    module = PARTS.format(comment=comment, text=text, width=width, unused=unused)
    return {"net.py": NET.split("for flag")[0].replace("Sizes().last()", "3").replace("Sizes, head", "unused"),
            "parts.py": module}  # fmt: skip


def test_a_module_less_is_read_where_others_are_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    net = "from keras import Input, Sequential, layers\nfrom one import A\nfrom two import B\n"
    net += "net = Sequential([Input((9,)), layers.Dense(A), layers.Dense(B)])\n"
    for module in (partial, program):
        monkeypatch.setattr(module, "MAX_BYTES", 100)
    ones = [f"A = 3\ndef unused():\n    return '{'x' * length}'\n" for length in (20, 30, 90, 95, 30)]
    history = [{"net.py": net, "one.py": one, "two.py": "B = 4\n" + "# longer\n" * 12} for one in ones]
    found, looks = states(tmp_path, history)
    assert [models[0].params is not None for models in found] == [True, True, False, False, True]
    assert looks == 2


@pytest.mark.parametrize(
    ("changed", "looks"),
    [
        (parts(unused=2), 1),
        (parts(unused="[\n1\n]"), 1),
        (parts(comment="# more"), 1),
        (parts(comment="'''Of\nmany\nlines'''"), 2),  # a statement more
        (parts(text="'what it gives'"), 2),
        (parts(width=5), 2),
        (parts(unused="Sequential()"), 2),  # a word for models now
        (parts(unused="(yield)"), 2),
    ],
)
def test_what_no_run_enters_costs_no_look(tmp_path: Path, changed: Files, looks: int) -> None:
    assert states(tmp_path, [parts(), changed])[1] == looks


def test_where_a_model_stands_is_told_anew(tmp_path: Path) -> None:
    """A layer of a function in another file: its line counts."""
    net = "from keras import Input, Sequential\nfrom parts import head\nnet = Sequential([Input((9,)), head()])\n"
    head = "from keras import layers\n{}\ndef head():\n    return layers.Dense(1)\n"
    history = [{"net.py": net, "parts.py": head.format(text)} for text in ("", "\n# lower", "def f():\n    pass")]
    found, _ = states(tmp_path, history)
    lines = [files["parts.py"].split("\n").index("    return layers.Dense(1)") + 1 for files in history]
    assert [models[0].layers[-1].line for models in found] == lines
    assert found == [states(tmp_path, [files])[0][0] for files in history]
