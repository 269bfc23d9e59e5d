"""What can hold a model is never passed over, whichever way Keras and the model class come in."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_params.source import prefilter as module
from lint_params.source.outline import OF_KERAS, OF_MODEL, Outline
from lint_params.source.prefilter import Prefilter

HOLDING = {
    "plain": {"main.py": "from keras.models import Sequential"},
    "through tf": {"main.py": "import tensorflow as tf\nm = tf.keras.Sequential()"},
    "functional": {"main.py": "from keras import Model"},
    "alias": {"main.py": "import tf_keras as k\nm = getattr(k, 'Sequential')()"},
    "star import": {"main.py": "from common import *\nm = Sequential()", "common.py": "from keras.models import *"},
    "builder": {"main.py": "import nets\nm = nets.build()", "nets.py": "import keras\ndef build(): keras.Sequential()"},
    "alias of a module": {"main.py": "import a.b.nets as n", "a/b/nets.py": "import keras; keras.Sequential()"},
    "package": {"main.py": "from a import build", "a/__init__.py": "from .n import *", "a/n.py": "keras Sequential"},
    "package on the way": {"main.py": "import a.b", "a/__init__.py": "keras Sequential", "a/b.py": ""},
    "relative": {"p/main.py": "from .nets import build", "p/nets.py": "keras Sequential"},
    "relative, up": {"p/q/main.py": "from ..nets import build", "p/nets.py": "keras Sequential"},
    "relative, a module": {"p/main.py": "from . import nets", "p/nets.py": "keras Sequential"},
    "dots apart": {"p/q/main.py": "from . . nets import build", "p/nets.py": "keras Sequential"},
    "brackets": {"main.py": "from p import (  # why\n    x,\n    nets as n,\n)", "p/nets.py": "keras Sequential"},
    "backslash": {"main.py": "from p import x, \\\n    nets", "p/nets.py": "keras Sequential"},
    "backslash before the word": {"main.py": "from p \\\n    import nets", "p/nets.py": "keras Sequential"},
    "backslash before names": {"main.py": "from p import \\\r\n    nets", "p/nets.py": "keras Sequential"},
    "several lines": {"main.py": "import os\nimport sys; import nets\nimport re", "nets.py": "keras Sequential"},
    "importance": {"main.py": "important = 1\nfrom importlib import nets, x", "importlib/nets.py": "keras Sequential"},
    "one of several": {"main.py": "import os, nets as n", "nets.py": "keras Sequential"},
    "inside a line": {"main.py": "try: import nets\nexcept: pass", "nets.py": "keras Sequential"},
    "behind a statement": {"main.py": "x = 1; from nets import *", "nets.py": "keras Sequential"},
    "indented": {"main.py": "def f():\n\timport nets", "nets.py": "keras Sequential"},
    "from above": {"p/main.py": "from q.nets import build", "q/nets.py": "keras Sequential"},
    "src": {"tests/main.py": "from nets import build", "src/nets.py": "keras Sequential"},
    "in two steps": {
        "main.py": "import a",
        "a.py": "import b",
        "b.py": "import keras; from c import S",
        "c.py": "Sequential",
    },
    "circle": {"main.py": "import a", "a.py": "import main, b", "b.py": "import a\nkeras Sequential"},
    "crlf": {"main.py": "import os\r\nimport nets\r\n", "nets.py": "keras Sequential"},
    "cr": {"main.py": "import os\rimport nets\r", "nets.py": "keras Sequential"},
    "non-ASCII": {"main.py": "from modèle import build", "modèle.py": "keras Sequential"},
    "notebook": {"main.ipynb": '{"source": ["import os\\n", "from nets import b"]}', "nets.py": "keras Sequential"},
    "notebook, one string": {"main.ipynb": '{"source": "import os\\nimport nets"}', "nets.py": "keras Sequential"},
}

BARREN = {
    "nothing": {"main.py": "x = 1"},
    "torch": {"main.py": "from torch.nn import Sequential"},
    "keras without models": {"main.py": "from keras.utils import to_categorical"},
    "a model elsewhere": {"main.py": "import os", "nets.py": "keras Sequential"},
    "imports of others": {"main.py": "import numpy as np\nfrom os import path"},
    "a circle": {"main.py": "import a", "a.py": "import main"},
    "an import in the text": {"main.py": "# to import nets, say so", "nets.py": "keras Sequential"},
}


def answer(tmp_path: Path, files: dict[str, str]) -> bool:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    (main,) = [tmp_path / name for name in files if Path(name).stem == "main"]
    return Prefilter().could_hold_model(str(main), main.read_bytes(), str(tmp_path))


@pytest.mark.parametrize("case", HOLDING)
def test_can_hold_a_model(tmp_path: Path, case: str) -> None:
    assert answer(tmp_path, HOLDING[case])


@pytest.mark.parametrize("case", BARREN)
def test_can_hold_none(tmp_path: Path, case: str) -> None:
    assert not answer(tmp_path, BARREN[case])


def test_the_answer_does_not_depend_on_what_was_asked_before(tmp_path: Path) -> None:
    files = {
        "a.py": "import b",
        "b.py": "import a, c",
        "c.py": "import d",
        "d.py": "import keras; keras.Sequential",
        "e.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    for order in (sorted(files), sorted(files, reverse=True)):
        prefilter = Prefilter()
        found = {
            name: prefilter.could_hold_model(str(tmp_path / name), files[name].encode(), str(tmp_path))
            for name in order
        }
        assert found == {"a.py": True, "b.py": True, "c.py": True, "d.py": True, "e.py": False}


def test_no_file_is_read_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All searches together stay linear, also where words of a model are there and Keras is not."""
    names = [f"m{number}" for number in range(60)]
    for name in names:
        (tmp_path / f"{name}.py").write_text("Model\n" + "".join(f"import {other}\n" for other in names))
    prefilter = Prefilter()
    searched: list[str] = []
    original = Prefilter._targets

    def targets(self: Prefilter, path: str, root: str) -> object:
        searched.append(path)
        return original(self, path, root)

    monkeypatch.setattr(Prefilter, "_targets", targets)
    for name in names:
        path = tmp_path / f"{name}.py"
        assert not prefilter.could_hold_model(str(path), path.read_bytes(), str(tmp_path))
    assert len(searched) <= 2 * len(names)


WORDS = ("", "keras\n", "Sequential\n", "keras Sequential\n")
GRAPHS = st.lists(st.tuples(st.sampled_from(WORDS), st.sets(st.integers(0, 7), max_size=3)), min_size=1, max_size=8)


def said_by_every_way(graph: list[tuple[str, set[int]]], start: int) -> bool:
    reached, waiting = {start}, [start]
    while waiting:
        waiting += (found := graph[waiting.pop()][1] & set(range(len(graph))) - reached)
        reached |= found
    words = "".join(graph[number][0] for number in reached)
    return "keras" in words and "Sequential" in words


@given(GRAPHS, st.data(), st.booleans(), st.sampled_from([0, 2_000]))
def test_any_imports_in_any_order(
    graph: list[tuple[str, set[int]]], data: st.DataObject, keeping: bool, most: int
) -> None:
    """Whatever is forgotten on the way, so that a large tree takes no more memory than it must."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(module, "MOST_MODULES", most)
        files = [Path(folder, f"m{number}.py") for number in range(len(graph))]
        for file, (words, imports) in zip(files, graph, strict=True):
            file.write_text(words + "".join(f"import m{other}\n" for other in sorted(imports)))
        prefilter = Prefilter(keeping=keeping)
        for number in data.draw(st.permutations(range(len(graph)))):
            there = files[number].read_bytes()
            expected = said_by_every_way(graph, number)
            assert prefilter.could_hold_model(str(files[number]), there, folder) == expected


def test_of_files_that_lead_nowhere_no_outline_is_kept(tmp_path: Path) -> None:
    (tmp_path / "b.py").write_text("import c\n")
    for keeping in (False, True):
        prefilter = Prefilter(keeping=keeping)
        assert not prefilter.could_hold_model(str(tmp_path / "a.py"), b"import b\n", str(tmp_path))
        assert (prefilter.known(str(tmp_path / "a.py")) is not None) == keeping
        assert not prefilter.could_hold_model(str(tmp_path / "d.py"), b"keras\nimport b\n", str(tmp_path))
        assert prefilter.known(str(tmp_path / "d.py")) is not None


@pytest.mark.parametrize("text", ["00", "11", "010:os", "000:os,3:a/b,1:", "10" + "12:\u00e4/b"])
def test_an_outline_is_read_as_it_was_written(text: str) -> None:
    outline = Outline.read(text)
    assert outline is not None
    assert Outline.of(outline.words & OF_KERAS > 0, outline.words & OF_MODEL > 0, outline.imports()) == text


@pytest.mark.parametrize("text", ["", "0", "02", "000", "00os", "00a:os", "000:os,", "000:a\n", 3, None, ["00"]])
def test_what_is_no_outline_is_not_read(text: object) -> None:
    assert Outline.read(text) is None
