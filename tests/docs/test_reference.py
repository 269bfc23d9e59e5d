"""The pages about commands, settings and JSON: up to date with the code, their examples taken, their schema kept."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from lint_params.config import load
from tests.cli.command import ROOT, found, run

SCHEMA = json.loads((ROOT / "docs" / "json.schema.json").read_text("utf-8"))
CASES = ROOT / "tests" / "cases"
MODELS = [path for folder in ("lifecycle", "functions", "inputs") for path in sorted((CASES / folder).glob("*.py"))]
BROKEN = "from keras import Sequential\nmodel = Sequential(["
BIAS = """\
from keras import Input, Sequential
from keras.layers import BatchNormalization, Dense
model = Sequential([Input((8,)), Dense(9), BatchNormalization(), Dense(9), Dense(9)])
"""


@pytest.mark.parametrize("tool", ["command_docs", "configuration_docs", "json_docs"])
def test_pages_are_up_to_date(tool: str) -> None:
    done = subprocess.run([sys.executable, f"tools/{tool}.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_examples_of_the_configuration_are_taken() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    blocks = re.findall(r"^```(yaml|toml)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 4
    given = [load.parse(text.encode(), {"yaml": "c.yaml", "toml": "pyproject.toml"}[kind]) for kind, text in blocks]
    assert given[0].budgets and given[1].inputs and given[1].layers and given[2].exclude and given[3].budgets


def holds(name: str, document: object) -> None:
    """Nothing in a document but what the schema has, and all that it has."""
    validator = jsonschema.Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{name}"})
    assert [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(document)] == []


def test_the_schema_refuses_what_is_not_so() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = found(run(ROOT, "summary", "--format", "json", "examples"))
    holds("summary", document)
    for key in ("version", "models"):
        with pytest.raises(AssertionError):
            holds("summary", {name: value for name, value in document.items() if name != key})
    with pytest.raises(AssertionError):
        holds("summary", {**document, "more": 1})


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Models of many kinds, one that can be mended, a file that can't be parsed, a budget that is broken."""
    folder = tmp_path_factory.mktemp("project")
    for path in MODELS:
        shutil.copy(path, folder)
    (folder / "broken.py").write_text(BROKEN)
    (folder / "bias.py").write_text(BIAS)
    (folder / ".lint-params.yaml").write_text("budgets: [{max-params: 1000, max-share: 50%}]\nselect: LP\n")
    return folder


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("check", ("check", "--output-format", "json")),
        ("summary", ("summary", "--format", "json")),
        ("explain", ("explain", "--format", "json", ".")),
        ("suggest", ("suggest", "--format", "json", "bias.py", *(path.name for path in MODELS[:6]))),
        ("diff", ("diff", "--format", "json", "bias.py", MODELS[0].name)),
        ("rule", ("rule", "--format", "json")),
    ],
)
def test_what_commands_write_is_what_the_schema_says(name: str, arguments: tuple[str, ...], project: Path) -> None:
    document = json.loads(run(project, *arguments).stdout)
    holds(name, document)
    if name == "check":
        assert any(finding["fix"] for finding in document["findings"])
    elif name != "rule":
        assert document["models"]


def test_what_is_read_back_is_what_the_schema_says(tmp_path: Path) -> None:
    table = run(ROOT, "summary", "examples").stdout
    holds("tables", found(run(tmp_path, "explain", "--summary", "-", "--format", "json", input=table)))


def test_a_history_is_what_the_schema_says(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=reference", "-c", "user.email=reference")
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    for text in (BIAS, BIAS.replace("Dense(9)", "Dense(7)"), "import keras\n"):
        (tmp_path / "model.py").write_text(text)
        git("add", ".")
        git("commit", "-q", "-m", "Change it")
    document = found(run(tmp_path, "log", "--format", "json"))
    holds("log", document)
    (model,) = document["models"]  # type: ignore[misc]
    assert [moment["change"] for moment in model["moments"]] != []
    git("revert", "--no-edit", "HEAD")
    holds("diff", found(run(tmp_path, "diff", "--format", "json", "HEAD~1", "HEAD")))
