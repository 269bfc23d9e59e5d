"""``summary``: the contract's JSON, Keras' table, Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.command import ROOT, found, run
from tests.cli.test_commands import SEED

OPEN = """\
import sys
from keras import Sequential, layers
from data import x

model = Sequential()
model.add(layers.LSTM(5, input_shape=(400, x.shape[2]), return_sequences=True))
model.add(layers.LSTM(5))
model.add(layers.Dense(3, name="a|b\x1b"))
"""

DENSE = (ROOT / "examples" / "dense_tagger.py").read_text()


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    (tmp_path / "model.py").write_text(SEED)
    return tmp_path


def models(directory: Path, *arguments: str) -> list[dict[str, object]]:
    document = found(run(directory, "summary", "--format", "json", *arguments))
    assert (document["version"], document["errors"]) == (1, [])
    assert isinstance(document["models"], list)
    return document["models"]


def test_the_seed_to_the_digit(seed: Path) -> None:
    """The one table of expected numbers in all the tests: it comes from the first request for this program."""
    (model,) = models(seed)
    layers = model["layers"]
    assert isinstance(layers, list)
    assert [(one["name"], one["output_shape"], one["params"], one["formula"]) for one in layers] == [
        ("lstm", [None, 400, 5], 380, "4*(13*5 + 5*5 + 5)"),
        ("lstm_1", [None, 400, 5], 220, "4*(5*5 + 5*5 + 5)"),
        ("time_distributed", [None, 400, 650], 3900, "5*650 + 650"),
        ("lstm_2", [None, 400, 20], 53680, "4*(650*20 + 20*20 + 20)"),
        ("lstm_3", [None, 400, 20], 3280, "4*(20*20 + 20*20 + 20)"),
    ]
    assert (model["params"], model["bytes"], model["status"]) == (61460, 61460 * 4, "exact")
    assert (model["variable"], model["function"], model["name"]) == ("model", "build_model", "sequential")
    lines = SEED.split("\n")
    made = lines.index("    model = Sequential()") + 1
    assert (model["line"], model["column"]) == (made, len("    model = ") + 1)
    assert [one["line"] for one in layers] == [
        n for n, line in enumerate(lines, 1) if "LSTM(" in line or "Dense(" in line
    ]


def test_the_dense_counterpart(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(DENSE)
    (model,) = models(tmp_path)
    assert [one["params"] for one in model["layers"]] == [70, 30, 3900, 13020, 420]  # type: ignore[attr-defined]


MODEL_KEYS = """
    path cell made_at line column end_line variable name function variant status layers_complete reason
    params trainable non_trainable bytes at_least free assumed layers
"""
LAYER_KEYS = """
    type name path cell line column input_shape output_shape dtype
    params trainable non_trainable at_least formula free reason layers weights
"""


def test_keys_are_the_contract(seed: Path) -> None:
    (model,) = models(seed)
    assert list(model) == MODEL_KEYS.split()
    layer = model["layers"][0]  # type: ignore[index]
    assert list(layer) == LAYER_KEYS.split()
    assert layer["weights"][0] == {"name": "kernel", "shape": [13, 20], "dtype": "float32", "trainable": True}


def test_open_sizes(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(OPEN)
    (model,) = models(tmp_path)
    first, second, third = model["layers"]  # type: ignore[misc]
    assert first["params"] is None
    assert first["formula"] == "4*(x.shape[2]*5 + 5*5 + 5)"
    assert first["free"] == ["x.shape[2]"]
    assert first["input_shape"] == [None, 400, "x.shape[2]"]
    assert first["at_least"] == eval(first["formula"].replace("x.shape[2]", "1"))
    assert model["at_least"] == first["at_least"] + second["params"] + third["params"]
    text = run(tmp_path, "summary").stdout
    assert "≥ " in text
    assert "\x1b" not in text


def test_text_is_the_table_of_keras(seed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keras prints the same figures: names, shapes, parameters, totals and memory."""
    pytest.importorskip("keras").utils.clear_session()  # so that names count from the first one
    monkeypatch.setenv("COLUMNS", "200")
    lines: list[str] = []
    namespace: dict[str, object] = {}
    exec(compile(SEED.replace("model.summary()", ""), "model.py", "exec"), namespace)
    namespace["model"].summary(print_fn=lines.append, line_length=120)  # type: ignore[attr-defined]
    theirs = "\n".join(lines)
    ours = run(seed, "summary").stdout
    for line in ours.split("\n"):
        if line.startswith(" ") and "params" in line:
            assert line in theirs
        if line.startswith("│"):
            name, shape, params = (cell.strip() for cell in line.split("│")[1:4])
            assert any(
                name in other and f" {shape} " in other and f" {params} " in other for other in theirs.split("\n")
            )


def test_markdown(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(OPEN)
    text = run(tmp_path, "summary", "--format", "markdown").stdout
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert len(rows) == 5
    assert {row.replace("\\|", "").count("|") for row in rows} == {5}


def test_columns(seed: Path) -> None:
    text = run(seed, "summary", "--columns", "layer,line,weights").stdout
    assert "Weights" in text
    assert "Formula" not in text
    assert run(seed, "summary", "--columns", "layer,colour").returncode == 2


def test_errors_are_listed(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text("from keras import Sequential\nprint 'x'\n")
    document = json.loads(run(tmp_path, "summary", "--format", "json").stdout)
    (error,) = document["errors"]
    assert (error["path"], error["line"], document["models"]) == ("old.py", 2, [])
    assert run(tmp_path, "summary").stderr.startswith("old.py:2:")


def test_the_picture(seed: Path) -> None:
    """Well-formed, every layer with its count in it, bars in proportion, and nothing fetched from elsewhere."""
    done = run(seed, "summary", "--svg")
    assert done.stdout.isascii() and "http" not in done.stdout.replace('xmlns="http://www.w3.org/2000/svg"', "")
    picture = ElementTree.fromstring(done.stdout)
    texts = [each.text or "" for each in picture.iter("{http://www.w3.org/2000/svg}text")]
    (model,) = models(seed)
    layers = model["layers"]
    assert isinstance(layers, list)
    for layer in layers:
        at = next(
            index for index, text in enumerate(texts) if text.startswith(f"{layer['name']} ({layer['type']}"[:37])
        )
        assert texts[at + 2] == f"{layer['params']:,}"
    bars = [
        float(each.attrib["width"])
        for each in picture.iter("{http://www.w3.org/2000/svg}rect")
        if each.attrib["class"] != "track"
    ]
    most = max(layer["params"] for layer in layers)
    for shown, layer in zip(bars, layers, strict=True):
        assert shown == pytest.approx(max(1.0, max(bars) * layer["params"] / most), abs=0.06)


def test_a_picture_of_hostile_names_and_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(OPEN.replace("a|b", "</text><script>alert(1)</script>&" * 3))
    picture = ElementTree.fromstring(run(tmp_path, "summary", "--svg").stdout)
    assert {each.tag.rpartition("}")[2] for each in picture.iter()} == {"svg", "title", "style", "text", "rect", "line"}
    (tmp_path / "model.py").write_text("print()\n")
    ElementTree.fromstring(run(tmp_path, "summary", "--svg").stdout)
