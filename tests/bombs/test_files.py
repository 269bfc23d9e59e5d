"""Bombs that are no programs: trees of files, configurations, notebooks, tables, comments, and files that change.

Every command is a process of its own that may use five seconds of the processor (more where others use it too) and
500 MB: past that the system ends it, and the test fails.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bombs.programs import COUNTED, HEAD
from tests.bombs.worker import slowness

ROOT = Path(__file__).parents[2]
MODEL = HEAD + COUNTED
SECONDS = 6
"""Five, and one to start."""
ROOM = 500_000_000

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs the limits and devices of Linux")


def run(folder: Path, *arguments: str, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A command that is held to its limits: of time by the system, of memory by what it says itself at its end."""
    allowed = int(SECONDS * slowness()) + 1
    code = (
        "import sys, resource\n"
        f"resource.setrlimit(resource.RLIMIT_CPU, ({allowed}, {allowed}))\n"
        "sys.argv[0] = 'lint-params'\n"
        "from lint_params.__main__ import run\n"
        "from tests.memory import peak\n"
        "status = run()\n"
        "sys.stderr.write(f'\\npeak {peak()}')\n"
        "sys.stderr.flush()\n"
        "sys.exit(status)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LINT_PARAMS_CACHE_DIR": f"{folder}-cache"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        input=input,
        capture_output=True,
        env=environment,
        timeout=120,
    )
    assert done.returncode in (0, 1, 2), f"{done.returncode}: {done.stderr.decode()[-2000:]}"
    assert b"internal error" not in done.stderr, done.stderr.decode()[-2000:]
    assert b"Traceback" not in done.stderr, done.stderr.decode()[-2000:]
    assert int(done.stderr.rpartition(b"peak ")[2]) < ROOM
    return done


def checked(folder: Path, *paths: str) -> dict[str, object]:
    done = run(folder, "check", "--output-format", "json", *(paths or (".",)))
    document = json.loads(done.stdout)
    assert isinstance(document, dict)
    return document


# Trees of files.


def test_links_in_circles_and_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(MODEL)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.py").symlink_to(tmp_path / "self.py")
    (tmp_path / "a.py").symlink_to(tmp_path / "b.py")
    (tmp_path / "b.py").symlink_to(tmp_path / "a.py")
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "zero.py").symlink_to("/dev/zero")
    (tmp_path / "random.ipynb").symlink_to("/dev/urandom")
    for name in (".gitignore", ".lint-params.yaml", "pyproject.toml"):
        os.mkfifo(tmp_path / name)
    found = checked(tmp_path)
    assert found["summary"]["models"] == 1  # type: ignore[index]
    named = checked(tmp_path, "pipe.py", "zero.py", "self.py", "loop/loop/loop/model.py")
    assert [one["code"] for one in named["findings"]].count("LP901") == 3  # type: ignore[attr-defined]
    assert named["summary"]["models"] == 1  # type: ignore[index]


@pytest.mark.parametrize("name", ["pipe", "zero"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--config", "{}", "model.py"),
        ("explain", "--summary", "{}"),
        ("diff", "{}", "model.py"),
        ("check", "--config", "base.yaml", "model.py"),
        ("check", "--config", "line.yaml", "model.py"),
    ],
    ids=" ".join,
)
def test_devices_where_files_are_asked_for(name: str, arguments: tuple[str, ...], tmp_path: Path) -> None:
    if (name, arguments[1]) == ("pipe", "--summary"):
        pytest.skip("a pipe is what --summary may be given: bash writes <(…) so")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "model.py").write_text(MODEL)
    (tmp_path / "base.yaml").write_text(f"extends: {name}\n")
    (tmp_path / "line.yaml").write_text(f"baseline: {name}\n")
    done = run(tmp_path, *(part.format(name) for part in arguments))
    assert done.returncode == 2
    assert done.stderr.startswith(b"lint-params: ") or b".yaml" in done.stderr or name.encode() in done.stderr


def test_imports_in_a_circle(tmp_path: Path) -> None:
    for number in range(1000):
        text = f"from m{(number + 1) % 1000} import *\nfrom m{(number + 7) % 1000} import x{number + 7}\n"
        text += f"x{number} = {number}\n"
        (tmp_path / f"m{number}.py").write_text(text + (MODEL + "m.add(Dense(x500))\n" if number == 0 else ""))
    found = json.loads(run(tmp_path, "summary", "--format", "json", "m0.py").stdout)
    (model,) = found["models"]
    assert model["params"] is not None or model["reason"]


def test_a_deep_tree(tmp_path: Path) -> None:
    folder = tmp_path
    for number in range(200):
        folder = folder / f"d{number}"
        folder.mkdir()
        (folder / "__init__.py").write_text("")
    (folder / "model.py").write_text(MODEL)
    assert checked(tmp_path)["summary"]["models"] == 1  # type: ignore[index]


@pytest.mark.long
def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path, stop = tmp_path / "model.py", threading.Event()
    path.write_text(MODEL)

    def change() -> None:
        while not stop.is_set():
            path.write_text(MODEL + "m.add(Dense(4))\n" * 2000)
            path.write_text("")
            path.write_text(MODEL)
            path.unlink()
            path.write_bytes(b"\0" * 5000)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(3):
            run(tmp_path, "check", ".")
            run(tmp_path, "check", "--no-cache", "model.py")
    finally:
        stop.set()
        thread.join()


# Configurations, notebooks, tables, baselines.

ALIASES = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)) + "select: *a59\n"
CONFIGURATIONS: dict[str, Callable[[], str]] = {
    "aliases that double": lambda: ALIASES,
    "an alias of itself": lambda: "select: &a [*a]\n",
    "merges that double": lambda: (
        "x: &a0 {a: 1}\n" + "".join(f"y{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 60))
    ),
    "brackets": lambda: "select: " + "[" * 100_000,
    "braces": lambda: "a: {" * 50_000,
    "blocks": lambda: "".join(" " * n + "a:\n" for n in range(600)),
    "many keys": lambda: "".join(f"k{n}: 1\n" for n in range(20_000)),
    "many budgets": lambda: "budgets:\n" + "- {max-params: 5}\n" * 12_000,
    "many patterns": lambda: "exclude:\n" + "- '**/a*b*c*d*e*f*g*h*'\n" * 8_000,
    "a pattern of stars": lambda: "exclude: ['" + "*a" * 50 + "*b', '" + "**/" * 60 + "x', '" + "[a-z]*" * 40 + "!']\n",
    "a long text": lambda: "select: '" + "a" * 250_000 + "'\n",
    "more than is read": lambda: "# " + "a" * 10_000_000,
    "a huge number": lambda: "budgets: [{max-params: " + "9" * 100_000 + "}]\n",
    "a huge fraction": lambda: "budgets: [{max-params: 1." + "9" * 100_000 + "k}]\n",
    "python": lambda: "select: !!python/object/apply:os.system [touch ran]\n",
    "a circle of files": lambda: "extends: .lint-params.yaml\n",
    "control characters": lambda: "select: ['\x1b[31m']\n\x00",
    "inputs that nest": lambda: "inputs: {x: " + "[" * 30 + "]" * 30 + "}\n",
}
TABLES: dict[str, Callable[[], str]] = {
    "brackets": lambda: "[tool.lint-params]\nselect = " + "[" * 100_000,
    "tables in tables": lambda: "[tool.lint-params" + ".a" * 50_000 + "]\n",
    "tables in line": lambda: "[tool.lint-params]\nx = " + "{a = " * 20_000,
    "many tables": lambda: "[tool.lint-params]\n" + "[[tool.lint-params.budgets]]\nmax-params = 5\n" * 5_000,
    "a huge number": lambda: "[tool.lint-params]\nmax-file-size = " + "9" * 100_000 + "\n",
    "quotes never closed": lambda: "[tool.lint-params]\nx = '''" + "'a" * 100_000,
    "escapes": lambda: '[tool.lint-params]\nselect = ["' + "\\\\" * 100_000 + '"]\n',
    "many keys": lambda: "[tool.lint-params]\n" + "".join(f"k{n} = 1\n" for n in range(15_000)),
}


@pytest.mark.long
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_configurations(name: str, tmp_path: Path) -> None:
    (tmp_path / ".lint-params.yaml").write_text(CONFIGURATIONS[name]())
    (tmp_path / ("a" * 60 + ".py")).write_text(MODEL)
    done = run(tmp_path, "check", ".")
    assert done.returncode != 2 or done.stderr.startswith(b".lint-params.yaml:"), done.stderr[:300]
    assert not (tmp_path / "ran").exists()


@pytest.mark.long
@pytest.mark.parametrize("name", TABLES)
def test_tables_of_a_pyproject(name: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(TABLES[name]())
    (tmp_path / "model.py").write_text(MODEL)
    done = run(tmp_path, "check", ".")
    assert done.returncode != 2 or done.stderr.startswith(b"pyproject.toml:"), done.stderr[:300]


def _notebook(*cells: object) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells], "nbformat": 4})


NOTEBOOKS: dict[str, Callable[[], str]] = {
    "many cells": lambda: _notebook(MODEL, *["x = 1\n"] * 20_000),
    "many models": lambda: _notebook(*[MODEL] * 2_000),
    "a large picture": lambda: _notebook(MODEL)[:-1] + ', "output": "' + "A" * 80_000_000 + '"}',
    "brackets": lambda: '{"keras Sequential": ' + "[" * 1_000_000,
    "objects": lambda: '{"keras Sequential": ' + '{"a":' * 100_000 + "1" + "}" * 100_001,
    "lines": lambda: _notebook(["from keras import Sequential\n", *["x = 1\n"] * 200_000]),
    "a huge number": lambda: '{"keras Sequential": ' + "9" * 1_000_000 + ', "cells": []}',
    "many keys": lambda: "{" + ", ".join(f'"keras Sequential {n}": {n}' for n in range(300_000)) + "}",
    "half a character": lambda: (
        '{"cells": [{"cell_type": "code", "source": "from keras import Sequential\\n\\ud800"}]}'
    ),
    "magics": lambda: _notebook(MODEL + "%%time\n" * 20_000, "!" * 500_000, "?" * 500_000, "x" + "?" * 100_000),
}


@pytest.mark.long
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks(name: str, tmp_path: Path) -> None:
    (tmp_path / "model.ipynb").write_text(NOTEBOOKS[name]())
    found = checked(tmp_path)
    assert found["findings"] or found["summary"]["models"]  # type: ignore[index]


ROW = " dense_{0} (Dense)             (None, {1})                  {2}\n"
HEADING = " Layer (type)                Output Shape              Param #\n====\n"
SUMMARIES: dict[str, Callable[[], str]] = {
    "a million rows": lambda: HEADING + " d (Dense)  (None, 3)  12\n" * 1_000_000,
    "rows that all differ": lambda: HEADING + "".join(ROW.format(n, n % 97 + 1, n) for n in range(50_000)),
    "convolutions": lambda: HEADING + " c (Conv2D)  (None, 9, 9, 360360)  720720360360\n" * 300,
    "convolutions that differ": lambda: (
        HEADING + "".join(f" c{n} (Conv3D)  (None, 9, 9, 9, {n * 5040})  {n * 5040 * 27720}\n" for n in range(1, 2000))
    ),
    "huge numbers": lambda: HEADING + ROW.format(1, "9" * 5000, "9" * 5000) + ROW.format(2, 10**18, 10**36),
    "huge kernels": lambda: (
        HEADING + "".join(f" c (Conv{r}D)  (None{', 7' * r}, 12)  {963761198400 * 12}\n" for r in (1, 2, 3))
    ),
    "a large prime": lambda: HEADING + " c (Conv2D)  (None, 5, 5, 1)  1000000000000000003\n" * 5,
    "wide margins": lambda: HEADING + " d (Dense)  (None, 9, 9)  90\n z (ZeroPadding1D)  (None, 999999999999, 9)  0\n",
    "many axes": lambda: (
        HEADING
        + "".join(
            f" l ({kind})  (None{', 2' * 30})  60\n"
            for kind in ("Permute", "PReLU", "BatchNormalization", "Reshape", "Dense")
        )
    ),
    "wrappers": lambda: (
        HEADING
        + " t (TimeDistributed)  (None, 9, 8, 8, 360)  259200\n b (Bidirectional)  (None, 9, 7200)  72072000\n" * 200
    ),
    "a long line": lambda: HEADING + " d (Dense) " + "(None, 3) " * 100_000 + "\n",
    "boxes": lambda: "┃ Layer (type) ┃ Output Shape ┃ Param # ┃\n" + "│ d (Dense) │ (None, 3) │ 12 │\n" * 100_000,
    "boxes never closed": lambda: "┃ Layer (type) ┃ Output Shape ┃ Param # ┃\n" + "│ d" * 300_000,
    "brackets": lambda: HEADING + " d (Dense)  " + "(" * 500_000 + "\n",
    "depths": lambda: HEADING + "".join(" " + "|" * n + "d (Dense)  (None, 3)  12\n" for n in range(2000)),
    "connections": lambda: (
        HEADING.replace("Param #", "Param #  Connected to")
        + " d (Dense)  (None, 3)  12  "
        + "x[0][0] " * 200_000
        + "\n"
    ),
    "rules": lambda: "=" * 5_000_000,
    "tabs": lambda: HEADING + "\t" * 1_000_000 + "d (Dense)\n",
}


@pytest.mark.long
@pytest.mark.parametrize("name", SUMMARIES)
def test_pasted_tables(name: str, tmp_path: Path) -> None:
    (tmp_path / "table.txt").write_text(SUMMARIES[name]())
    run(tmp_path, "explain", "--summary", "table.txt", "--format", "json")


GROWTH = "budgets: [{max-params: 5}, {for: model, max-growth: 1%}]\nbaseline: base.json\n"


def _baseline(findings: int, models: int) -> str:
    about = {"path": "model.py", "code": "LP101", "model": None}
    model = {"path": "model.py", "function": None, "name": "m", "exact": True, "adds": 1, "layers": {}}
    return json.dumps(
        {
            "version": 1,
            "findings": [{**about, "layer": f"d{number}", "actual": number} for number in range(findings)],
            "models": [{**model, "variable": f"m{number}", "params": number} for number in range(models)],
        }
    )


BASELINES: dict[str, Callable[[], str]] = {
    "brackets": lambda: "[" * 1_000_000,
    "a huge number": lambda: '{"version": ' + "9" * 100_000 + "}",
    "many findings": lambda: _baseline(20_000, 0),
    "many models": lambda: _baseline(0, 10_000),
}


@pytest.mark.long
@pytest.mark.parametrize("name", BASELINES)
def test_baselines(name: str, tmp_path: Path) -> None:
    (tmp_path / ".lint-params.yaml").write_text(
        "budgets: [{max-params: 5}, {for: model, max-growth: 1%}]\nbaseline: base.json\n"
    )
    (tmp_path / "base.json").write_text(BASELINES[name]())
    (tmp_path / "model.py").write_text(MODEL)
    done = run(tmp_path, "check", ".")
    assert done.returncode != 2 or done.stderr.startswith(b"base.json:"), done.stderr[:300]


def test_the_limits_hold(tmp_path: Path) -> None:
    """The control: a process that takes too much is ended."""
    code = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass\n"
    assert subprocess.run([sys.executable, "-c", code]).returncode < 0
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > 0.5
