"""How many mistakes the tests would notice: a random sample of mutants, each run against the tests that reach it.

    python tools/mutate.py map  --folder F [TESTS…]   which tests reach which lines, and what they take
    python tools/mutate.py run  --folder F --count 500 --seed 1
    python tools/mutate.py show --folder F             the rates by package, and the mutants that survived
    python tools/mutate.py list --folder F             the survivors into tests/survivors.md, with the verdicts it has

What real Keras says is asked once and kept in F (``tests/truth/kept.py``), so that a mutant costs no Keras. The mutants
stand in a copy of the project. One process has all tests collected; a mutant of a function is a fork of it, where the
function gets the changed code and the tests that reach the changed lines are run, the quickest of each file first; what
takes effect when a module is imported is a fork of a process that has not imported the project yet. A mutant is killed
by a failure, or by a test that takes far too long. What survives its first seconds of tests is tried again with those
that there was no time for (``--patience``).
"""

from __future__ import annotations

import argparse
import compileall
import gc
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
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from mutants import WORD, Mutant, all_mutants, package_of  # noqa: E402

PACKAGES = ("keras", "model", "interpret", "rules")
SUITE = (
    "tests/test_cases.py", "tests/keras", "tests/interpret", "tests/rules", "tests/explain", "tests/suggest",
    "tests/precision", "tests/model", "tests/pasted", "tests/history", "tests/page/test_whatif.py",
    "tests/test_rule_docs.py", "tests/test_layer_docs.py", "tests/test_api.py", "tests/cli/test_baseline.py",
    "tests/cli/test_summary.py", "tests/cli/test_init.py", "tests/cli/test_fix.py", "tests/server/test_actions.py",
    "tests/server/test_analysis.py", "tests/cli/test_revisions.py", "tests/page/test_write.py",
)  # fmt: skip
"""Without what starts processes, browsers, and training: a mutant would cost seconds."""
ENOUGH = 15.0
"""Seconds of tests, as the map measured them under coverage (they take a third), spent on each mutant at first."""
PATIENCE = 90.0
"""Seconds of tests for what survives that."""
SHARE = 6
"""The part of the seconds that a single test may take."""
PRELOADED = (
    "tensorflow", "keras", "tf_keras", "libcst.matchers", "libcst.metadata", "yaml", "numpy", "pandas", "sklearn",
    "sklearn.model_selection", "pytest", "_pytest.doctest", "_pytest.junitxml", "hypothesis.strategies",
    "jsonschema", "sqlite3", "xml.dom.minidom", "concurrent.futures.process", "multiprocessing.spawn",
)  # fmt: skip
"""What the project and its tests import from elsewhere."""
FEW = 10
"""Tests whose names have a word of the changed line, for each such word."""
FIRST = 60
"""Tests that are tried before the others."""
MEMORY = 2 << 30
"""Bytes that a mutant may take on top of what is there."""
COPIED = ("lint_params", "tests", "tools", "examples", "docs", "pyproject.toml", "README.md", "CHANGELOG.md")
KILLED, SURVIVED = "killed", "survived"
OTHERWISE, UNREACHED = "not in place", "no test comes by"

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
        good = ("", *(test for test in self.seconds if test not in self.failed))
        return {test: (round(self.seconds.get(test, 0), 4), lines.get(test, {})) for test in good}


def map_tests(folder: Path, tests: list[str]) -> None:
    """Run the tests once under coverage; what is mapped already is kept."""
    import pytest

    os.environ["LINT_PARAMS_TRUTH"] = str(folder / "truth.db")
    plugin = Mapper()
    plugin.coverage.start()
    for package in PACKAGES:  # what is run at the first import is no test's alone
        for path in sorted((ROOT / "lint_params" / package).rglob("*.py")):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
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
    imported: AbstractSet[tuple[str, int]]
    """What is run before any test."""

    @staticmethod
    def of(map_: Map) -> Reach:
        by_line: dict[tuple[str, int], list[str]] = {}
        by_file: dict[str, list[str]] = {}
        seconds = {test: took for test, (took, _) in map_.items() if test}
        for test in seconds:
            _, files = map_[test]
            for path, lines in files.items():
                by_file.setdefault(path, []).append(test)
                for line in lines:
                    by_line.setdefault((path, line), []).append(test)
        imported = {(path, line) for path, lines in map_[""][1].items() for line in lines}
        return Reach(seconds, by_line, by_file, imported)

    def at_import(self, mutant: Mutant) -> bool:
        """Whether the change has its effect before any test is run."""
        return not mutant.in_function or any(
            (mutant.path, line) in self.imported for line in range(mutant.line, mutant.end_line + 1)
        )

    def tests(self, mutant: Mutant, patience: float, before: float = 0) -> list[str]:
        """The tests that reach a mutant, the quickest of each file first, as many as there is time for.

        What is run when a module is imported is reached by every test that uses its class, or the module; what it makes
        may also be read by any test of its package. Left out is what there was time for ``before``.
        """
        lines: Iterable[int] = range(mutant.line, mutant.end_line + 1)
        found = {test for line in lines for test in self.by_line.get((mutant.path, line), ())}
        beside: set[str] = set()
        if self.at_import(mutant):
            first, last = mutant.scope or (0, -1)
            found |= {test for line in range(first, last + 1) for test in self.by_line.get((mutant.path, line), ())}
            found = found or set(self.by_file.get(mutant.path, ()))
            beside = {test for test in self.seconds if test.startswith(_mirrored(mutant))} - found
        named = self._named(mutant.words, found | beside)
        rest = (group.difference(named) for group in (found, beside))
        ordered = [*named, *(test for group in rest for test in self._ordered(group))]
        done = set(self._affordable(ordered, before))
        return [test for test in self._affordable(ordered, patience) if test not in done]

    def _named(self, words: AbstractSet[str], tests: AbstractSet[str]) -> list[str]:
        """Some tests whose names have a word, those with the rarest words first, the quickest of each file first."""
        having: dict[str, list[str]] = {word: [] for word in words}
        for test in tests:
            for word in words.intersection(WORD.findall(test)):
                having[word].append(test)
        rarest = sorted((len(found), word) for word, found in having.items() if found)
        some = [test for _, word in rarest for test in self._ordered(set(having[word]))[:FEW]]
        return list(dict.fromkeys(some))[: 3 * FEW]

    def _ordered(self, tests: AbstractSet[str]) -> list[str]:
        return _of_each_file(sorted(tests, key=lambda test: (self.seconds[test], test)))

    def _affordable(self, tests: list[str], patience: float) -> Iterator[str]:
        spent = 0.0
        for test in tests:
            if self.seconds[test] > patience / SHARE:
                continue
            spent += self.seconds[test] + 0.004
            if spent > patience:
                break
            yield test


def _mirrored(mutant: Mutant) -> tuple[str, ...]:
    """How the names of tests begin that may read what a module makes when it is imported."""
    return f"tests/{package_of(mutant)}/", "tests/test_rule_docs.py", "tests/test_layer_docs.py"


def _of_each_file(tests: list[str]) -> list[str]:
    """One test of each file, then the next of each, and so on: tests of one file tend to see the same mistakes."""
    seen: Counter[str] = Counter()
    ranks: dict[str, int] = {}
    for test in tests:
        file = test.split("::")[0]
        ranks[test] = seen[file]
        seen[file] += 1
    return sorted(tests, key=ranks.__getitem__)


# A run.


class Chosen:
    """A pytest plugin: these tests alone, in this order, each within its time; the first failure ends the process."""

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

    def pytest_runtest_makereport(self, item: Any, call: Any) -> None:
        """Before anything is told about the failure, which would take longer than the test."""
        from pytest import skip

        if call.excinfo is not None and not isinstance(call.excinfo.value, skip.Exception):
            os.write(self.log, item.nodeid.encode())
            os._exit(1)

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            os.write(self.log, f"import {report.nodeid}".encode())
            os._exit(1)


class Server:
    """A pytest plugin: all tests stand ready, and what is asked of them is run in forks of this process."""

    def __init__(self, files: list[str], work: Callable[[Server], None]) -> None:
        self.files = files
        self.work = work
        self.items: dict[str, Any] = {}
        self.functions: dict[str, list[FunctionType]] = {}

    def serve(self) -> None:
        import pytest

        pytest.main([*_QUIET, *self.files], plugins=[self])

    def pytest_runtestloop(self, session: Any) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        for each in gc.get_objects():
            if isinstance(each, FunctionType):
                self.functions.setdefault(each.__code__.co_filename, []).append(each)
        gc.freeze()
        session.config.pluginmanager.unregister(session.config.pluginmanager.get_plugin("terminalreporter"))
        self.work(self)
        return True

    def run(self, tests: list[str], plugin: object) -> None:
        """In a fork."""
        items = [self.items[test] for test in tests if test in self.items]
        config = items[0].config
        config.pluginmanager.register(plugin)
        for item, following in zip(items, [*items[1:], None], strict=True):
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def put(self, mutant: Mutant) -> bool:
        """Give the functions of a module the code of the mutant; false where that can't be done in place."""
        file = Path.cwd() / mutant.path
        genuine = file.read_bytes()
        changed = {
            (code.co_qualname, code.co_firstlineno): code  # type: ignore[attr-defined]
            for code in _codes(compile(mutant.applied(genuine), str(file), "exec", dont_inherit=True))
        }
        done = False
        for function in self.functions.get(str(file), ()):
            old = function.__code__
            new = changed.get((old.co_qualname, old.co_firstlineno))  # type: ignore[attr-defined]
            if new is None or new == old:
                continue
            if new.co_freevars != old.co_freevars:
                return False
            function.__code__ = new
            done = True
        return done


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def run(folder: Path, count: int, seed: int, patience: float, only: str | None) -> None:
    """Run the sample; each result is a line of ``results.jsonl``. What has a result already is not run again."""
    known: Map = json.loads((folder / "map.json").read_text())
    every = list(all_mutants(ROOT, list(PACKAGES)))
    random.Random(seed).shuffle(every)
    sample = list(itertools.islice((mutant for mutant in every if mutant.compiles(ROOT)), count))
    sample = [mutant for mutant in sample if only is None or only in mutant.name]
    copy = folder / "copy"
    _copied(copy)
    _preload(copy, folder)
    reach = Reach.of(known)
    print(f"{len(reach.seconds)} tests, {sum(reach.seconds.values()):.0f} s together", flush=True)
    loud = only is not None
    _pass(folder, sample, reach, Pass(min(ENOUGH, patience), 0, loud))
    if patience > ENOUGH:
        _pass(folder, sample, reach, Pass(patience, ENOUGH, loud))


@dataclass(frozen=True, slots=True)
class Pass:
    """Once through the sample: the seconds of tests for a mutant, and how many of them it has had."""

    patience: float
    before: float
    loud: bool
    """Whether it is run in any case, and what the tests say is shown."""

    def left(self, entry: Mapping[str, Any] | None) -> bool:
        """Whether a mutant with this result is to be run."""
        if self.loud:
            return True
        if entry is None:
            return self.before == 0
        return entry["status"] == SURVIVED and entry["patience"] < self.patience


def _pass(folder: Path, sample: list[Mutant], reach: Reach, now: Pass) -> None:
    last = {entry["name"]: entry for entry in _results(folder)}
    sample = [mutant for mutant in sample if now.left(last.get(mutant.name))]
    print(f"{len(sample)} mutants, each with {now.patience - now.before:.0f} s of tests", flush=True)
    left = folder / "left.json"
    _in_fork(folder, lambda log: _in_place(folder, sample, reach, left, now))
    names = set(json.loads(left.read_text()))
    sound: dict[str, bool] = {}
    for mutant in sample:
        if mutant.name in names:
            _told(folder, mutant, now, *_anew(mutant, reach, folder, now, sound))


def _told(folder: Path, mutant: Mutant, now: Pass, status: str, by: str, tests: int, seconds: float) -> None:
    entry = {
        "name": mutant.name, "package": package_of(mutant), "status": status, "by": by, "tests": tests,
        "seconds": round(seconds, 1), "patience": now.patience,
    }  # fmt: skip
    with (folder / "results.jsonl").open("a") as out:
        out.write(json.dumps(entry) + "\n")
    print(status, entry["seconds"], mutant.name, by, flush=True)


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


def _preload(copy: Path, folder: Path) -> None:
    """All that is imported but this project and its tests: a fork then has it already."""
    os.environ |= {
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTHONPATH": str(copy),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "LINT_PARAMS_TRUTH": str(folder / "truth.db"),
        "LINT_PARAMS_CACHE_DIR": str(folder / "cache"),
    }
    for name in PRELOADED:
        importlib.import_module(name)
    import hypothesis

    hypothesis.settings.register_profile("mutants", database=None, derandomize=True, deadline=None, max_examples=25)
    hypothesis.settings.load_profile("mutants")
    os.chdir(copy)
    sys.dont_write_bytecode = True
    sys.path[:] = [str(copy)] + [path for path in sys.path if Path(path).resolve() not in (ROOT, ROOT / "tools")]


def _in_fork(folder: Path, work: Callable[[int], None], limit: float | None = None) -> str:
    """Do something in a fork, and what it writes to the descriptor it is given; or the status it ended with."""
    reader, writer = os.pipe()
    scratch = tempfile.mkdtemp(dir=folder)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reader)
            os.setsid()
            os.environ["TMPDIR"] = tempfile.tempdir = scratch
            if limit is not None:
                _limited(limit)
            work(writer)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    shutil.rmtree(scratch, ignore_errors=True)
    return said or (f"status {status}" if status else "")


def _limited(seconds: float) -> None:
    """No mutant takes the machine down: it ends after that much time of a processor, or with too much memory."""
    allowed = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, allowed + 5))
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    signal.alarm(60 + 10 * allowed)  # and where it waits for ever


def _silent() -> None:
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 1)
    os.dup2(silence, 2)


def _in_place(folder: Path, sample: list[Mutant], reach: Reach, left: Path, now: Pass) -> None:
    """Run the mutants that can be made of functions in memory; the names of the others go to a file."""
    others: list[str] = []
    sound: dict[str, bool] = {}

    def work(server: Server) -> None:
        def attempt(tests: list[str], mutant: Mutant | None) -> str:
            def inside(log: int) -> None:
                if not now.loud:
                    _silent()
                if mutant is None or server.put(mutant):
                    server.run(tests, Chosen(tests, reach.seconds, log))
                else:
                    os.write(log, OTHERWISE.encode())

            return _in_fork(folder, inside, _limit(tests, reach))

        for mutant in sample:
            tests = [test for test in reach.tests(mutant, now.patience, now.before) if test in server.items]
            if now.before and not tests:
                continue
            if tests and reach.at_import(mutant):
                others.append(mutant.name)
                continue
            began = time.monotonic()
            said = ""
            while tests:
                tests = [test for test in tests if sound.get(test, True)]
                said = attempt(tests, mutant)
                killer = said.removeprefix("time ")
                if killer not in server.items:
                    # What ends the process, as a library may do for want of memory, has to do so with the change alone.
                    if said.startswith("status ") and attempt(tests, None):
                        said = ""
                    break
                # The word of a test that fails without any change is not taken.
                if killer not in sound:
                    sound[killer] = not attempt([killer], None)
                if sound[killer]:
                    break
            if said == OTHERWISE:
                others.append(mutant.name)
            else:
                by = said if tests else UNREACHED
                _told(folder, mutant, now, KILLED if said else SURVIVED, by, len(tests), time.monotonic() - began)

    Server(sorted({test.split("::")[0] for test in reach.seconds}), work).serve()
    left.write_text(json.dumps(others))


def _limit(tests: list[str], reach: Reach) -> float:
    return 15 + 4 * sum(reach.seconds[test] for test in tests)


def _anew(mutant: Mutant, reach: Reach, folder: Path, now: Pass, sound: dict[str, bool]) -> tuple[str, str, int, float]:
    """Run a mutant that takes effect when its module is imported: a fork imports the project anew."""
    place = folder / "copy" / mutant.path
    genuine = place.read_bytes()
    began = time.monotonic()
    while True:
        tests = [test for test in reach.tests(mutant, now.patience, now.before) if sound.get(test, True)]
        if not tests:
            return SURVIVED, "", 0, time.monotonic() - began
        limit = _limit(tests, reach)
        place.write_bytes(mutant.applied(genuine))
        for compiled in place.parent.joinpath("__pycache__").glob(f"{place.stem}.*.pyc"):
            compiled.unlink()
        try:
            said = _in_fork(folder, lambda log, tests=tests: _imported(tests, reach, log, now.loud), limit)  # type: ignore[misc]
        finally:
            place.write_bytes(genuine)
        if said in reach.seconds and said not in sound:
            sound[said] = not _fails_anyhow(said, reach, folder, now)
        if sound.get(said, True):
            return (KILLED if said else SURVIVED), said, len(tests), time.monotonic() - began


def _fails_anyhow(test: str, reach: Reach, folder: Path, now: Pass) -> bool:
    return bool(_in_fork(folder, lambda log: _imported([test], reach, log, now.loud), _limit([test], reach)))


def _imported(tests: list[str], reach: Reach, log: int, loud: bool) -> None:
    import pytest

    if not loud:
        _silent()
    for batch in _batches(tests):
        files = dict.fromkeys(test.split("::")[0] for test in batch)
        code = pytest.main([*_QUIET, "-x", *files], plugins=[Chosen(batch, reach.seconds, log)])
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            os.write(log, f"pytest ended with {int(code)}".encode())
            return


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


SURVIVORS = ROOT / "tests" / "survivors.md"


def table(folder: Path) -> Iterator[str]:
    """The survivors one by one, with what is said of them in the file of the last time."""
    said: dict[str, str] = {}
    if SURVIVORS.exists():
        for line in SURVIVORS.read_text().splitlines():
            name, _, verdict = line.removeprefix("| ").removesuffix(" |").rpartition(" | ")
            said[name] = verdict
    last = {entry["name"]: entry for entry in _results(folder)}
    killed = sum(entry["status"] == KILLED for entry in last.values())
    yield "# Survivors"
    yield ""
    yield f"Of {len(last)} mutants, {killed} were killed. The others, each with why; written by `tools/mutate.py list`."
    yield ""
    yield "| place | change | verdict |"
    yield "| --- | --- | --- |"
    for name, entry in sorted(last.items(), key=lambda item: _place(item[0])):
        if entry["status"] == SURVIVED:
            path, line, change = name.removeprefix("lint_params/").split(":", 2)
            shown = f"{path}:{line} | `{change.strip().replace('|', chr(92) + '|').replace('`', chr(39))}`"
            yield f"| {shown} | {said.get(shown) or (f'gap: {UNREACHED}' if entry['by'] == UNREACHED else '?')} |"


def _place(name: str) -> tuple[str, int]:
    path, line, _ = name.split(":", 2)
    return path, int(line)


def main(arguments: list[str] | None = None) -> int:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("map", "run", "show", "list"))
    parser.add_argument("tests", nargs="*")
    parser.add_argument("--folder", type=Path, required=True, help="where truth, map and results are kept")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=PATIENCE, help="seconds of tests for what survives the first")
    parser.add_argument("--only", help="run only mutants with this in their name, again and aloud")
    options = parser.parse_intermixed_args(arguments)
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if options.what == "map":
        map_tests(folder, options.tests)
    elif options.what == "run":
        run(folder, options.count, options.seed, options.patience, options.only)
    elif options.what == "list":
        lines = list(table(folder))  # which reads what is there
        SURVIVORS.write_text("\n".join(lines) + "\n")
    else:
        show(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
