"""Programs made to be slow: each ends within seconds and a bounded memory, and what is not followed is not claimed."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint_params.interpret import analyse_text, mentions, tree
from lint_params.interpret.layers import MAX_CHAIN
from lint_params.interpret.machine import MAX_DEPTH
from lint_params.model.model import Model
from tests.interpret.programs import UNKNOWN, analysed, models, only, program, write


@pytest.fixture(autouse=True, scope="module")
def alone() -> Iterator[None]:
    """What other tests have left in memory is looked through by no collection of what is measured here."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


SECONDS = 5.0
"""Of processor time: other processes may take their share of the clock's."""
MEGABYTES = 300

CHAIN = "m = Sequential([Input((4,))])\n"
LENGTH = CHAIN + "m.add(Dense(len(x)))\nm.add(Dense(2))\n"

UNSETTLED = {
    "nested loops": ("x = 0\nfor i in range(10**6):\n    for j in range(10**6):\n        x += 1\n")
    + CHAIN
    + "m.add(Dense(x))\n",
    "a long loop": "x = 0\nfor i in range(10**12):\n    x += i\n" + CHAIN + "m.add(Dense(x))\n",
    "while true": "x = 0\nwhile True:\n    x += 1\n" + CHAIN + "m.add(Dense(x))\n",
    "a huge list": "x = [0] * 10**10\n" + LENGTH,
    "a list that doubles": "x = [0]\nfor i in range(60):\n    x = x + x\n" + LENGTH,
    "a list that doubles in place": "x = [0]\nfor i in range(60):\n    x += x\n" + LENGTH,
    "a list that takes itself in": "x = [0]\nfor i in range(60):\n    x.extend(x)\n" + LENGTH,
    "a list unpacked twice": "x = [0]\nfor i in range(60):\n    x = [*x, *x]\n" + LENGTH,
    "a tuple that doubles": "x = (0,)\nfor i in range(60):\n    x = x + x\n" + LENGTH,
    "a huge range": "x = list(range(10**12))\n" + LENGTH,
    "a sum of a huge range": CHAIN + "m.add(Dense(sum(range(10**9))))\n",
    "a huge product": "import itertools\nx = list(itertools.product(range(100), repeat=10))\n" + LENGTH,
    "a huge comprehension": "x = [i for i in range(10**4) for j in range(10**4)]\n" + LENGTH,
    "a huge text": "x = 'a' * 10**12\n" + LENGTH,
    "a text that doubles": "x = 'a'\nfor i in range(60):\n    x = f'{x}{x}'\n" + LENGTH,
    "a text that joins itself": "x = 'a'\nfor i in range(60):\n    x = x.join([x, x, x])\n" + LENGTH,
    "a text that replaces itself": "x = 'a'\nfor i in range(60):\n    x = x.replace('a', 'aa')\n" + LENGTH,
    "a wide format": "x = f'{1:>{10**12}}'\ny = '%1000000000d' % 1\nz = '{:>1000000000}'.format(1)\n" + LENGTH,
    "a huge power": CHAIN + "m.add(Dense(9 ** 9 ** 9 ** 9))\n",
    "a huge power by name": CHAIN + "m.add(Dense(pow(9, 9 ** 9)))\n",
    "a huge shift": CHAIN + "m.add(Dense(1 << 10 ** 12))\n",
    "a huge factorial": "import math\n" + CHAIN + "m.add(Dense(math.factorial(10 ** 7)))\n",
    "a formula that squares": UNKNOWN
    + ("x = unknown\nfor i in range(60):\n    x = x * x + 1\n")
    + CHAIN
    + "m.add(Dense(x))\n",
    "recursion": "def f(n):\n    return 1 + f(n + 1)\n" + CHAIN + "m.add(Dense(f(0)))\n",
    "mutual recursion": "def f():\n    return g()\ndef g():\n    return f()\n" + CHAIN + "m.add(Dense(f()))\n",
    "recursion that adds": "def f(m):\n    m.add(Dense(3))\n    f(m)\nf(Sequential([Input((4,))]))\n",
    "mutual recursion that adds": (
        "def f(m):\n    m.add(Dense(3))\n    g(m)\ndef g(m):\n    f(m)\nf(Sequential([Input((4,))]))\n"
    ),
    "many layers": CHAIN + "for i in range(10**5):\n    m.add(Dense(4))\n",
    "layers without end": CHAIN + "while True:\n    m.add(Dense(4))\n",
    "nested loops that add": CHAIN + "for i in range(10**6):\n    for j in range(10**6):\n        m.add(Dense(4))\n",
    "a list of many layers": "m = Sequential([Input((4,)), *[Dense(4) for i in range(10**5)]])\n",
    "a generator without end": (
        "def g():\n"
        "    while True:\n"
        "        yield Dense(4)\n"
        "m = Sequential([Input((4,))])\n"
        "for l in g():\n"
        "    m.add(l)\n"
    ),
    "a list that grows in its loop": CHAIN + "x = [1]\nfor i in x:\n    x.append(i)\n    m.add(Dense(2))\n",
    "many open conditions": UNKNOWN
    + CHAIN
    + "".join((f"if unknown({i}):\n    m.add(Dense({i + 1}))\n") for i in range(40)),
    "a model within itself": CHAIN + "m.add(m)\n",
    "models within each other": "a = Sequential()\nb = Sequential([a])\na.add(b)\nb.build((None, 3))\n",
}

SETTLED = {
    "calls that double": "".join(f"def f{i}():\n    return f{i - 1}() + f{i - 1}()\n" for i in range(1, 45)),
    "nested lists": "x = [0]\nfor i in range(60):\n    x = [x, x]\nprint(x, str(x), x == [x])\n",
    "nested tuples": "x = (0,)\nfor i in range(60):\n    x = (x, x)\nprint(hash(x), x == (x, x), {x: 1})\n",
    "a list in itself": "x = [1]\nx.append(x)\nx[0] = x\nfor y in x:\n    print(y, str(x))\n",
    "a dictionary in itself": "import copy\nx = {}\nx['a'] = x\ny = copy.deepcopy(x)\n",
    "nested brackets": "x = " + "[" * 150 + "1" + "]" * 150 + "[0]" * 150 + "\n",
    "a long sum": "x = " + " + ".join(["1"] * 1500) + "\n",
    "a class that makes itself": "class A:\n    def __init__(self):\n        self.a = A()\nx = A()\n",
    "attributes without end": "class A:\n    def __getattr__(self, name):\n        return self.other\nx = A().some\n",
    "conditions in conditions": UNKNOWN
    + "".join("    " * i + f"if unknown[{i}]:\n" for i in range(80))
    + "    " * 80
    + "x = 1\n",
    "conditions in a function called often": UNKNOWN
    + "def f(u):\n"
    + "".join("    " * (i + 1) + f"if u[{i}]:\n" for i in range(60))
    + "    " * 61
    + "unknown.add(3)\n"
    + "f(unknown)\n" * 300,
    "numbers larger than any float beside unknown ones": UNKNOWN
    + f"k = 1{'0' * 330}\nx = [unknown.n + k > 0, k - unknown.n < 3, (unknown.n + 1) * k > 2, len(unknown) * k > 2]\n",
    "huge data": "import numpy as np\nx = np.zeros((10**6,) * 5)\ny = np.arange(10**12)\n",
}


def test_a_program_ends(name: str = "warm up") -> None:
    assert models("m = Sequential([Input((4,)), Dense(3)])\n")


@pytest.mark.parametrize("name", UNSETTLED)
def test_what_is_not_followed_is_not_claimed(name: str) -> None:
    before = time.process_time()
    found = analysed(UNSETTLED[name]).models
    assert time.process_time() - before < SECONDS
    assert found
    for model in found:
        assert model.params is None
        assert model.reason


@pytest.mark.parametrize("name", SETTLED)
def test_a_model_beside_it_is_still_counted(name: str) -> None:
    before = time.process_time()
    model = only(SETTLED[name] + "m = Sequential([Input((4,)), Dense(3)])\n")
    assert time.process_time() - before < SECONDS
    assert model.params == 4 * 3 + 3


def total(model: Model) -> int:
    return sum(layer.params or 0 for layer in model.layers)


def test_the_layers_that_are_followed_bound_the_rest() -> None:
    model = only(UNSETTLED["many layers"])
    assert len(model.layers) == MAX_CHAIN
    assert (model.layers_complete, model.at_least) == (False, total(model))


def test_recursion_is_followed_to_its_depth() -> None:
    text = "def grow(m, n):\n    if n:\n        m.add(Dense(4))\n        grow(m, n - 1)\n" + CHAIN
    shallow = only(text + f"grow(m, {MAX_DEPTH - 10})\n")
    assert (shallow.status, len(shallow.layers)) == ("exact", MAX_DEPTH - 10)
    deep = only(text + f"grow(m, {MAX_DEPTH + 10})\n")
    assert (deep.params, deep.layers_complete) == (None, False)


LONG = "def convert(sizes):\n" + "    x = 0\n    while x < 10**9:\n        x += 1\n" * 9 + "    return x\n"


def far(folder: Path, text: str) -> tuple[Model, ...]:
    path = write(folder, main=program(text), far=LONG) / "main.py"
    return analyse_text(path.read_text(encoding="utf-8"), str(path), root=folder).models


def test_what_a_long_call_into_another_file_leaves_is_not_claimed(tmp_path: Path) -> None:
    text = "from far import convert\n" + CHAIN + "m.add(Dense(3))\nsizes = [4]\nunits = convert(sizes)\n"
    (model,) = far(tmp_path, text)
    assert (model.status, model.params) == ("exact", 15)
    (model,) = far(tmp_path, text + "m.add(Dense(units))\n")
    assert (model.status, model.layers[0].params, model.params) == ("partial", 15, None)
    (model,) = far(tmp_path, text + "m.add(Dense(sum(sizes)))\n")
    assert model.params is None


def test_functions_behind_a_long_call_are_still_run(tmp_path: Path) -> None:
    one = "def test_{0}():\n    m = Sequential([Input((4,)), Dense({0})])\n    convert([m])\n"
    found = far(tmp_path, "from far import convert\n" + "".join(map(one.format, range(1, 31))))
    assert [model.params for model in found] == [5 * units for units in range(1, 31)]


def test_models_within_models_that_double() -> None:
    found = models("m = Sequential([Input((4,)), Dense(4)])\n" + "m = Sequential([m, m])\n" * 40)
    assert found[0].params == found[5].params == 4 * 4 + 4
    assert found[-1].params is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs resource limits")
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
def test_memory_is_bounded(tmp_path: Path) -> None:
    names = [*UNSETTLED, *SETTLED]
    for index, name in enumerate(names):
        (tmp_path / f"p{index}.py").write_text(program({**UNSETTLED, **SETTLED}[name]), encoding="utf-8")
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from lint_params.interpret import analyse_text\n"
        "from tests.memory import peak\n"
        "for path in sorted(Path(sys.argv[1]).glob('p*.py')):\n"
        "    analyse_text(path.read_text(), str(path))\n"
        "print(peak())\n"
    )
    root = str(Path(__file__).parents[2])
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) < MEGABYTES * 2**20


def test_a_file_is_searched_once_for_all_its_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each of a thousand methods had all of the file searched for its names, that took a minute."""
    method = "class C{}:\n    def build(self):\n        return self.model.add(Dense(3))\n"
    searched: list[tree.Unit] = []
    search = mentions._sequential_names
    monkeypatch.setattr(mentions, "_sequential_names", lambda unit: searched.append(unit) or search(unit))
    assert len(models(CHAIN + "".join(method.format(at) for at in range(30)))) == 1
    assert len(searched) == 1


def test_a_generator_without_an_end_is_not_drawn_from_for_long() -> None:
    batches = "def batches():\n    x = 0\n    while True:\n        x += 1\n        yield [x] * 4\n"
    text = batches + CHAIN + "m.add(Dense(3))\ngiven = batches()\nm.fit_generator(given)\n"
    assert only(text).params == 15
    assert only(text + "two = batches()\nnext(two)\nm.add(Dense(next(two)[0]))\n").params == 15 + 4 * 2
    assert only(text + "m.add(Dense(len(list(batches()))))\n").params is None


def test_a_function_that_calls_itself_over_what_is_not_known_ends_soon() -> None:
    """Each call may make several: what it does is left open long before its calls are as deep as is followed."""
    text = """
def look(config, found):
    for key, value in config.items():
        if isinstance(value, dict):
            look(value, found)
        elif isinstance(value, list):
            for each in value:
                look(each, found)
        if key == 'units':
            found.append(value)
    return found
model = Sequential([Input((2,)), Dense(4), Dense(len(look(unknown(), [])))])
"""
    assert [layer.params for layer in only(UNKNOWN + text).layers] == [2 * 4 + 4, None]


SIZES = """\
def sizes(most):
    found, at = [], 0
    while at < most:
        at += 1
        found.append(at + 1)
    return found
"""


def test_a_loop_that_tires_is_not_followed_for_so_long_again() -> None:
    """Forty functions that wait for the same: all their models are found. A loop that is short now is run whole."""
    text = f"from keras import Sequential, layers\n{SIZES}"
    for number in range(40):
        text += f"def build{number}():\n    sizes(10**9)\n    few = sizes(3)\n"
        text += f"    return Sequential([layers.Input((len(few),)), layers.Dense(few[-1] + {number})])\n"
    found = analyse_text(text).models
    assert [model.params for model in found] == [(3 + 1) * (3 + 1 + number) for number in range(40)]
