"""A first configuration: it fits what is there, editors know its schema, and nothing is overwritten."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from importlib import resources
from pathlib import Path
from urllib.parse import unquote, urlparse

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lint_params.config.starter import roomy
from tests.cli.command import ROOT, run

SCHEMA = json.loads(resources.files("lint_params.config").joinpath("schema.json").read_text("utf-8"))
SOURCE = "from keras import Sequential, layers\nmodel = Sequential([layers.Input((9,)), layers.Dense(10)])\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for example in (ROOT / "examples").glob("*.py"):
        (tmp_path / example.name).write_bytes(example.read_bytes())
    (tmp_path / "model.py").write_text(SOURCE)
    return tmp_path


def written(project: Path) -> str:
    return (project / ".lint-params.yaml").read_text()


def test_what_is_there_fits(project: Path) -> None:
    done = run(project, "init")
    assert (done.returncode, done.stdout) == (0, "wrote .lint-params.yaml: budgets for 3 models in 3 files\n")
    assert run(project, "check").returncode == 0
    jsonschema.validate(yaml.safe_load(written(project)), SCHEMA)


def test_budgets_are_no_wider_than_they_say(project: Path) -> None:
    run(project, "init", "--headroom", "0%")
    tight = yaml.safe_load(written(project))["budgets"]
    largest = {"params": 0, "bytes": 0}
    for model in json.loads(run(project, "summary", "--format", "json").stdout)["models"]:
        for key in largest:
            largest[key] = max(largest[key], model[key])
    assert largest["params"] <= tight[1]["max-params"] < largest["params"] * 1.1
    assert largest["bytes"] <= tight[1]["max-size"] < largest["bytes"] * 1.1


def test_the_first_line_is_for_editors(project: Path) -> None:
    run(project, "init")
    first = written(project).split("\n")[0]
    place = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert place is not None
    path = unquote(urlparse(place[1]).path) if place[1].startswith("file:") else str(project / place[1])
    assert json.loads(Path(path).read_text("utf-8")) == SCHEMA


def test_what_is_commented_out_is_valid_too(project: Path) -> None:
    run(project, "init")
    text = re.sub(r"^( *)# (?=[- ] |[a-z]+: |[a-z]+:$|  \S)", r"\1", written(project), flags=re.MULTILINE)
    settings = yaml.safe_load(text)
    jsonschema.validate(settings, SCHEMA)
    assert {"inputs", "select", "exclude"} <= set(settings)
    assert len(settings["budgets"]) == 4


@pytest.mark.parametrize("name", [".lint-params.yaml", "lint-params.yml"])
def test_nothing_is_overwritten(project: Path, name: str) -> None:
    (project / name).write_text("budgets: []\n")
    done = run(project, "init")
    assert (done.returncode, f"there is {name} already" in done.stderr) == (2, True)
    assert (project / name).read_text() == "budgets: []\n"
    assert run(project, "init", "--force").returncode == 0
    assert "max-params" in written(project)


def test_a_configuration_that_is_broken_can_be_replaced(project: Path) -> None:
    (project / ".lint-params.yaml").write_text("budgets: [")
    assert run(project, "init", "--force").returncode == 0


def test_a_baseline_records_what_is_there(project: Path) -> None:
    (project / "old.py").write_text("from keras import Sequential\nprint 'x'\n")
    assert run(project, "init", "--baseline").returncode == 0
    baseline = json.loads((project / ".lint-params-baseline.json").read_text())
    assert sorted(model["path"] for model in baseline["models"]) == [
        "dense_tagger.py",
        "model.py",
        "sequence_tagger.py",
    ]
    assert [finding["code"] for finding in baseline["findings"]] == ["LP901"]
    assert run(project, "check").returncode == 0
    (project / "model.py").write_text(SOURCE.replace("10", "12"))
    assert "LP105" in run(project, "check").stdout
    assert run(project, "init", "--baseline").returncode == 2


def test_where_there_is_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "init", "--baseline").returncode == 0
    assert run(tmp_path, "check").returncode == 0
    jsonschema.validate(yaml.safe_load(written(tmp_path)), SCHEMA)
    (tmp_path / "model.py").write_text(SOURCE)
    assert run(tmp_path, "check").returncode == 0


@pytest.mark.parametrize("arguments", [["-"], ["--headroom", "x"], ["--config", "a.yaml"]])
def test_wrong_use(tmp_path: Path, arguments: list[str]) -> None:
    assert run(tmp_path, "init", *arguments).returncode == 2
    assert not list(tmp_path.iterdir())


@given(st.integers(0, 10**12), st.sampled_from([Fraction(0), Fraction(1, 5), Fraction(2)]))
def test_rounded_up(number: int, headroom: Fraction) -> None:
    room = roomy(number, headroom)
    assert room >= number * (1 + headroom)
    assert room <= max(number * (1 + headroom) * Fraction(11, 10) + 1, 1_000)
    assert len(str(room).rstrip("0")) <= 2
