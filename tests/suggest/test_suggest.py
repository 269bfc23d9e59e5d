"""Every model that is suggested is built in real Keras: it has the count that was promised and gives that shape."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from lint_params.suggest.model import Suggested, suggested
from tests.cli.command import run
from tests.history.test_compare import Chains, source
from tests.interpret.programs import in_keras, models, only, program
from tests.keras.grid import clear, judge

SEED = """
model = Sequential()
model.add(Input((400, 13)))
model.add(LSTM(5, return_sequences=True))
model.add(TimeDistributed(Dense(650)))
model.add(LSTM(20, return_sequences=True))
model.add(LSTM(20))
"""
PICTURES = """
model = Sequential([
    Input((28, 28, 1)),
    Conv2D(32, 3, activation="relu"),
    BatchNormalization(),
    Conv2D(64, (3, 5), strides=2, padding="same", name="second"),
    MaxPooling2D(),
    Flatten(),
    Dense(128, activation="relu", kernel_regularizer=regularizer),
    Dropout(0.5),
    Dense(10, activation="softmax"),
])
"""
TEXTS = """
model = Sequential([
    Input((40,)),
    Embedding(2000, 64),
    Bidirectional(LSTM(32, return_sequences=True)),
    GRU(16, reset_after=False),
    Dense(3),
])
"""
GROUPS = """
model = Sequential([
    Input((16, 16, 8)),
    Conv2D(32, 3, groups=4),
    Conv2D(24, 3, groups=2, use_bias=False),
    GlobalAveragePooling2D(),
    Dense(5),
])
"""
PROGRAMS = {"seed": SEED, "pictures": PICTURES, "texts": TEXTS, "groups": GROUPS}


def of(text: str, target: int | None = None, keep: Fraction = Fraction(7, 10)) -> Suggested:
    return suggested(only("from keras.regularizers import l2\nregularizer = l2(0.1)\n" + text), target, keep)


def built(source: str) -> Any:
    names: dict[str, Any] = {}
    clear(judge("3"))
    exec(source, names)
    return names["model"]


def check(found: Suggested, shape: tuple[object, ...]) -> None:
    assert found.target is not None
    for one in found.suggestions:
        real = built(one.source)
        assert one.params == real.count_params() <= found.target, one.source
        assert [layer.params for layer in one.model.layers] == [layer.count_params() for layer in real.layers]
        assert tuple(real.output_shape) == shape
        assert 0 <= one.lost < 1
    losses = [round(one.lost, 6) for one in found.suggestions]
    assert losses == sorted(losses)


@pytest.mark.parametrize("keep", [Fraction(9, 10), Fraction(1, 2), Fraction(1, 10)], ids=str)
@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_suggested_is_what_keras_builds(name: str, keep: Fraction) -> None:
    text = "from keras.regularizers import l2\nregularizer = l2(0.1)\n" + PROGRAMS[name]
    found = of(PROGRAMS[name], keep=keep)
    assert found.suggestions, found.problem
    check(found, tuple(in_keras(text)["model"].output_shape))


@pytest.mark.parametrize("seed", range(8))
def test_random_chains(seed: int) -> None:
    text = source(Chains(seed).chain())
    found = suggested(only(text), None, Fraction(6, 10))
    assert found.suggestions or found.problem
    check(found, tuple(in_keras(text)["model"].output_shape))


def test_the_changes_that_are_tried() -> None:
    words = {one.words for name in PROGRAMS for one in of(PROGRAMS[name], keep=Fraction(1, 2)).suggestions}
    for part in (
        "scale all hidden widths to",
        "narrow lstm_1 alone",
        "pool over all positions instead of flatten",
        "project what lstm_1 reads to",
        "make second a separable convolution",
        "make all convolutions separable",
    ):
        assert any(part in each for each in words), part


def test_steps_name_the_lines() -> None:
    found = of(SEED, keep=Fraction(1, 2))
    narrow = next(one for one in found.suggestions if one.words == "narrow lstm_1 alone")
    (step,) = narrow.steps
    layer = next(layer for layer in found.model.layers if layer.name == "lstm_1")
    assert (step.name, step.line) == ("lstm_1", layer.span.line)
    assert step.before == "LSTM(20, return_sequences=True)"


def test_the_largest_width_that_fits_is_taken() -> None:
    """One unit more would not be within the target."""
    text = "model = Sequential([Input((9,)), Dense({}), Dense(4)])"
    target = in_keras(text.format(37))["model"].count_params()
    (one,) = [one for one in of(text.format(80), target).suggestions if one.words.startswith("narrow")]
    assert one.params == target
    assert "Dense(37)" in one.source


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_part_that_is_said_gives_these_widths(name: str) -> None:
    """As large as needed for them: 4 units that become 3 are scaled to 75%, not to 99.9%."""
    found = of(PROGRAMS[name], keep=Fraction(6, 10))
    checked = 0
    for one in found.suggestions:
        part = re.fullmatch(r"scale all hidden widths to ([\d.]+)%", one.words)
        if part is not None:
            texts = [re.findall(r"\b(\d+)\b", str(text)) for step in one.steps for text in (step.before, step.after)]
            numbers = [pair for two in zip(texts[::2], texts[1::2], strict=True) for pair in zip(*two, strict=True)]
            parts = [Fraction(int(now), int(was)) for was, now in numbers if was != now]
            assert 0 <= Fraction(part[1]) / 100 - max(parts) <= Fraction(1, 1000), one.words
            checked += 1
    assert checked == 1


def test_an_input_that_nothing_says() -> None:
    """An ``Embedding`` has its weights whatever it reads: so have those behind it."""
    found = of("model = Sequential([Embedding(1000, 32, input_length=20), LSTM(16), Dense(1)])", keep=Fraction(4, 10))
    assert found.suggestions, found.problem
    for one in found.suggestions:
        real = built(one.source)
        real.build((None, 20))
        assert one.params == real.count_params() <= (found.target or 0), one.source


def test_what_is_lost_is_not_said_to_be_nothing(tmp_path: Path) -> None:
    """Beside what ``Flatten`` gives, the units of one layer are little."""
    text = "def build(units=128):\n    model = Sequential([Input((32, 32, 64)), Flatten(), Dense(units), Dense(10)])\n"
    (tmp_path / "model.py").write_text(program(f"{text}    return model\nbuild()\nbuild(64)\n"))
    said = run(tmp_path, "suggest", "model.py").stdout
    assert "under 1% of the width lost" in said and "no width lost" not in said
    for units in (128, 64):
        assert f"model in build(); variant: units = {units}: from " in said


def test_why_there_is_nothing() -> None:
    assert "parameters already" in (of(SEED, target=1_000_000).problem or "")
    assert "nothing that is tried" in (of("model = Sequential([Input((9,)), Dense(4)])", target=1).problem or "")
    open_ = "from data import x\nmodel = Sequential([LSTM(4, input_shape=(3, x.shape[2]))])"
    assert "not counted: it depends on" in (suggested(only(open_), 5, Fraction(1)).problem or "")
    *_, nested = models("inner = Sequential([Dense(3)])\nmodel = Sequential([Input((5,)), inner, Dense(2)])")
    assert "can't be taken apart" in (suggested(nested, 5, Fraction(1)).problem or "")


def test_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(program(SEED))
    text = run(tmp_path, "suggest", "model.py").stdout
    assert "1. narrow lstm_1 alone: " in text and "Total params" in text
    markdown = run(tmp_path, "suggest", "model.py", "--format", "markdown", "--limit", "1").stdout
    assert markdown.count("#### ") == 1 and "| Layer (type) |" in markdown and "more with --limit" in markdown
    done = run(tmp_path, "suggest", "model.py:9", "--target", "20k", "--format", "json")
    (model,) = json.loads(done.stdout)["models"]
    assert (model["target"], done.returncode) == (20_000, 0)
    assert all(one["params"] + one["saves"] == model["params"] for one in model["suggestions"])
    assert run(tmp_path, "suggest", "model.py:1").returncode == 2
    for wrong in (
        ("--target", "x"),
        ("--reduce", "0%"),
        ("--limit", "10000"),
        ("--reduce", "100%"),
        ("--target", "1", "--reduce", "5%"),
    ):
        assert run(tmp_path, "suggest", "model.py", *wrong).returncode == 2
