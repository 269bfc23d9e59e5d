"""``[tool.lint-params]`` in a ``pyproject.toml``: the same settings as in YAML, and mistakes with their place."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lint_params.config import toml
from lint_params.config.discovery import Configurations, discover
from lint_params.config.document import Mapping, Node, Place, Scalar, Sequence
from lint_params.config.errors import ConfigError
from lint_params.config.load import parse
from lint_params.config.settings import Settings
from tests.cli.command import ROOT, process, run
from tests.config.test_settings import CONTRACT

SAME = """
[project]
name = "x"

[tool.lint-params]  # the example of the documentation
inputs."train.py::build_model" = [400, 13]
inputs."x_train.shape[2]" = 13
inputs.'config.py::N_CLASSES' = 10
select = ["LP1", "LP2", "LP3", "LP5", "LP9"]
ignore = []
layers = {"hub.KerasLayer" = {params = 1_000_000, trainable = 0, output = [1280]}}
exclude = ["third_party/**"]
max-file-size = "1 MB"
keras = "auto"
baseline = ".lint-params-baseline.json"

[[tool.lint-params.budgets]]
max-params = 50_000
warn-params = 40_000

[[tool.lint-params.budgets]]
type = ["LSTM", "GRU"]
name = "encoder_*"
paths = [
    "mobile/**",  # a comment, with a "quote"
]
max-params = "20k"

[[tool.lint-params.budgets]]
for = "model"
max-params = "1M"
max-size = "4 MB"

[[tool.lint-params.budgets]]
max-share = "60%"

[[tool.lint-params.budgets]]
for = "model"
max-growth = "10%"

[[tool.lint-params.budgets]]
for = "model"
paths = ["edge/**"]
max-size = "256 KiB"
as = "int8"
max-activation = "64 KiB"
max-macs = "20M"

[[tool.lint-params.budgets]]
name = "embedding*"
max-params = "null"

[tool.lint-params.per-file-ignores]
"legacy/*.py" = ["LP2"]
"""


def bare(settings: Settings) -> Settings:
    """The settings without the places they come from."""
    nowhere = Place("", 0, 0)
    return replace(
        settings,
        path=None,
        budgets=tuple(replace(one, place=nowhere) for one in settings.budgets),
        inputs=tuple(replace(one, place=nowhere) for one in settings.inputs),
        layers=tuple(replace(one, place=nowhere) for one in settings.layers),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_says_what_yaml_says(end: str) -> None:
    data = SAME.replace("\n", end).encode()
    assert bare(parse(data, "pyproject.toml")) == bare(parse(CONTRACT.encode(), "a.yaml"))


MISTAKES = [
    ("[tool.lint-params]\nbudgets = 3", 2, 11, "expected a list of budgets"),
    ("[tool.lint-params]\nbudget = []", 2, 1, "did you mean budgets?"),
    ("[tool.lint-params]\nbudgets = [{max-params = 5},\n  {max-parms = 5}]", 3, 4, "did you mean max-params?"),
    ("[tool.lint-params]\nbudgets = [{max-params = true}]", 2, 26, "not 'true'"),
    ("[tool.lint-params]\nbudgets = [{max-params = 1.5}]", 2, 26, "1.5"),
    ("[tool.lint-params]\nselect = [\n'LP1', 'XY1']", 3, 8, "no rule has the code 'XY1'"),
    ("[[tool.lint-params.budgets]]\nmax-params = 5\n[[tool.lint-params.budgets]]\nname = 'x'", 3, 1, "limits nothing"),
    ("[tool.lint-params.layers]\n'a.B'.params = ''", 2, 16, "number"),
    ('tool."lint-params".keras = """\n4"""', 1, 28, "expected one of auto"),
    ("[tool]\nlint-params = 3", 2, 15, "expected a mapping of settings"),
    ("[tool.lint-params]\nkeras = ", 2, 9, "not valid TOML"),
    ("[tool.lint-params]\nkeras = '3'\nkeras = '3'", 3, 12, "not valid TOML"),
    ("[tool.other]\nx = 1", 1, 1, "there is no table [tool.lint-params]"),
]


@pytest.mark.parametrize(("text", "line", "column", "expected"), MISTAKES)
def test_mistakes_have_a_place(text: str, line: int, column: int, expected: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse(text.encode(), "pyproject.toml")
    assert expected in error.value.message
    assert (error.value.line, error.value.column) == (line, column), error.value


KEYS = st.text("ab-_.é\"'\\ #=[", min_size=1, max_size=5)
LEAVES = st.one_of(
    st.integers(-9, 10**6), st.booleans(), st.text("ab'\"\\]}#\n,=é", max_size=8), st.sampled_from(["'''x'''"])
)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))


def written(value: object, multiline: bool) -> str:
    """A value in TOML; a string of JSON is one of TOML."""
    if isinstance(value, dict):
        inside = ", ".join(f"{json.dumps(key)} . x = {written(item, False)}" for key, item in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list):
        between = ", # ]\n\t" if multiline else ","
        return f"[{between.join(written(item, multiline) for item in value)}]"
    if isinstance(value, str) and multiline and "\\" not in value and "'" not in value:
        return f"'''{value}'''"
    return json.dumps(value)


def leaves(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Sequence):
        return [leaf for item in node.items for leaf in leaves(item)]
    return [leaf for key, value in node.entries for leaf in (key, *leaves(value))]


@given(st.dictionaries(KEYS, VALUES, max_size=4), st.booleans())
def test_every_node_stands_where_it_says(document: dict[str, object], multiline: bool) -> None:
    lines = [f"{json.dumps(key)} = {written(value, multiline)}" for key, value in document.items()]
    text = "\n".join(["x = 'é'  # [", "[tool . 'lint-params']", *lines, "[[other.x]]", "[[other.x]]", "y = 1"])
    tree = toml.read(text.encode(), "pyproject.toml")
    assert isinstance(tree, Mapping)
    rows = text.split("\n")
    for leaf in leaves(tree):
        there = rows[leaf.place.line - 1][leaf.place.column - 1 :]
        quoted = there.startswith(('"', "'"))
        assert quoted or there.startswith(leaf.text), (leaf, there)
        if there.startswith('"'):
            assert json.JSONDecoder().raw_decode(there)[0] == leaf.text


def test_the_yaml_beside_it_holds(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.lint-params]\nkeras = '3'\n")
    (tmp_path / "sub").mkdir()
    file = str(tmp_path / "sub" / "a.py")
    assert Configurations().of(file).keras == "3"
    (tmp_path / ".lint-params.yaml").write_text("keras: tf2\n")
    assert Configurations().of(file).keras == "tf2"
    (tmp_path / "sub" / "pyproject.toml").write_text("[tool.lint-params]\nkeras = '1'\n")
    assert Configurations().of(file).keras == "1"
    (tmp_path / "sub" / "pyproject.toml").write_text("[project]\ndependencies = ['lint-params']\n")
    assert discover(file) == str(tmp_path / ".lint-params.yaml")


def test_it_can_be_named_and_extended(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.lint-params]\nextends = 'base.yaml'\nignore = ['LP3']\n")
    (tmp_path / "base.yaml").write_text("keras: tf2\n")
    (tmp_path / "a.py").write_text("")
    shown = run(tmp_path, "a.py", "--config", "pyproject.toml", "--show-config").stdout
    assert yaml.safe_load(shown)["keras"] == "tf2"
    assert yaml.safe_load(shown)["ignore"] == ["LP3"]
    assert run(tmp_path, "init").returncode == 2


@pytest.mark.parametrize(("text", "imported"), [("[tool.ruff]\n", False), ("[tool.lint-params]\n", True)])
def test_a_parser_is_imported_only_where_the_words_are(tmp_path: Path, text: str, imported: bool) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    (tmp_path / "a.py").write_text("")
    done = process(tmp_path, "python", "-X", "importtime", "-m", "lint_params", "a.py")
    name = "tomllib" if sys.version_info >= (3, 11) else "tomli"
    assert (
        any(line.split("|")[-1].strip().split(".")[0] == name for line in done.stderr.decode().splitlines()) == imported
    )


def test_the_readme_shows_one() -> None:
    assert "[tool.lint-params]" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "[tool.lint-params" + ".budgets" * 700 + "]\nx = 1\n",
        "[tool.lint-params]\nselect = " + "[" * 90 + "]" * 90 + "\n",
        "[tool.lint-params]\nselect = " + "[" * 5000 + "]" * 5000 + "\n",
        "[[tool.lint-params" + ".budgets" * 60 + "]]\nx = {a = {b = 1}}\n",
    ],
)
def test_what_is_nested_too_deep_is_told(text: str) -> None:
    with pytest.raises(ConfigError, match=r"nested (too|more than [0-9]+) deep"):
        parse(text.encode(), "pyproject.toml")
