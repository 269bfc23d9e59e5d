"""How fast the program is, against others on the same tree, in one run: ratios, of pairs run one after the other::

    python benchmarks/speed.py [--files 3000] [--megabytes 50] [--rounds 5] [--peers DIR] [--keras]

The tree is made from a seed; ``--tree DIR`` takes a real one. ``--peers`` is the ``bin`` directory of an environment in
which ruff, flake8, pylint or others are installed; what is not there is left out. ``--keras`` also builds the model in
real Keras. A ratio under 1 means that this program is the faster one.
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tree", type=Path)
    parser.add_argument("--peers", type=Path, default=Path(sys.executable).parent)
    parser.add_argument("--keras", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        os.environ["LINT_PARAMS_CACHE_DIR"] = str(scratch / "cache")
        os.environ["PYTHONPATH"] = str(ROOT)
        tree = options.tree or make_tree(scratch / "tree", options.files, options.megabytes * 1_000_000)
        time.sleep(2.1)  # so that no file counts as just changed
        print(f"{'work':<34} {'against':<26} {'min':>6} {'median':>7} {'max':>6}  {'ours':>8} {'goal':>7}")
        for pair in pairs(tree, scratch, options):
            told(pair, tree, options.rounds)


def make_tree(tree: Path, files: int, size: int) -> Path:
    """Python files as projects have them, one in a hundred with a model."""
    dice = random.Random(20)
    for number in range(files):
        folder = tree / f"package_{number // 40:03}" / f"part_{number % 4}"
        folder.mkdir(parents=True, exist_ok=True)
        text = plain(dice, size // files)
        if number % 100 == 7:
            text = SEED_MODEL.read_text(encoding="utf-8") + text
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
    start = [sys.executable, "-c", "import sys; from lint_params.__main__ import run; sys.exit(run())"]
    check = [*start, "check", "--quiet"]
    on_tree = [*check, str(tree)]
    found = {name: shutil.which(name, path=str(options.peers)) for name in ("ruff", "flake8", "pylint")}
    bare = [sys.executable, "-c", "pass"]
    if found["ruff"]:
        ruff = [str(found["ruff"]), "check", "--quiet", "--exit-zero", "--isolated"]
        yield Pair("tree, no cache", [*on_tree, "--no-cache"], "ruff --no-cache", [*ruff, "--no-cache", str(tree)],
                   goal="1.0")  # fmt: skip
        cached = [*ruff, "--cache-dir", str(scratch / "ruff"), str(tree)]
        yield Pair("tree, warm", on_tree, "ruff, warm", cached, goal="0.3")
    yield Pair("tree, warm", on_tree, "grep -rl Sequential", ["grep", "-rl", "Sequential", str(tree)], goal="5")
    for name in ("flake8", "pylint"):
        if found[name]:
            arguments = ["-j", "1", "--exit-zero"] if name == "flake8" else ["-j1", "--exit-zero", "--recursive=y"]
            yield Pair("tree, no cache", [*on_tree, "--no-cache"], name, [str(found[name]), *arguments, str(tree)],
                       goal="0.02")  # fmt: skip
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


def change(path: Path) -> Callable[[], None]:
    """Makes the file another one each time."""
    text, numbers = path.read_text(encoding="utf-8"), itertools.count()
    return lambda: path.write_text(f"{text}\n# {next(numbers)}\n", encoding="utf-8") and None


def told(pair: Pair, tree: Path, rounds: int) -> None:
    ratios, ours = [], []
    seconds(pair.ours, tree), seconds(pair.theirs, tree)  # caches, ours and the system's
    for _ in range(rounds):
        pair.before()
        ours.append(seconds(pair.ours, tree))
        ratios.append(ours[-1] / seconds(pair.theirs, tree))
    low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
    digits = 3 if middle < 0.1 else 2
    print(
        f"{pair.work:<34} {pair.peer:<26} {low:6.{digits}f} {middle:7.{digits}f} {high:6.{digits}f}  "
        f"{statistics.median(ours) * 1000:6.0f}ms {pair.goal:>7}",
        flush=True,
    )


def seconds(command: list[str], tree: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
