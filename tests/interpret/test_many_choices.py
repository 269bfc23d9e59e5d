"""More open conditions than are run: what is told says that there is more."""

from __future__ import annotations

from lint_params.interpret import analyse_text
from lint_params.interpret.explore import MAX_REPLAYS
from tests.interpret.programs import UNKNOWN, in_keras, models

CONDITIONS = 7


def _program(test: str) -> str:
    lines = [f"if {test.format(index)}:\n    model.add(Dense({3 + index}))\n" for index in range(CONDITIONS)]
    return "model = Sequential([Input((2,))])\n" + "".join(lines) + "model.add(Dense(1))\n"


def test_combinations_that_are_not_run_are_not_denied() -> None:
    found = models(UNKNOWN + _program("unknown({})"))
    assert 2**CONDITIONS > MAX_REPLAYS >= len(found) > 1
    (open_,) = [model for model in found if not model.layers_complete]
    assert "combinations" in (open_.reason or "")
    assert (open_.params, open_.status) == (None, "partial")
    smallest = in_keras(_program("False"))["model"].count_params()
    largest = in_keras(_program("True"))["model"].count_params()
    assert open_.at_least <= smallest
    assert largest in [model.params for model in found]


def test_all_combinations_are_complete() -> None:
    found = models(f"{UNKNOWN}condition = unknown()\n{_program('condition')}")
    assert [model.layers_complete for model in found] == [True, True]


ALIASED = """
import keras
from keras import Sequential as Chain
Stack = keras.Sequential
"""

AFTER = """
while True:
    for _ in range(10**9):
        keras.layers.Dense(3)
chain = Chain([keras.layers.Dense(3)])
stack = Stack([keras.layers.Dense(3)])
"""


def test_models_that_no_run_comes_to_are_not_left_out_by_any_name() -> None:
    models = analyse_text(ALIASED + AFTER).models
    assert [model.span.line for model in models] == [9, 10]
    assert not any(model.layers_complete for model in models)


def test_a_builder_for_which_no_run_is_left_is_not_left_out() -> None:
    builders = "".join(
        f"def build_{at}(n, flag):\n    for _ in range(400):\n        keras.layers.Dense(n)\n"
        f"    return keras.Sequential([keras.layers.Dense(3 if flag else 4, input_shape=({at},))])\n"
        for at in range(1, 20)
    )
    models = analyse_text("import keras\n" + builders).models
    assert {model.span.line for model in models} == {4 * at + 1 for at in range(1, 20)}
    assert not any(model.status == "exact" and model.layers == () for model in models)


def test_more_layers_that_may_be_frozen_than_are_followed_leave_open_what_trains() -> None:
    layers = ", ".join("Dense(4)" for _ in range(30))
    found = models(
        f"{UNKNOWN}base = Sequential([Input((4,)), {layers}])\n"
        "for layer in base.layers:\n    if unknown(layer):\n        layer.trainable = False\n"
    )
    assert {model.params for model in found} == {30 * (4 * 4 + 4)}
    assert {model.trainable for model in found} == {None}
