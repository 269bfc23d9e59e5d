"""Models that are changed, copied and nested, against real Keras: how many parameters, or that it refuses."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from lint_params.interpret import analyse_text
from tests.keras.grid import judge

HEAD = "from {0} import Input, Model, Sequential\nfrom {0}.layers import Add, Dense, Flatten, Lambda, Reshape\n"
HEAD += "from {0}.models import clone_model\n"
PROGRAMS = [
    "m = Sequential([Dense(3, input_shape=(4,))])\nm.pop()\nm.add(Dense(5))\nm.build((None, 7))",
    "m = Sequential([Dense(3, input_shape=(4,))])\nm.pop()\nm.add(Dense(5, input_shape=(6,)))\nm.build((None, 6))",
    "m = Sequential([Input((4,)), Dense(3)])\nm.pop()\nm.add(Dense(5))\nm.build((None, 4))",
    "m = Sequential([Input((4,)), Dense(3), Dense(2)])\nm.pop()\nm.add(Dense(5))",
    "m = Sequential([Dense(3), Dense(2)])\nm.pop()\nm.build((None, 4))",
    "m = Sequential([Sequential([Dense(3, input_shape=(4,))])])\nm.pop()\nm.add(Dense(5))\nm.build((None, 7))",
    "m = Sequential([Dense(3, input_shape=(4,))])\nm.add(Input((5,)))",
    "m = Sequential([Dense(3, input_shape=(4,))])\nm.add(Input((3,)))\nm.add(Dense(2))",
    "i = Input((4,))\na = Dense(3)(i)\nm = Sequential([Input((4,)), Model(i, Dense(2)(a * 2 + a))])",
    "i = Input((4,))\nd = Dense(4)\nm = Sequential([Input((4,)), clone_model(Model(i, d(d(i)))), Dense(2)])",
    "i = Input((4,))\na = Dense(3)(i)\nm = Sequential([Input((4,)), clone_model(Model(i, Add()([a, a]))), Dense(2)])",
    "i = Input((4,))\nm = Sequential([Input((4,)), clone_model(Model(i, i)), Dense(2)])",
    "s = Sequential([Dense(3)])\ns.build((None, 4))\nm = Sequential([Input((5,)), s])",
    "s = Sequential([Input((4,)), Dense(3)])\nm = Sequential([Input((6, 4)), s, Dense(2)])",
    "i = Input((4,))\nd = Dense(4)\nm = Sequential([Input((4,)), clone_model(Model(i, d(d(i) * 2))), Dense(2)])",
    "import copy\ni = Input((4,))\nm = Sequential([copy.deepcopy(Model(i, Dense(3)(i))), Dense(2)])",
    "s = Sequential([Input((4, 1)), Flatten(), Dense(3)])\nm = Sequential([Input((4,)), s, Dense(2)])",
    "i = Input((4, 1))\nm = Sequential([Input((4,)), Model(i, Dense(3)(Flatten()(i)))])",
    "i = Input((4,))\nm = Sequential([Input((4, 1)), Model(i, Dense(3)(i)), Dense(2)])",
    "i = Input((4,))\nm = Sequential([Input((5,)), Model(i, Dense(3)(i))])",
]


def counted(package: str, program: str) -> int | None:
    """The parameters of ``m`` in real Keras; ``None`` where it refuses, or has not built it."""
    names: dict[str, Any] = {}
    judge({"keras": "3", "tf_keras": "tf2"}[package])
    with contextlib.suppress(Exception):
        exec(HEAD.format(package) + program, names)
        return int(names["m"].count_params())
    return None


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(("generation", "package"), [("3", "keras"), ("tf2", "tf_keras")])
def test_counts_are_those_of_keras(generation: str, package: str, program: str) -> None:
    """Of a program that fails, the model is what it was until then."""
    found = analyse_text(HEAD.format("keras") + program, keras=generation).models
    real = counted(package, program)
    assert real is None or [model.params for model in found if model.variable == "m"] == [real]
