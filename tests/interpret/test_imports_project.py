"""Imports within the checked project: found as Python finds them, and who imports a file changes nothing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_params.interpret import FileResult, analyse_text
from lint_params.interpret.project import MAX_BYTES
from lint_params.model.model import Model
from tests.interpret.programs import PRELUDE, units, write

MODEL = PRELUDE + "model = Sequential([Input((2,)), Dense(UNITS)])\n"


def result(folder: Path, name: str = "main.py") -> FileResult:
    path = folder / name
    return analyse_text(path.read_text(encoding="utf-8"), str(path), root=folder)


def only(folder: Path, name: str = "main.py") -> Model:
    (model,) = result(folder, name).models
    return model


IMPORTS = {
    "from a module": ({"main": "from config import UNITS\n", "config": "UNITS = 3\n"}),
    "a module": ({"main": "import config\nUNITS = config.UNITS\n", "config": "UNITS = 3\n"}),
    "by another name": ({"main": "import config as c\nUNITS = c.UNITS\n", "config": "UNITS = 3\n"}),
    "a module asked for": (
        {"main": "import importlib\nUNITS = importlib.import_module('config').UNITS\n", "config": "UNITS = 3\n"}
    ),
    "a module asked for by pytest": (
        {"main": "import pytest\nUNITS = pytest.importorskip('config').UNITS\n", "config": "UNITS = 3\n"}
    ),
    "a star": ({"main": "from config import *\n", "config": "UNITS = 3\n_HIDDEN = 4\n"}),
    "a package": ({"main": "from zoo.config import UNITS\n", "zoo___init": "", "zoo__config": "UNITS = 3\n"}),
    "a package by its dots": (
        {"main": "import zoo.config\nUNITS = zoo.config.UNITS\n", "zoo___init": "", "zoo__config": "UNITS = 3\n"}
    ),
    "a folder without __init__": ({"main": "from zoo.config import UNITS\n", "zoo__config": "UNITS = 3\n"}),
    "a re-export": (
        {"main": "from zoo import UNITS\n", "zoo___init": "from .config import UNITS\n", "zoo__config": "UNITS = 3\n"}
    ),
    "a re-exported star": (
        {"main": "from zoo import UNITS\n", "zoo___init": "from .config import *\n", "zoo__config": "UNITS = 3\n"}
    ),
    "a module from a package": (
        {"main": "from zoo import config\nUNITS = config.UNITS\n", "zoo___init": "", "zoo__config": "UNITS = 3\n"}
    ),
    "a sibling within the package": (
        {
            "main": "from zoo.big import UNITS\n",
            "zoo___init": "",
            "zoo__big": "from . import small\nUNITS = small.N + 1\n",
            "zoo__small": "N = 2\n",
        }
    ),
    "up two levels": (
        {
            "main": "from zoo.deep.big import UNITS\n",
            "zoo___init": "",
            "zoo__deep___init": "",
            "zoo__deep__big": "from ..small import N\nUNITS = N + 1\n",
            "zoo__small": "N = 2\n",
        }
    ),
    "a cycle": (
        {"main": "from a import UNITS\n", "a": "UNITS = 3\nimport b\n", "b": "from a import UNITS\nMORE = UNITS + 1\n"}
    ),
    "below src": ({"main": "from zoo.config import UNITS\n", "src__zoo__config": "UNITS = 3\n", "src__zoo___init": ""}),
    "within a function": (
        {
            "main": ("def units():\n    from config import UNITS\n    return UNITS\nUNITS = units()\n"),
            "config": "UNITS = 3\n",
        }
    ),
    "a fallback": (
        {
            "main": ("try:\n    from .config import UNITS\nexcept ImportError:\n    from config import UNITS\n"),
            "config": "UNITS = 3\n",
        }
    ),
}


@pytest.mark.parametrize("name", IMPORTS)
def test_a_constant_from(name: str, tmp_path: Path) -> None:
    files = dict(IMPORTS[name])
    files["main"] += MODEL
    assert units(only(write(tmp_path, **files))) == [3]


@pytest.mark.parametrize(
    "line",
    [
        "from missing import UNITS",
        "from config import UNITS",
        "import missing\nUNITS = missing.UNITS",
        "from missing import *",
        "from .. import UNITS",
    ],
)
def test_what_is_not_there_is_unknown(line: str, tmp_path: Path) -> None:
    model = only(write(tmp_path, main=f"{line}\n{MODEL}", config="OTHER = 3\n"))
    assert model.params is None
    assert model.reason


def test_the_nearest_module_wins(tmp_path: Path) -> None:
    write(tmp_path, config="UNITS = 9\n", inner__config="UNITS = 3\n", inner__main=f"from config import UNITS\n{MODEL}")
    assert units(only(tmp_path, "inner/main.py")) == [3]


BUILDER = PRELUDE + "def build(n):\n    return Sequential([Input((2,)),\n        Dense(n)])\n"


def test_a_model_made_by_an_imported_builder_belongs_to_the_caller(tmp_path: Path) -> None:
    model = only(write(tmp_path, main="from zoo import build\n\nmodel = build(\n  5)\n", zoo=BUILDER))
    assert (model.span.path.endswith("main.py"), model.span.line, model.variable) == (True, 3, "model")
    assert model.made_at is not None
    assert (model.made_at.path.endswith("zoo.py"), model.made_at.line) == (True, 4)
    assert (model.layers[0].span.path.endswith("zoo.py"), model.layers[0].span.line) == (True, 5)


def test_two_calls_are_two_models(tmp_path: Path) -> None:
    found = result(write(tmp_path, main="from zoo import build\na = build(5)\nb = build(6)\n", zoo=BUILDER)).models
    assert [(model.span.line, units(model)) for model in found] == [(2, [5]), (3, [6])]


def test_a_model_that_a_module_makes_for_itself_is_not_the_importers(tmp_path: Path) -> None:
    write(tmp_path, main="import zoo\n", zoo=BUILDER + "model = build(3)\n")
    assert result(tmp_path).models == ()
    assert len(result(tmp_path, "zoo.py").models) == 1


def test_who_imports_a_file_changes_nothing_in_it(tmp_path: Path) -> None:
    write(tmp_path, zoo=BUILDER)
    alone = result(tmp_path, "zoo.py").models
    write(tmp_path, main="from zoo import build\nmodel = build(5)\n")
    assert [(m.params, m.free, m.at_least) for m in result(tmp_path, "zoo.py").models] == [
        (m.params, m.free, m.at_least) for m in alone
    ]


def test_an_imported_base_class(tmp_path: Path) -> None:
    base = PRELUDE + (
        "class Base:\n"
        "    units = 3\n"
        "    def build(self):\n"
        "        return Sequential([Input((2,)), Dense(self.units)])\n"
    )
    main = "from base import Base\nclass Wide(Base):\n    units = 30\nmodel = Wide().build()\n"
    assert units(only(write(tmp_path, main=main, base=base))) == [30]


def test_what_was_read_is_listed(tmp_path: Path) -> None:
    write(tmp_path, main=f"from a import UNITS\n{MODEL}", a="from b import UNITS\n", b="UNITS = 3\n", c="")
    assert [Path(path).name for path in result(tmp_path).depends_on] == ["a.py", "b.py"]


def test_a_module_that_cannot_be_parsed_is_unknown(tmp_path: Path) -> None:
    assert only(write(tmp_path, main=f"from config import UNITS\n{MODEL}", config="UNITS = = 3\n")).params is None


def test_modules_are_read_up_to_a_bound(tmp_path: Path) -> None:
    large = "UNITS = 3\n" + "# filler\n" * (MAX_BYTES // 8)
    first = "".join(f"from big{index} import UNITS\n" for index in range(4))
    write(
        tmp_path,
        main=first + "from last import UNITS\n" + MODEL,
        last="UNITS = 3\n",
        **{f"big{i}": large for i in range(4)},
    )
    assert only(tmp_path).params is None


def test_absolute_imports_are_looked_for_above_the_package(tmp_path: Path) -> None:
    top = tmp_path / "top" / "pkg"
    (top / "sub").mkdir(parents=True)
    for package in (top, top / "sub"):
        (package / "__init__.py").write_text("")
    (top / "sizes.py").write_text("UNITS = 9\n")
    (top / "sub" / "main.py").write_text("from pkg.sizes import UNITS\n" + MODEL)
    assert only(tmp_path, "top/pkg/sub/main.py").params == 27


def test_keras_asked_for(tmp_path: Path) -> None:
    text = "import pytest\n\ndef test():\n    keras = pytest.importorskip('tensorflow.keras')\n"
    text += "    keras.Sequential([keras.Input((2,)), keras.layers.Dense(4)])\n"
    assert only(write(tmp_path, main=text)).params == 12


BUILDS = "from keras import Input, Sequential\nfrom keras.layers import Dense\n"


def test_open_conditions_of_a_library_next_door_leave_a_model_as_it_is(tmp_path: Path) -> None:
    conditions = "".join(
        f"    if asked({at}):\n        seen.add(model)\n        kinds.append(keras.layers.Dense)\n" for at in range(12)
    )
    library = f"import keras\nfrom elsewhere import asked\ndef convert(model, kinds):\n    seen = set()\n{conditions}"
    text = f"{BUILDS}from library import convert\nmodel = Sequential([Input((2,)), Dense(4)])\nconvert(model, [])\n"
    write(tmp_path, library=library, main=text)
    model = only(tmp_path)
    assert (model.params, model.layers_complete) == (2 * 4 + 4, True)


def test_open_conditions_that_a_module_is_read_under_decide_nothing_by_themselves(tmp_path: Path) -> None:
    conditions = "".join(f"if asked({at}):\n    Kind{at} = keras.layers.Dense\n" for at in range(12))
    write(tmp_path, library=f"import keras\nfrom elsewhere import asked\n{conditions}")
    text = f"{BUILDS}import library\nmodel = Sequential([Input((2,)), Dense(4)])\n"
    write(tmp_path, main=text)
    model = only(tmp_path)
    assert (model.params, model.layers_complete) == (2 * 4 + 4, True)


def test_a_set_that_grows_under_a_condition_is_no_model() -> None:
    text = f"""{BUILDS}
from elsewhere import steps, asked
model = Sequential([Input((2,)), Dense(4)])
seen = set()
for step in steps():
    if asked(step):
        seen.add(Dense)
"""
    (model,) = analyse_text(text).models
    assert model.layers_complete
