"""How fast the program is, against others on the same tree, in one run: ratios, of pairs run one after the other::

    python benchmarks/speed.py [--files 3000] [--megabytes 50] [--rounds 5] [--peers DIR] [--keras] [--scaling]
        [--only WORDS]

The tree is made from a seed; ``--tree DIR`` takes a real one. ``--peers`` is the ``bin`` directory of an environment
with ruff, flake8, TorchFix, pylint and Fixit, which ``benchmarks/peers.py`` makes; what is not there is left out.
``--keras`` also builds the model in real Keras, ``--scaling`` also compares the program with itself at a tenth, in time
and memory. A ratio under 1 means that this program is the faster one. With ``--only``, only rows whose work or peer has
these words are measured.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED_MODEL = ROOT / "examples" / "sequence_tagger.py"
OTHERS = {
    "flake8": ["-j", "1", "--exit-zero"],
    "torchfix": [],
    "pylint": ["-j1", "--exit-zero", "--recursive=y"],
    "fixit": ["--quiet", "lint"],
}
"""Peers that the tree is given to, each with its arguments before it."""

WORDS = (
    "batch config encode frame graph index layer metric node option parse queue record state token unit value".split()
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Something this program does, and what it is measured against; ``before`` is done before each of both."""

    work: str
    ours: list[str]
    peer: str
    theirs: list[str]
    before: Callable[[], None] = lambda: None
    goal: str = ""
    memory_goal: str = ""
    """Where the memory is compared too."""
    minutes: bool = False
    """Whether the peer takes so long that what a run before would save it does not count: it has none."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tree", type=Path)
    parser.add_argument("--peers", type=Path, default=Path(sys.executable).parent)
    parser.add_argument("--keras", action="store_true")
    parser.add_argument("--scaling", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        os.environ["LINT_PARAMS_CACHE_DIR"] = str(scratch / "cache")
        os.environ["PYTHONPATH"] = str(ROOT)
        tree = options.tree or make_tree(scratch / "tree", options.files, options.megabytes * 1_000_000)
        time.sleep(2.1)  # so that no file counts as just changed
        print(f"{'work':<34} {'against':<26} {'min':>6} {'median':>7} {'max':>6}  {'ours':>8} {'goal':>7}")
        for pair in pairs(tree, scratch, options):
            if options.only in f"{pair.work} {pair.peer}":
                told(pair, tree, options.rounds)


def make_tree(tree: Path, files: int, size: int) -> Path:
    """Python files as projects have them, one in a hundred with a model; and with the word without which TorchFix reads
    no further, so that both have as much to look at."""
    dice = random.Random(20)
    for number in range(files):
        folder = tree / f"package_{number // 40:03}" / f"part_{number % 4}"
        folder.mkdir(parents=True, exist_ok=True)
        text = plain(dice, size // files)
        if number % 100 == 7:
            text = SEED_MODEL.read_text(encoding="utf-8") + text + "\nimport torch\n"
        (folder / f"module_{number:05}.py").write_text(text, encoding="utf-8")
    return tree


def plain(dice: random.Random, size: int) -> str:
    lines = ["import os", "import sys", f"from package_{dice.randrange(60):03} import {dice.choice(WORDS)}", ""]
    length = 0
    while length < size:
        name, other = dice.choice(WORDS), dice.choice(WORDS)
        lines += [
            f"def {name}_{dice.randrange(10_000)}({other}, count={dice.randrange(100)}):",
            f'    """Make {name} of {other}, as often as told."""',
            f"    if {other} is None or count > {dice.randrange(1000)}:",
            f"        return [item for item in range(count) if item % {dice.randrange(1, 9)}]",
            f"    return {{'{name}': {other}, 'size': len({other}) + {dice.randrange(99)}}}",
            "",
            "",
        ]
        length += 260
    return "\n".join(lines)


def pairs(tree: Path, scratch: Path, options: argparse.Namespace) -> Iterator[Pair]:
    start = [sys.executable, "-c", "import sys; from lint_params.__main__ import script; sys.exit(script())"]
    check = [*start, "check", "--quiet"]
    on_tree = [*check, str(tree)]
    peers = ("ruff", *OTHERS)
    found = {name: shutil.which(name, path=str(options.peers.absolute())) for name in peers}
    bare = [sys.executable, "-c", "pass"]
    if found["ruff"]:
        ruff = [str(found["ruff"]), "check", "--quiet", "--exit-zero", "--isolated"]
        yield Pair("tree, no cache", [*on_tree, "--no-cache"], "ruff --no-cache", [*ruff, "--no-cache", str(tree)],
                   goal="1.0")  # fmt: skip
        cached = [*ruff, "--cache-dir", str(scratch / "ruff"), str(tree)]
        yield Pair("tree, warm", on_tree, "ruff, warm", cached, goal="0.3")
    yield Pair("tree, warm", on_tree, "grep -rl Sequential", ["grep", "-rl", "Sequential", str(tree)], goal="5")
    for name, arguments in OTHERS.items():
        if found[name]:
            yield Pair("tree, no cache", [*on_tree, "--no-cache"], name, [str(found[name]), *arguments, str(tree)],
                       goal="0.02", minutes=True)  # fmt: skip
    model = scratch / "model.py"
    model.write_text(SEED_MODEL.read_text(encoding="utf-8"), encoding="utf-8")
    parse = [sys.executable, "-c", f"import libcst; libcst.parse_module(open({str(model)!r}).read())"]
    yield Pair(
        "one model file, no cache", [*check, "--no-cache", str(model)], "libcst import + parse", parse, goal="1.3"
    )
    yield Pair("one model file, warm", [*check, str(model)], "bare Python", bare, goal="2")
    changed = change(model)
    yield Pair("one changed model file", [*check, str(model)], "libcst import + parse", parse, changed, goal="1.5")
    without = scratch / "plain.py"
    without.write_text(plain(random.Random(1), 16_000), encoding="utf-8")
    yield Pair(
        "one changed file without a model", [*check, str(without)], "bare Python", bare, change(without), goal="2.5"
    )
    if options.keras:
        build = [sys.executable, "-c", f"exec(open({str(model)!r}).read()); build_model().summary()"]
        yield Pair("one model file, warm", [*check, str(model)], "Keras and its summary", build, goal="0.017")
        yield Pair("one model file, no cache", [*check, "--no-cache", str(model)], "Keras and its summary", build,
                   goal="0.083")  # fmt: skip
    if options.scaling:
        yield from scaling(scratch, options, [*check, "--no-cache", "--jobs", "1"])


def scaling(scratch: Path, options: argparse.Namespace, check: list[str]) -> Iterator[Pair]:
    """The program against itself at a tenth."""
    small = make_tree(scratch / "small", options.files, options.megabytes * 1_000_000)
    large = make_tree(scratch / "large", 10 * options.files, 10 * options.megabytes * 1_000_000)
    yield Pair(
        "10 times the files", [*check, str(large)], "a tenth", [*check, str(small)], goal="10.5", memory_goal="1.3"
    )
    layers = [written(scratch / f"layers_{number}.py", chain(number)) for number in (500, 5_000)]
    yield Pair("a model of 5,000 layers", [*check, layers[1]], "a tenth", [*check, layers[0]], goal="11")
    models = [written(scratch / f"models_{number}.py", "\n".join([chain(8)] * number)) for number in (20, 200)]
    yield Pair("200 models in a file", [*check, models[1]], "a tenth", [*check, models[0]], goal="11")


def chain(layers: int) -> str:
    """A program with one model."""
    lines = ["from keras import Input, Sequential", "from keras.layers import Dense", "model = Sequential()"]
    return "\n".join([*lines, "model.add(Input((8,)))", *["model.add(Dense(8, activation='relu'))"] * layers, ""])


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def change(path: Path) -> Callable[[], None]:
    """Makes the file another one each time."""
    text, numbers = path.read_text(encoding="utf-8"), itertools.count()
    return lambda: path.write_text(f"{text}\n# {next(numbers)}\n", encoding="utf-8") and None


def told(pair: Pair, tree: Path, rounds: int) -> None:
    ours, theirs = [], []
    measured(pair.ours, tree)  # caches, ours and the system's
    if not pair.minutes:
        measured(pair.theirs, tree)
    for _ in range(rounds):
        pair.before()
        ours.append(measured(pair.ours, tree))
        theirs.append(measured(pair.theirs, tree))
    of_us = f"{statistics.median(each.seconds for each in ours) * 1000:6.0f}ms"
    line(pair.work, pair.peer, [a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True)], of_us, pair.goal)
    if pair.memory_goal:
        of_us = f"{statistics.median(each.memory for each in ours) / 1e6:6.0f}MB"
        ratios = [a.memory / b.memory for a, b in zip(ours, theirs, strict=True)]
        line(f"{pair.work}, memory", pair.peer, ratios, of_us, pair.memory_goal)


def line(work: str, peer: str, ratios: list[float], ours: str, goal: str) -> None:
    low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
    digits = 3 if middle < 0.1 else 2
    print(
        f"{work:<34} {peer:<26} {low:6.{digits}f} {middle:7.{digits}f} {high:6.{digits}f}  {ours} {goal:>7}", flush=True
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took: seconds, and bytes of memory at most, 0 where the system does not say."""

    seconds: float
    memory: int


def measured(command: list[str], tree: Path) -> Measured:
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not hasattr(os, "wait4"):
        process.wait()
        return Measured(time.perf_counter() - start, 0)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0  # it was waited for here
    return Measured(time.perf_counter() - start, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    main()
