"""How many mistakes the tests would notice: a random sample of mutants, each run against the tests that reach it.

    python tools/mutate.py map  --folder F [TESTS…]   which tests reach which lines, and what they take
    python tools/mutate.py run  --folder F --count 500 --seed 1
    python tools/mutate.py show --folder F             the rates by package, and the mutants that survived

What real Keras says is asked once and kept in F (``tests/truth/kept.py``), so that a mutant costs no Keras. The mutants
stand in a copy of the project, the tests run in a fork of one process that has imported all but this project: those
that reach the changed lines, the quickest first. A mutant is killed by a failure, or by a test that takes far too long.
"""

from __future__ import annotations

import argparse
import compileall
import importlib
import itertools
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from mutants import Mutant, all_mutants, package_of  # noqa: E402

PACKAGES = ("keras", "model", "interpret", "rules")
SUITE = ("tests/test_cases.py", "tests/keras", "tests/interpret", "tests/rules", "tests/explain", "tests/suggest")
SLOW = 4.0
"""Seconds that a single test may take to be of use here."""
ENOUGH = 90.0
"""Seconds of tests, by the clock of the map, that are spent on one mutant."""
PRELOADED = (
    "tensorflow", "keras", "tf_keras", "libcst.matchers", "libcst.metadata", "yaml", "numpy", "pandas", "sklearn",
    "sklearn.model_selection", "pytest", "_pytest.doctest", "_pytest.junitxml", "hypothesis.strategies",
    "jsonschema", "sqlite3", "xml.dom.minidom", "concurrent.futures.process", "multiprocessing.spawn",
)  # fmt: skip
"""What the project and its tests import from elsewhere."""
FIRST = 60
"""Tests that are tried before the others."""
MEMORY = 2 << 30
"""Bytes that a mutant may take on top of what is there."""
COPIED = ("lint_params", "tests", "tools", "examples", "docs", "pyproject.toml", "README.md", "CHANGELOG.md")
KILLED, SURVIVED = "killed", "survived"
NOTHING = "nothing was run"

Map = Mapping[str, tuple[float, Mapping[str, list[int]]]]


# The map.


class Mapper:
    """A pytest plugin: which lines each test reaches, and how long it takes."""

    def __init__(self) -> None:
        import coverage

        self.coverage = coverage.Coverage(data_file=None, source=[str(ROOT / "lint_params")], config_file=False)
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.coverage.switch_context(nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "call":
            self.seconds[report.nodeid] = report.duration
        if report.outcome != "passed":
            self.failed.add(report.nodeid)

    def found(self) -> Map:
        lines: dict[str, dict[str, list[int]]] = {}
        data = self.coverage.get_data()
        for file in data.measured_files():
            path = Path(file).relative_to(ROOT).as_posix()
            for line, contexts in data.contexts_by_lineno(file).items():
                for context in contexts:
                    lines.setdefault(context, {}).setdefault(path, []).append(line)
        good = (test for test in self.seconds if test not in self.failed)
        return {test: (round(self.seconds[test], 4), lines.get(test, {})) for test in good}


def map_tests(folder: Path, tests: list[str]) -> None:
    """Run the tests once under coverage; what is mapped already is kept."""
    import pytest

    os.environ["LINT_PARAMS_TRUTH"] = str(folder / "truth.db")
    plugin = Mapper()
    plugin.coverage.start()
    pytest.main([*_QUIET, *(tests or SUITE)], plugins=[plugin])
    plugin.coverage.stop()
    path = folder / "map.json"
    before = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**before, **plugin.found()}))


_QUIET = ("-q", "-p", "no:cacheprovider", "--no-header", "-W", "ignore", "-m", "not long")


@dataclass(frozen=True, slots=True)
class Reach:
    """From lines to tests."""

    seconds: Mapping[str, float]
    by_line: Mapping[tuple[str, int], list[str]]
    by_file: Mapping[str, list[str]]

    @staticmethod
    def of(map_: Map) -> Reach:
        by_line: dict[tuple[str, int], list[str]] = {}
        by_file: dict[str, list[str]] = {}
        for test, (seconds, files) in map_.items():
            if seconds > SLOW:
                continue
            for path, lines in files.items():
                by_file.setdefault(path, []).append(test)
                for line in lines:
                    by_line.setdefault((path, line), []).append(test)
        return Reach({test: seconds for test, (seconds, _) in map_.items()}, by_line, by_file)

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests that reach a mutant, the quickest first, as many as there is time for.

        What is run when a module is imported is reached by every test that uses its class, or the module.
        """
        lines: Iterable[int] = range(mutant.line, mutant.end_line + 1)
        found = {test for line in lines for test in self.by_line.get((mutant.path, line), ())}
        if not mutant.in_function:
            first, last = mutant.scope or (0, -1)
            found |= {test for line in range(first, last + 1) for test in self.by_line.get((mutant.path, line), ())}
            found = found or set(self.by_file.get(mutant.path, ()))
        chosen: list[str] = []
        spent = 0.0
        for test in sorted(found, key=lambda test: (self.seconds[test], test)):
            spent += self.seconds[test] + 0.004
            if spent > ENOUGH:
                break
            chosen.append(test)
        return chosen


# A run.


class Chosen:
    """A pytest plugin: these tests alone, in this order, each within its time."""

    def __init__(self, tests: list[str], seconds: Mapping[str, float], log: int) -> None:
        self.order = {test: place for place, test in enumerate(tests)}
        self.seconds = seconds
        self.log = log

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self.order), key=lambda i: self.order[i.nodeid])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        def late(number: int, frame: FrameType | None) -> None:
            os.write(self.log, f"time {nodeid}".encode())
            os._exit(1)

        signal.signal(signal.SIGPROF, late)
        signal.setitimer(signal.ITIMER_PROF, 5 + 10 * self.seconds.get(nodeid, 1))

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            os.write(self.log, report.nodeid.encode())
            os._exit(1)

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            os.write(self.log, f"import {report.nodeid}".encode())
            os._exit(1)


def run(folder: Path, count: int, seed: int, only: str | None) -> None:
    """Run the sample; each result is a line of ``results.jsonl``. What has a result already is not run again."""
    known: Map = json.loads((folder / "map.json").read_text())
    reach = Reach.of(known)
    every = list(all_mutants(ROOT, list(PACKAGES)))
    random.Random(seed).shuffle(every)
    sample = itertools.islice((mutant for mutant in every if mutant.compiles(ROOT)), count)
    results = folder / "results.jsonl"
    done = {entry["name"] for entry in _results(folder)} if only is None else set()
    copy = folder / "copy"
    _copied(copy)
    _preload()
    unchanged = random.Random(seed).sample(sorted(test for test, (took, _) in known.items() if took < 1), 200)
    said = _in_fork(unchanged, reach.seconds, copy, folder, loud=False)
    if said:
        sys.exit(f"the tests fail without any change: {said}")
    for number, mutant in enumerate(sample):
        if mutant.name in done or (only is not None and only not in mutant.name):
            continue
        began = time.monotonic()
        status, by, tests = _outcome(mutant, reach, copy, folder, loud=only is not None)
        entry = {
            "name": mutant.name, "package": package_of(mutant), "status": status, "by": by, "tests": tests,
            "seconds": round(time.monotonic() - began, 1),
        }  # fmt: skip
        with results.open("a") as out:
            out.write(json.dumps(entry) + "\n")
        print(number, status, entry["seconds"], mutant.name, by, flush=True)


def _copied(copy: Path) -> None:
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        ignore = shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=ignore)
        else:
            shutil.copy(source, copy / name)
    # Once in a process that may write bytecode: the forks then read all but the mutant compiled.
    command = [sys.executable, "-m", "pytest", *_QUIET, "--collect-only", *SUITE]
    subprocess.run(command, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, stdout=subprocess.DEVNULL)
    compileall.compile_dir(copy / "lint_params", quiet=2)


def _preload() -> None:
    """All that is imported but this project and its tests: a fork then has it already."""
    os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    for name in PRELOADED:
        importlib.import_module(name)
    import hypothesis

    hypothesis.settings.register_profile("mutants", database=None, derandomize=True, deadline=None, max_examples=25)
    hypothesis.settings.load_profile("mutants")


def _outcome(mutant: Mutant, reach: Reach, copy: Path, folder: Path, loud: bool) -> tuple[str, str, int]:
    tests = reach.tests(mutant)
    if not tests:
        return SURVIVED, "no test reaches it", 0
    place = copy / mutant.path
    genuine = place.read_bytes()
    place.write_bytes(mutant.applied(genuine))
    for compiled in place.parent.joinpath("__pycache__").glob(f"{place.stem}.*.pyc"):
        compiled.unlink()
    try:
        said = _in_fork(tests, reach.seconds, copy, folder, loud)
    finally:
        place.write_bytes(genuine)
    if said == NOTHING:
        sys.exit(f"none of the tests is there: {tests[:3]}")
    return (KILLED if said else SURVIVED), said, len(tests)


def _in_fork(tests: list[str], seconds: Mapping[str, float], copy: Path, folder: Path, loud: bool) -> str:
    """What killed the mutant; an empty text where nothing did."""
    reader, writer = os.pipe()
    scratch = tempfile.mkdtemp(dir=folder)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setsid()
            status = _child(tests, seconds, copy, scratch, writer, loud)
        finally:
            os._exit(status)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    shutil.rmtree(scratch, ignore_errors=True)
    return said or (f"status {status}" if status else "")


def _child(tests: list[str], seconds: Mapping[str, float], copy: Path, scratch: str, log: int, loud: bool) -> int:
    import pytest

    os.chdir(copy)
    sys.dont_write_bytecode = True
    sys.path[:] = [str(copy)] + [path for path in sys.path if Path(path).resolve() not in (ROOT, ROOT / "tools")]
    os.environ |= {
        "PYTHONPATH": str(copy),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "TMPDIR": scratch,
        "LINT_PARAMS_TRUTH": str(copy.parent / "truth.db"),
        "LINT_PARAMS_CACHE_DIR": scratch,
    }
    tempfile.tempdir = scratch
    if not loud:
        silence = os.open(os.devnull, os.O_RDWR)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
    _limited(15 + 4 * sum(seconds[test] for test in tests))
    for batch in _batches(tests):
        files = dict.fromkeys(test.split("::")[0] for test in batch)
        code = pytest.main([*_QUIET, "-x", *files], plugins=[Chosen(batch, seconds, log)])
        if code == pytest.ExitCode.NO_TESTS_COLLECTED:
            os.write(log, NOTHING.encode())
        if code:
            return int(code)
    return 0


def _limited(seconds: float) -> None:
    """No mutant takes the machine down: it ends after that much time of a processor, or with too much memory."""
    allowed = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, allowed + 5))
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _batches(tests: list[str]) -> Iterator[list[str]]:
    """A few tests of few files first, as most mutants die early and collecting tests takes longer than running them."""
    first: list[str] = []
    files: set[str] = set()
    for test in tests:
        file = test.split("::")[0]
        if len(first) < FIRST and (file in files or len(files) < 2):
            files.add(file)
            first.append(test)
    yield first
    rest = sorted(set(tests) - set(first), key=tests.index)
    if rest:
        yield rest


# The results.


def _results(folder: Path) -> Iterator[dict[str, Any]]:
    path = folder / "results.jsonl"
    if path.exists():
        yield from map(json.loads, path.read_text().splitlines())


def show(folder: Path) -> None:
    """The last result of each mutant, summed up."""
    last = {entry["name"]: entry for entry in _results(folder)}
    for package in (*PACKAGES, "all"):
        mine = [entry for entry in last.values() if package in (entry["package"], "all")]
        counts = Counter(entry["status"] for entry in mine)
        if mine:
            rate = 100 * counts[KILLED] / len(mine)
            print(f"{package:10} {len(mine):5} mutants, {counts[KILLED]:5} killed: {rate:.1f} %")
    for entry in last.values():
        if entry["status"] == SURVIVED:
            print(f"survived ({entry['tests']} tests): {entry['name']}")


def main(arguments: list[str] | None = None) -> int:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("map", "run", "show"))
    parser.add_argument("tests", nargs="*")
    parser.add_argument("--folder", type=Path, required=True, help="where truth, map and results are kept")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="run only mutants with this in their name, again and aloud")
    options = parser.parse_intermixed_args(arguments)
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if options.what == "map":
        map_tests(folder, options.tests)
    elif options.what == "run":
        run(folder, options.count, options.seed, options.only)
    else:
        show(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
