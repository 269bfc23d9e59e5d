"""What is known of libraries is found whichever name is asked for first."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from lint_params.interpret import library

KNOWING = """
import importlib, json, pkgutil, sys
from lint_params.interpret import library
known, module = {}, [""]
function, constant = library.function, library.constant
def registering(*names):
    def register(handler):
        home = sys._getframe(1).f_globals["__name__"]
        for name in names:
            known.setdefault(name, []).append(home.rpartition(".")[2])
        return function(*names)(handler)
    return register
def setting(name, value):
    known.setdefault(name, []).append(sys._getframe(1).f_globals["__name__"].rpartition(".")[2])
    constant(name, value)
library.function, library.constant = registering, setting
for one in pkgutil.iter_modules(library.__path__):
    importlib.import_module(f"{library.__name__}.{one.name}")
print(json.dumps(known))
"""


@pytest.fixture(scope="module")
def known() -> dict[str, list[str]]:
    """Every known name, and the modules that register it; in a process of its own, as modules register once."""
    run = subprocess.run([sys.executable, "-c", KNOWING], capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(run.stdout)
    return found


def test_no_two_modules_know_one_name(known: dict[str, list[str]]) -> None:
    """Else what it means would depend on which was imported first."""
    assert {name: homes for name, homes in known.items() if len(set(homes)) > 1} == {}
    assert len(known) > 5000


def test_every_name_is_below_a_beginning_of_its_module(known: dict[str, list[str]]) -> None:
    for name, homes in known.items():
        parts = name.split(".")
        learnt = {
            module
            for length in range(1, len(parts) + 1)
            for module in library._BY_BEGINNING.get(".".join(parts[:length]), ())
        }
        assert set(homes) <= learnt, name


def test_nothing_is_known_that_is_not_asked_for() -> None:
    program = (
        "import sys\n"
        "from lint_params.interpret import analyse_text\n"
        "analyse_text('from keras import Sequential, layers\\nm = Sequential([layers.Dense(3, input_shape=(4,))])')\n"
        "print(*sorted(name for name in sys.modules if name.startswith('lint_params.interpret.library.')))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"tensors", "tensor_making", "numeric", "samples", "tables"} & {
        name.rpartition(".")[2] for name in run.stdout.split()
    }
