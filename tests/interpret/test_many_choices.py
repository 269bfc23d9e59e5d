"""More open conditions than are run: what is told says that there is more."""

from __future__ import annotations

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
