"""Rules about models that train wrong, shown in real Keras: each fault of an example can be measured there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from lint_params.config.load import parse
from lint_params.interpret import analyse_text
from lint_params.rules import check_file
from lint_params.rules.base import Example
from lint_params.rules.registry import rules
from lint_params.source.file import Cell, SourceFile
from tests.cli.command import run as run_command

Names = dict[str, Any]
FAMILY = [rule for rule in rules().values() if rule.code.startswith("LP5")]


def run(source: str) -> Names:
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(7)
    names: Names = {}
    exec(source, names)
    return names


def untrained(source: str) -> Names:
    """The program without its training."""
    return run("\n".join(line for line in source.splitlines() if not line.startswith("model.fit")))


def per_sample(names: Names, outputs: Any) -> Any:
    """The loss of each sample, or of each number of it, as Keras has it outside of graphs."""
    loss = names["model"].loss
    function = loss.fn if hasattr(loss, "fn") else keras.losses.get(loss)
    more = {"from_logits": loss._fn_kwargs["from_logits"]} if hasattr(loss, "_fn_kwargs") else {}
    return np.asarray(function(names["y"], outputs, **more))


def always_one(source: str) -> None:
    outputs = run(source)["model"].predict(np.random.rand(16, 4) * 50, verbose=0)
    assert np.allclose(outputs, 1, atol=1e-6)


def no_distribution(source: str) -> None:
    """The outputs do not sum to 1, and the loss does not see it: it is the same for half of each."""
    names = run(source)
    outputs = names["model"].predict(names["x"], verbose=0)
    assert np.all(np.abs(outputs.sum(axis=1) - 1) > 0.05)
    assert np.allclose(per_sample(names, outputs), per_sample(names, outputs / 2), rtol=1e-3)


def perfection_costs(source: str) -> None:
    """A model that is right about every sample, and as sure as it can be, still has a large loss."""
    names = untrained(source)
    model = names["model"]
    kernel, bias = model.layers[-1].get_weights()
    model.layers[-1].set_weights([kernel * 1e4, bias])
    outputs = model.predict(names["x"], verbose=0)
    size = outputs.shape[1]
    names["y"] = np.eye(size)[outputs.argmax(axis=1)] if size > 1 else (outputs > 0.5).astype("float32")
    assert per_sample(names, outputs).mean() > 0.3


def looks_small(source: str) -> None:
    """The loss is not the negative logarithm of the likelihood that the outputs are probabilities of."""
    names = untrained(source)
    outputs = names["model"].predict(names["x"], verbose=0)
    likelihood = -np.log((outputs * names["y"]).sum(axis=1))
    assert np.all(per_sample(names, outputs) < likelihood * 0.9)


def never_costs(source: str) -> None:
    """The loss is 0 for the targets, and for their opposite."""
    names = untrained(source)
    for targets in (names["y"], 1 - names["y"]):
        assert names["model"].evaluate(names["x"], targets, verbose=0) == pytest.approx(0, abs=1e-5)


def stuck_outside(source: str) -> None:
    """Where the outputs are no probabilities, nothing is learnt, or all is lost."""
    names = untrained(source)
    model = names["model"]
    kernel, bias = model.layers[-1].get_weights()
    model.layers[-1].set_weights([kernel * 0, bias * 0 - 5])
    before = model.get_weights()
    model.fit(names["x"], names["y"], epochs=2, verbose=0)
    after = model.get_weights()
    lost = any(np.isnan(weight).any() for weight in after)
    assert lost or all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def not_compared_one_by_one(source: str) -> None:
    """Keras refuses, or compares one target with several numbers."""
    names = untrained(source)
    try:
        names["model"].fit(names["x"], names["y"], verbose=0)
    except (ValueError, TypeError):
        return
    outputs = names["model"].predict(names["x"], verbose=0)
    assert names["y"].size < outputs.size
    repeated = names["y"].reshape(64, *(1,) * (outputs.ndim - 1)) * np.ones_like(outputs)
    assert per_sample(names, outputs).mean() == pytest.approx(np.square(repeated - outputs).mean(), rel=1e-4)


def nothing_passes(source: str) -> None:
    names = untrained(source)
    first = names["model"].layers[0]
    before = first.get_weights()
    names["model"].fit(names["x"], names["y"], epochs=2, verbose=0)
    assert all(np.array_equal(a, b) for a, b in zip(before, first.get_weights(), strict=True))


def frozen_moves(source: str) -> None:
    head, _, last = source.rstrip().rpartition("\n")
    names = run(head)
    frozen = names["model"].layers[0]
    assert not frozen.trainable
    before = frozen.get_weights()
    exec(last, names)
    assert not all(np.array_equal(a, b) for a, b in zip(before, frozen.get_weights(), strict=True))


def refuses_the_data(source: str) -> None:
    names = untrained(source)
    for use in ("fit", "evaluate", "predict"):
        targets = () if use == "predict" else (names["y"],)
        with pytest.raises(ValueError):
            getattr(names["model"], use)(names["x"], *targets, verbose=0)


SHAPES = [(4,), (1,), (4, 1), (4, 2), (None, 2)]
DATA = [(6,), (6, 4), (6, 1), (6, 5), (6, 4, 1), (6, 4, 2), (6, 1, 1), (6, 5, 2), (6, 5, 3), (6, 4, 2, 1), (6, 4, 2, 3)]


@pytest.mark.parametrize("reads", SHAPES, ids=str)
@pytest.mark.parametrize("first", ["ReLU()", "Dense(3)"])
def test_data_is_told_exactly_where_keras_refuses_it(first: str, reads: tuple[int | None, ...]) -> None:
    head = "import numpy as np\nfrom keras import Sequential, layers\n"
    for data in DATA:
        source = f"{head}model = Sequential([layers.Input({reads}), layers.{first}])\n"
        source += f"model.compile(run_eagerly=True)\nmodel.predict(np.zeros({data}), verbose=0)\n"
        try:
            # A model that has refused data once has a broken function left: each is made anew.
            exec(source, {})
            refused = False
        except ValueError:
            refused = True
        found = check_file(analyse_text(source), SourceFile("model.py", (Cell(source),)), parse(b"", "a.yaml"))
        assert [finding.code for finding in found] == ["LP511"] * refused, data


@pytest.mark.parametrize(
    ("use", "told"),
    [
        ("", True),
        ("model.fit(x, y)", True),
        ("model.predict(x)", False),
        ("model.evaluate(x, y); model.predict(x)", True),
        ("Sequential([layers.Input((4,)), model]).compile(loss='mse')", True),
        ("whole = keras.Model(inputs, model(inputs))", False),
    ],
)
def test_a_loss_that_nothing_asks_for(use: str, told: bool) -> None:
    """A model that is compiled and then only predicts, or is trained as a part of another, has no use for its loss."""
    source = (
        "import keras\nimport numpy as np\nfrom keras import Sequential, layers\n"
        "x, y, inputs = np.zeros((8, 4)), np.zeros((8, 3)), keras.Input((4,))\n"
        "model = Sequential([layers.Input((4,)), layers.Dense(3, activation='relu')])\n"
        f"model.compile(loss='categorical_crossentropy')\n{use}\n"
    )
    found = check_file(analyse_text(source), SourceFile("model.py", (Cell(source),)), parse(b"", "a.yaml"))
    assert ("LP506" in {finding.code for finding in found}) is told


SHOWN: dict[str, Callable[[str], None]] = {
    "LP501": always_one,
    "LP502": no_distribution,
    "LP503": perfection_costs,
    "LP504": looks_small,
    "LP505": never_costs,
    "LP506": stuck_outside,
    "LP507": not_compared_one_by_one,
    "LP508": not_compared_one_by_one,
    "LP509": nothing_passes,
    "LP510": frozen_moves,
    "LP511": refuses_the_data,
}
INVALID = [
    pytest.param(rule.code, example, id=f"{rule.code}-{number}")
    for rule in FAMILY
    for number, example in enumerate(rule.invalid)
]
VALID = [
    pytest.param(rule.code, example, id=f"{rule.code}-{number}")
    for rule in FAMILY
    for number, example in enumerate(rule.valid)
]


def test_every_rule_is_shown() -> None:
    assert set(SHOWN) == {rule.code for rule in FAMILY}


@pytest.mark.parametrize(("code", "example"), INVALID)
def test_the_fault_is_there(code: str, example: Example) -> None:
    SHOWN[code](example.source)


@pytest.mark.parametrize(
    ("code", "example"),
    # One of each rule always; that no rule speaks about any of them is tested with all examples.
    [one if one.id.endswith("-0") else pytest.param(*one.values, id=one.id, marks=pytest.mark.long) for one in VALID],
)
def test_what_is_right_has_not_the_fault(code: str, example: Example) -> None:
    with pytest.raises((AssertionError, ValueError, pytest.fail.Exception)):
        SHOWN[code](example.source)
    names = run(example.source)
    model = names["model"]
    history = model.fit(names["x"], names["y"], epochs=25, verbose=0).history["loss"]
    assert min(history[-3:]) < history[0]


ONE = "import numpy as np\nfrom keras import Sequential, layers\n"


@pytest.mark.parametrize(
    "end",
    [
        "layers.Dense(1), layers.Softmax()",
        "layers.Dense(1, activation=layers.Softmax())",
        "layers.Dense(1), layers.Activation('softmax')",
        "layers.Dense(1, activation='softmax'), layers.Activation('linear')",
        "Sequential([layers.Dense(1, activation='softmax')])",
        "layers.Reshape((2, 2)), layers.TimeDistributed(layers.Dense(1, activation='softmax'))",
    ],
)
@pytest.mark.parametrize("ends", [True, False])
def test_an_ending_in_another_form(end: str, ends: bool) -> None:
    """Softmax over one unit, in the forms that it has; ``ends``: or over two, of which nothing is told."""
    source = f"{ONE}model = Sequential([layers.Input((4,)), {end}])\nmodel.compile(loss='mse')\n"
    source = source if ends else source.replace("Dense(1", "Dense(2")
    outputs = run(source)["model"].predict(np.random.rand(8, 4), verbose=0)
    assert np.allclose(outputs, 1, atol=1e-6) is ends
    found = check_file(analyse_text(source), SourceFile("model.py", (Cell(source),)), parse(b"", "a.yaml"))
    assert [finding.code for finding in found if finding.code == "LP501"] == ["LP501"] * ends


@pytest.mark.parametrize(
    "end",
    [
        "layers.Dense(1), layers.Softmax(axis=AXIS)",
        "layers.Dense(1), Own()",
        "layers.Dense(1, activation=ACTIVATION)",
        "layers.Dense(1), Model()",
        "layers.Flatten(), layers.Dense(1), layers.UnitNormalization()",
    ],
)
def test_an_ending_that_is_not_known(end: str) -> None:
    """Of what a program imports from elsewhere nothing is said that might be wrong."""
    source = f"{ONE}from elsewhere import AXIS, ACTIVATION, Own, Model\n"
    source += f"model = Sequential([layers.Input((4,)), {end}])\nmodel.compile(loss='categorical_crossentropy')\n"
    source += "model.fit(np.zeros((8, 4)), np.zeros((8, 1)))\n"
    found = check_file(analyse_text(source), SourceFile("model.py", (Cell(source),)), parse(b"", "a.yaml"))
    assert "LP501" not in {finding.code for finding in found}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("np.zeros((4,))", "; for a single sample, add the axis of the batch"),
        ("np.zeros((5,))", ""),
        ("np.zeros((8, 5))", ""),
        ("np.zeros((8, WIDTH))", None),
        ("np.zeros((8, 4))", None),
        ("DATA", None),
    ],
)
def test_the_batch_that_is_missing_is_named(data: str, told: str | None) -> None:
    source = f"{ONE}from elsewhere import WIDTH, DATA\nmodel = Sequential([layers.Input((4,)), layers.Dense(3)])\n"
    source += f"model.predict({data})\n"
    found = check_file(analyse_text(source), SourceFile("model.py", (Cell(source),)), parse(b"", "a.yaml"))
    messages = [finding.message for finding in found if finding.code == "LP511"]
    assert len(messages) == (told is not None)
    assert all(("add the axis of the batch" in message) is bool(told) for message in messages)


@pytest.mark.parametrize("end", ["layers.Dense(1), Softmax()", "Dense(1)", "layers.Dense(1), Activation('softmax')"])
def test_a_class_of_the_program_is_not_the_one_it_is_called_after(end: str) -> None:
    source = f"{ONE}"
    for name in ("Softmax", "Dense", "Activation"):
        source += f"class {name}(layers.Layer):\n    def __init__(self, *given):\n        super().__init__()\n"
        source += "        self.inner = layers.Dense(1)\n    def call(self, x):\n        return self.inner(x)\n"
    source += f"model = Sequential([layers.Input((4,)), {end}])\nmodel.compile(loss='categorical_crossentropy')\n"
    source += "model.fit(np.zeros((8, 4)), np.zeros((8, 1)))\n"
    outputs = run(source)["model"].predict(np.random.rand(8, 4), verbose=0)
    assert not np.allclose(outputs, 1)
    found = check_file(analyse_text(source), SourceFile("model.py", (Cell(source),)), parse(b"", "a.yaml"))
    assert not {finding.code for finding in found} & {"LP501", "LP506"}


def test_training_in_another_file_is_told_where_the_model_is(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("def train(model, x, y):\n    model.fit(x, y)\n")
    text = f"from helper import train\n{ONE}model = Sequential([layers.Input((4,)), layers.Dense(1)])\n"
    text += "model.compile(loss='mse')\ntrain(model, np.zeros((8, 5)), np.zeros((8, 1)))\n"
    (tmp_path / "model.py").write_text(text)
    shown = run_command(tmp_path, "check", "model.py").stdout.split("\n")
    made = next(number for number, line in enumerate(text.split("\n"), 1) if line.startswith("model = "))
    assert shown[0].startswith(f"model.py:{made}:9: LP511")
    assert "    helper.py:2:5: given here" in shown
