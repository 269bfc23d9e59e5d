"""A little fuzzing in every run: whatever the input, an answer, within five seconds.

``LINT_PARAMS_FUZZ=100 pytest tests/fuzz`` draws that many times as much; ``tools/fuzz.py`` goes on for minutes or
hours, and watches what the inputs reach.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.grammar import program
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parents[2]
FACTOR = int(os.environ.get("LINT_PARAMS_FUZZ", "1"))
SECONDS = 5.0
EXAMPLES = {"program": 40, "source": 25, "notebook": 12, "server": 3, "summary": 25, "cache": 15}
OTHERS = 60


def runs(target: str, data: bytes) -> None:
    before = time.process_time()
    TARGETS[target].run(data)
    assert time.process_time() - before < SECONDS


@pytest.mark.parametrize("target", TARGETS)
def test_good_inputs_are_answered(target: str) -> None:
    for seed in TARGETS[target].seeds()[:6]:
        runs(target, seed)


OWN_CELL = """\
import keras
class Cell(keras.layers.SimpleRNNCell):
    def call(self, x, states):
        return super().call(x, states)
model = keras.Sequential([keras.Input((5, 8)), keras.layers.Bidirectional(keras.layers.RNN(Cell(4)))])
"""
PLACE = '{"textDocument": {"uri": "file:///work/model.py"}, "position": {"line": 0, "character": 0}}'
NAN = '{"path": "model.py", "code": "LP104", "model": "m", "layer": null, "actual": NaN}'
FOUND = [
    ("source", "x = [1, 2][slice()]\ny = [1, 2][slice(1, 2, 3, 4)]\nz = [1, 2][slice(start=1)]\n"),
    ("source", "# lint-params: input=({{}: 1}, 2)\nmodel = Sequential([Dense(2)])\n"),
    ("source", OWN_CELL),
    ("baseline", f'{{"version": 1, "models": [], "findings": [{NAN}]}}'),
    ("server", f'{{"jsonrpc": "2.0", "id": {{"a": 1}}, "method": "textDocument/hover", "params": {PLACE}}}\n'),
]
"""What fuzzing for longer once found to break down, made short."""


@pytest.mark.parametrize(("target", "text"), FOUND)
def test_what_was_found_is_answered(target: str, text: str) -> None:
    runs(target, text.encode())


@pytest.mark.parametrize("target", sorted(TARGETS.keys() - {"program"}))
def test_inputs_like_good_ones_are_answered(target: str) -> None:
    chosen = TARGETS[target]
    seeds = chosen.seeds()

    @settings(
        max_examples=FACTOR * EXAMPLES.get(target, OTHERS), deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.integers(0, len(seeds) - 1), st.integers(0, 2**32))
    def like(which: int, chance: int) -> None:
        runs(target, chosen.mutation(seeds[which], Random(chance), seeds))

    like()


@settings(max_examples=FACTOR * EXAMPLES["program"], deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=250))
def test_programs_of_the_grammar_are_answered(tape: bytes) -> None:
    runs("program", tape)


def test_most_programs_of_the_grammar_are_python() -> None:
    chance = Random(7)
    programs = [program(chance.randbytes(200)) for _ in range(200)]
    assert sum(map(_parses, programs)) > 150
    assert len(set(programs)) == 200


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def test_the_long_run_finds_what_breaks_down(tmp_path: Path) -> None:
    """The command itself: it counts what it ran, and a target that raises is told with the input that did it."""
    command = [sys.executable, str(ROOT / "tools" / "fuzz.py")]
    done = subprocess.run(
        [*command, "comments", "--blind", "--minutes", "0.03", "--folder", str(tmp_path)], capture_output=True
    )
    assert done.returncode == 0, done.stderr
    assert b" executions" in done.stdout
    script = (
        "import sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from tools.fuzz import Watch\n"
        "def run(data):\n"
        "    if data == b'bad':\n"
        "        raise KeyError('x')\n"
        f"place = Path({str(tmp_path)!r}, 'comments')\n"
        "watch = Watch(run, place, 1)\n"
        "for data in (b'good', b'bad', b'bad', b'good'):\n"
        "    watch(data)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    (kept,) = (tmp_path / "comments" / "found").glob("*.input")
    assert kept.read_bytes() == b"bad"
    assert "KeyError" in kept.with_suffix(".txt").read_text()
