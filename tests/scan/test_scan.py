"""``lint-params scan`` as a whole, on a running cluster and on its own."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.dataset as ds
import pytest

from lint_params.scan.run import Outcome, Progress, duration
from lint_params.scan.tables import SCHEMAS
from tests.cli.command import ROOT, run
from tests.faults.test_killed import KILLS
from tests.scan.data import everything, rows, sample, scanned, write_lines, write_parquet, write_tree

if TYPE_CHECKING:
    from distributed import LocalCluster

FILES = sample()
NET = b"from keras import Sequential, layers\nmodel = Sequential([layers.Dense(%d, input_dim=3)])\n"


def two_workers() -> LocalCluster:
    from distributed import LocalCluster

    local = "127.0.0.1"
    return LocalCluster(
        n_workers=2, threads_per_worker=1, host=local, dashboard_address=f"{local}:0",
        worker_dashboard_address=f"{local}:0", silence_logs=50,
    )  # fmt: skip


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a running scheduler with two workers."""
    with two_workers() as cluster:
        yield cluster.scheduler_address


def data_set(directory: Path, number: int, more: dict[str, bytes] | None = None) -> Path:
    made = [(None, f"{at}.py", NET % (at + 1)) for at in range(number)]
    made += [(None, name, data) for name, data in (more or {}).items()]
    return write_parquet(directory / "rows.parquet", sorted(made, key=lambda row: row[1]))


def test_scan_and_scan_again(tmp_path: Path, scheduler: str) -> None:
    write_tree(tmp_path / "src", FILES)
    (tmp_path / "budgets.yaml").write_text("budgets: [{max-params: 10}]\n")
    command = (
        "scan",
        "src",
        "-o",
        "out",
        "--scheduler",
        scheduler,
        "--config",
        "budgets.yaml",
        "--partition-size",
        "9",
    )
    done = run(tmp_path, *command)
    assert done.returncode == 0 and done.stderr == ""
    assert f"{len(FILES)} files" in done.stdout and "counted: " in done.stdout
    for title in ("Models by parameters", "Layers", "Why models were not counted", "Findings", "Errors"):
        assert f"\n{title}\n" in done.stdout
    assert "LP101" in done.stdout and "LP201" in done.stdout
    assert len(list((tmp_path / "out" / "done").iterdir())) > 1
    assert (
        everything(tmp_path / "out", "code")["models"]
        == everything(scanned(tmp_path / "b", tmp_path / "src"))["models"]
    )
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("part-*")}
    again = run(tmp_path, *command, "--output-format", "json")
    found = json.loads(again.stdout)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("part-*")} == before
    assert found["models"] == len(rows(tmp_path / "out", "models"))
    assert sum(found["layers"].values()) == len(rows(tmp_path / "out", "layers"))
    assert found["errors"] == {"unreadable": 1} and found["files"] == len(FILES)
    assert sum(size["models"] for size in found["models_by_size"]) == found["models_by_status"]["exact"]


def test_the_schema_is_read_back(tmp_path: Path) -> None:
    output = scanned(tmp_path / "out", write_tree(tmp_path / "src", FILES), size=9)
    for table, schema in SCHEMAS.items():
        read = ds.dataset(output / table)
        assert read.schema == schema
        assert read.count_rows() == len(rows(output, table))


def test_another_input_is_refused(tmp_path: Path, scheduler: str) -> None:
    path = data_set(tmp_path, 3)
    done = run(tmp_path, "scan", str(path), "-o", "out", "--scheduler", scheduler)
    assert done.returncode == 0, done.stderr
    data_set(tmp_path, 4)
    again = run(tmp_path, "scan", str(path), "-o", "out")
    assert again.returncode == 2 and again.stdout == ""
    assert "is the output of another scan: input digest was" in again.stderr and "-o" in again.stderr
    for options, words in {
        ("--partition-size", "7"): "partition size was 5000, is 7",
        ("--ignore", "LP2"): "settings",
    }.items():
        refused = run(tmp_path, "scan", str(path), "-o", "out", *options)
        assert refused.returncode == 2 and words in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gone", "-o", "out"), "no such file"),
        (("a.parquet", "-o", "src"), "not empty, and not the output of a scan"),
        (("a.parquet", "-o", "a.parquet"), "no folder"),
        (("a.parquet", "-o", "out", "--content-column", "body"), "no column body: --content-column names it"),
        (("a.parquet", "-o", "out", "--scheduler", "nonsense://x"), "no scheduler at nonsense://x"),
        (("a.parquet",), "-o"),
    ],
)
def test_wrong_use(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    write_tree(tmp_path / "src", {"a.py": b""})
    data_set(tmp_path, 1).rename(tmp_path / "a.parquet")
    done = run(tmp_path, "scan", *arguments)
    assert done.returncode == 2 and words in done.stderr and "Traceback" not in done.stderr


# Deaths.


def started(directory: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "lint_params", "scan", *arguments],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_parts(output: Path, number: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 240
    while len(list((output / "done").glob("*.json")) if (output / "done").is_dir() else []) < number:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_scan_that_was_ended_goes_on(how: str, tmp_path: Path, scheduler: str) -> None:
    path = data_set(tmp_path, 160)
    whole = everything(scanned(tmp_path / "whole", path))
    command = (str(path), "-o", "out", "--partition-size", "10")
    process = started(tmp_path, *command, "--workers", "2")
    wait_for_parts(tmp_path / "out", 2, process)
    if how == "SIGINT":
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it too
        out, err = process.communicate(timeout=120)
        assert process.returncode == 130 and out == "" and "Traceback" not in err
        assert "lint-params: interrupted: " in err and "the same command again does the others" in err
    else:
        process.kill()
        process.communicate(timeout=120)
    assert not list((tmp_path / "out").rglob("*.tmp"))
    left = 16 - len(list((tmp_path / "out" / "done").glob("*.json")))
    assert left > 0
    end = time.monotonic() + 60
    while workers_of(process.pid) and time.monotonic() < end:
        time.sleep(0.1)
    assert not workers_of(process.pid)
    again = run(tmp_path, "scan", *command, "--scheduler", scheduler)
    assert again.returncode == 0, again.stderr
    assert everything(tmp_path / "out") == whole
    names = [name for name in os.listdir(tmp_path / "out" / "models") if not name.startswith("part-")]
    assert names == [] and os.listdir(tmp_path / "out" / "journal") == []


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_scan_killed_at_any_time_goes_on(tmp_path: Path, scheduler: str) -> None:
    path = data_set(tmp_path, 60)
    whole = everything(scanned(tmp_path / "whole", path))
    command = (str(path), "--partition-size", "6")
    began = time.monotonic()
    started(tmp_path, *command, "-o", "timed", "--workers", "1").communicate(timeout=240)
    took = time.monotonic() - began
    chance = random.Random(11)
    died = begun = 0
    for number in range(KILLS // 10):
        out = f"out{number}"
        process = started(tmp_path, *command, "-o", out, "--workers", "1")
        time.sleep(took * chance.uniform(0.1, 1.05))
        process.kill()
        process.communicate(timeout=120)
        was_killed = process.returncode == -signal.SIGKILL
        died += was_killed
        took *= 1.02 if was_killed else 0.9
        begun += (tmp_path / out).exists()
        end = time.monotonic() + 60
        while workers_of(process.pid) and time.monotonic() < end:
            time.sleep(0.1)
        again = run(tmp_path, "scan", *command, "-o", out, "--scheduler", scheduler)
        assert again.returncode == 0, again.stderr
        assert everything(tmp_path / out) == whole
        assert os.listdir(tmp_path / out / "journal") == []
    assert died > KILLS // 40 and begun > 0


def workers_of(session: int) -> list[int]:
    """The processes of a session that are still there."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = (entry / "stat").read_text().rpartition(") ")[2].split()
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def test_one_worker_or_two_make_no_difference(tmp_path: Path, scheduler: str) -> None:
    path = write_lines(tmp_path / "rows.jsonl", [(f"r{at // 3}", f"{at}.py", NET % (at + 1)) for at in range(60)])
    whole = everything(scanned(tmp_path / "whole", path, size=10))
    done = run(tmp_path, "scan", str(path), "-o", "two", "--partition-size", "10", "--scheduler", scheduler)
    assert done.returncode == 0, done.stderr
    assert everything(tmp_path / "two") == whole


class Deadly:
    """A plug-in of Dask's workers: what holds the word DIE takes the process down that reads it, or LAST keeps it."""

    name = "deadly"

    def setup(self, worker: object) -> None:
        from lint_params.scan import analysis

        real = analysis.parse

        def parse(data: bytes, *rest: object) -> object:
            if b"DIE" in data:
                os.kill(os.getpid(), signal.SIGKILL)
            while b"LAST" in data:
                pass
            return real(data, *rest)  # type: ignore[arg-type]

        analysis.parse = parse  # type: ignore[assignment]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("allowed", [0, pytest.param(3, marks=pytest.mark.long)])
def test_a_file_that_kills_workers_costs_one_row(allowed: int, tmp_path: Path) -> None:
    import dask
    from distributed import Client, WorkerPlugin

    class Plugin(Deadly, WorkerPlugin):
        pass

    marked = {"04.py": b"# DIE\n", "11x.py": b"# LAST\n"}
    path = data_set(tmp_path, 30, {name: NET % 1 + mark for name, mark in marked.items()})
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": allowed}),
        two_workers() as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        client.register_plugin(Plugin())
        done = run(
            tmp_path, "scan", str(path), "-o", "out", "--partition-size", "8", "--file-timeout", "3",
            "--scheduler", cluster.scheduler_address,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = everything(tmp_path / "out")
    assert [(row["path"], row["kind"], row["message"]) for row in found["errors"]] == [
        ("04.py", "died", "2 workers died over it"),
        ("11x.py", "died", "not done after 3 seconds of the processor"),
    ]
    others = everything(scanned(tmp_path / "whole", path))["models"]
    assert found["models"] == [row for row in others if row["path"] not in marked]


def test_memory_does_not_grow_with_the_data(tmp_path: Path) -> None:
    """A data set of 200 MB in two row groups, of rows of half a megabyte, which are stored once as they are equal."""
    content = NET.replace(b"keras", b"k") % 1 + b"# " + b"x" * 500_000
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "rows.parquet"
    with pq.ParquetWriter(path, pa.schema([("path", pa.string()), ("content", pa.binary())])) as writer:
        table = pa.table(
            {"path": [f"{at}.py" for at in range(200)], "content": [content.replace(b"keras", b"k", 1)] * 200}
        )
        for _ in range(2):
            writer.write_table(table)
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from tests.scan.data import scanned, write_tree\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "small = write_tree(Path(sys.argv[1]) / 'small', {'a.py': b'from keras import Sequential\\nSequential()\\n'})\n"
        "scanned(Path(sys.argv[1]) / 'first', small)\n"
        "before = peak()\n"
        "scanned(Path(sys.argv[1]) / 'second', Path(sys.argv[1]) / 'rows.parquet')\n"
        "print(peak() - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 120_000, f"{done.stdout} kB more"


def test_how_far_a_scan_has_come() -> None:
    outcome = Outcome(partitions=10, before=2)
    progress = Progress(outcome, shown=False)
    assert progress.line(0) == "2 of 10 partitions, 0 files, 0 models"
    outcome.now = 4
    progress.tell({"files": 1_200, "models_rows": 3})
    progress.tell({"files": 800, "models_rows": None})
    assert progress.line(100) == "6 of 10 partitions, 2,000 files, 3 models, 20 files/s, 100 s left"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.4, "0 s"), (119, "119 s"), (120, "2 min"), (7_000, "117 min"), (7_300, "2 h"), (200_000, "2 d")],
)
def test_times_are_told_in_two_figures_or_three(seconds: float, told: str) -> None:
    assert duration(seconds) == told
