"""What the configuration and comments say where the source does not: ``inputs`` and ``# lint-params: input=``."""

from __future__ import annotations

import pytest

from tests.interpret.programs import UNKNOWN, agrees, in_keras, models, only, units

OPEN = "model = Sequential([Dense(3), Dense(4)])\n"
BUILDER = "def build():\n    net = Sequential([Dense(3), Dense(4)])\n    return net\n"


@pytest.mark.parametrize(
    ("expression", "given"),
    [("unknown.shape[2]", 13), ("unknown.n", 13), ("len(unknown)", 13), ("unknown(3)", 13), ("unknown['n']", 13)],
)
def test_the_value_of_an_expression(expression: str, given: int) -> None:
    text = f"model = Sequential([Input(({expression},)), Dense(3)])\n"
    model = only(UNKNOWN + text, inputs={expression: given})
    assert model.status == "exact"
    assert agrees(model, in_keras(text.replace(expression, str(given)))["model"])


def test_blanks_in_an_expression_do_not_matter() -> None:
    text = UNKNOWN + "model = Sequential([Input((2,)), Dense(unknown . shape [ 1 ])])\n"
    assert units(only(text, inputs={"unknown.shape[1]": 5})) == [5]


@pytest.mark.parametrize("name", ["N", "units"])
def test_the_value_of_a_name(name: str) -> None:
    text = UNKNOWN + f"{name} = unknown()\nmodel = Sequential([Input((2,)), Dense({name})])\n"
    assert units(only(text, inputs={name: 5})) == [5]


def test_the_value_of_an_argument() -> None:
    text = "def build(n):\n    return Sequential([Input((2,)), Dense(n)])\n"
    assert units(only(text, inputs={"n": 5})) == [5]


def test_what_the_source_says_is_not_replaced() -> None:
    text = "N = 3\nmodel = Sequential([Input((2,)), Dense(N)])\n"
    assert units(only(text, inputs={"N": 5})) == [3]


@pytest.mark.parametrize(("name", "text"), [("model", OPEN), ("build", BUILDER), ("net", BUILDER)])
def test_an_input_shape_by_variable_or_function(name: str, text: str) -> None:
    model = only(text, inputs={name: [6]})
    assert model.status == "exact"
    assert model.params == 6 * 3 + 3 + 3 * 4 + 4


def test_an_input_shape_that_the_source_says_is_kept() -> None:
    model = only("model = Sequential([Input((2,)), Dense(3)])\n", inputs={"model": [6]})
    assert model.params == 2 * 3 + 3


def test_an_input_shape_for_another_name_changes_nothing() -> None:
    assert only(OPEN, inputs={"other": [6]}).params is None


@pytest.mark.parametrize(
    "text",
    [
        "model = Sequential([Dense(3), Dense(4)])  # lint-params: input=(6,)\n",
        "model = Sequential([Dense(3), Dense(4)])  # lint-params: input=(6,) -- measured once\n",
        "model = Sequential([  # lint-params: input=[6]\n    Dense(3),\n    Dense(4),\n])\n",
        "model = Sequential([\n    Dense(3),\n    Dense(4),\n])  # lint-params: input=(6,)\n",
        "model = Sequential()  # lint-params: input=(6,)\nmodel.add(Dense(3))\nmodel.add(Dense(4))\n",
        "def build():\n    return Sequential([Dense(3), Dense(4)])  # lint-params: input=(6,)\nmodel = build()\n",
    ],
)
def test_an_input_shape_in_a_comment(text: str) -> None:
    model = only(text)
    assert model.status == "exact"
    assert model.params == 6 * 3 + 3 + 3 * 4 + 4


@pytest.mark.parametrize("comment", ["input=6", "input=(x,)", "inputs=(6,)", "input=(-1,)", "input = None"])
def test_a_comment_that_says_no_shape_is_none(comment: str) -> None:
    assert only(f"model = Sequential([Dense(3)])  # lint-params: {comment}\n").params is None


def test_a_comment_holds_for_its_own_model() -> None:
    found = models("a = Sequential([Dense(3)])  # lint-params: input=(6,)\nb = Sequential([Dense(3)])\n")
    assert [model.params for model in found] == [6 * 3 + 3, None]


def test_an_image_shape() -> None:
    model = only("model = Sequential([Conv2D(4, 3), Flatten(), Dense(2)])  # lint-params: input=(8, 8, 3)\n")
    real = in_keras("model = Sequential([Input((8, 8, 3)), Conv2D(4, 3), Flatten(), Dense(2)])\n")["model"]
    assert agrees(model, real)
