"""What happens meanwhile: files go, clocks go backwards, others run the same, the user has had enough."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lint_params.source import disk
from lint_params.streams import INTERRUPTED
from tests.cli.command import ROOT, run
from tests.faults.forks import at_event, ended
from tests.faults.work import MODEL, WORKS, contents, left


def test_a_file_that_goes_before_it_is_read(tmp_path: Path) -> None:
    folder = WORKS["cache"].prepare(tmp_path / "project")
    (folder / "c.py").write_text(MODEL.format(units=7, why="x"))

    def gone() -> None:
        def hook(event: str, arguments: tuple[object, ...]) -> None:
            if event == "open" and os.path.basename(str(arguments[0])) == "a.py" and os.path.exists("b.py"):
                os.unlink("b.py")

        sys.addaudithook(hook)

    done = ended(folder, "check", "--no-cache", before=gone)
    assert not (folder / "b.py").exists()
    assert "Traceback" not in done.err
    assert "b.py" in done.out + done.err and "No such file" in done.out + done.err
    assert "c.py:5" in done.out


def test_a_folder_that_goes_before_it_is_listed(tmp_path: Path) -> None:
    folder = WORKS["cache"].prepare(tmp_path / "project")
    (folder / "sub").mkdir()
    (folder / "sub" / "c.py").write_text("x = 1\n")

    def gone() -> None:
        def hook(event: str, arguments: tuple[object, ...]) -> None:
            if event in ("os.listdir", "os.scandir") and os.path.exists("sub/c.py"):
                os.unlink("sub/c.py")
                os.rmdir("sub")

        sys.addaudithook(hook)

    done = ended(folder, "check", "--no-cache", before=gone)
    assert "Traceback" not in done.err
    assert "a.py:5" in done.out and "b.py:5" in done.out


@pytest.mark.parametrize("seconds", [-400 * 86_400, -3_600, -1, 3_600])
def test_a_clock_that_is_set(seconds: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the clock says, a changed file is read again: also one of the same size, in the same instant."""
    genuine = time.time_ns
    model = tmp_path / "model.py"
    model.write_text(MODEL.format(units=3, why="x"))
    arguments = ("summary", "--format", "json", "--cache-dir", "cache", "model.py")
    check = ("check", "--cache-dir", "cache", "--output-format", "json", "model.py")
    assert '"params": 27' in run(tmp_path, *arguments).stdout
    run(tmp_path, *check)
    monkeypatch.setattr(disk.time, "time_ns", lambda: genuine() + seconds * 1_000_000_000)
    for units in (4, 5, 6):
        status = model.stat()
        model.write_text(MODEL.format(units=units, why="x"))
        os.utime(model, ns=(status.st_atime_ns, status.st_mtime_ns + seconds * 1_000_000_000))
        assert f'"params": {9 * units}' in run(tmp_path, *arguments).stdout
        cached, fresh = run(tmp_path, *check), run(tmp_path, *check, "--no-cache")
        assert cached.stdout == fresh.stdout


@pytest.mark.parametrize("name", ["fix", "raised baseline", "cache", "page"])
def test_several_runs_at_once(name: str, tmp_path: Path) -> None:
    work = WORKS[name]
    alone = work.prepare(tmp_path / "alone")
    told = ended(alone, *work.arguments)
    folder = work.prepare(tmp_path / "project")
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            status = 99
            try:
                status = ended(folder, *work.arguments).status
            finally:
                os._exit(status)
        children.append(child)
    statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    # Of two that fix a file one may come too late: it says so and changes nothing.
    assert set(statuses) <= ({told.status, 2} if name == "fix" else {told.status})
    assert contents(folder) == contents(alone)
    assert left(folder) == []


def interrupted() -> None:
    signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize("name", ["cache", "fix", "page", "init"])
def test_interrupted_at_any_moment(name: str, tmp_path: Path) -> None:
    work = WORKS[name]
    after = work.prepare(tmp_path / "undisturbed")
    told = ended(after, *work.arguments)
    chance = random.Random(5)
    seen = 0
    for number in [0, 1, 2, *(chance.randrange(3, 400) for _ in range(9))]:
        folder = work.prepare(tmp_path / f"{number}")
        before = contents(folder)
        done = ended(folder, *work.arguments, before=at_event(number, interrupted, writing=False))
        if done.status != INTERRUPTED:
            assert done.status == told.status
        else:
            seen += 1
            assert done.err.splitlines()[-1] == "lint-params: interrupted"
            assert "Traceback" not in done.err
        for file, data in contents(folder).items():
            assert data in (before.get(file), (after / file).read_bytes())
    assert seen >= 3


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of terminals")
def test_interrupted_with_processes_of_its_own(tmp_path: Path) -> None:
    """The terminal tells every process; one line comes of it, and none is left."""
    text = MODEL.format(units=3, why="x") + "".join(f"x{number} = '{'y' * 200}'\n" for number in range(4_000))
    for number in range(4):
        (tmp_path / f"m{number}.py").write_text(text)
    command = [sys.executable, "-m", "lint_params", "check", "--no-cache", "--jobs", "2", "."]
    process = subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(_group(process.pid)) < 3:
        time.sleep(0.02)
    assert len(_group(process.pid)) >= 3, "no processes were started"
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED, said
    assert said == "lint-params: interrupted\n"
    deadline = time.monotonic() + 20
    while _group(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _group(process.pid) == []


def _group(leader: int) -> list[int]:
    """The processes of a group, those that have ended and were not waited for apart."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == leader and fields[0] != "Z":
            found.append(int(entry.name))
    return found
