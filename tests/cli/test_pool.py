"""Files analysed in several processes, which begin while files are still being found."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint_params.cli import pool
from lint_params.cli.pool import Analysed, Task, outcomes
from lint_params.config.settings import Settings
from lint_params.source.file import Cell, SourceFile

NUMBERS = range(5)


def tasks(folder: Path) -> Iterator[Task]:
    for number in NUMBERS:
        code = SourceFile(str(folder / f"m{number}.py"), (Cell("x = 1\n"),))
        yield Task(code.path, code, (), Settings.default(), str(folder))


def mark(one: Analysed) -> str:
    """Leaves a file that says that the work was done, and by which process."""
    Path(f"{one.source.path}.done").write_text(str(os.getpid()))
    return one.source.path


def die_of_the_first(one: Analysed) -> str:
    if one.source.path.endswith("m0.py"):
        os._exit(3)
    return one.source.path


def lambda_of_the_first(one: Analysed) -> object:
    return (lambda: None) if one.source.path.endswith("m0.py") else one.source.path


def die_of_each(one: Analysed) -> str:
    os._exit(3)


@pytest.fixture(autouse=True)
def pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PAYS", 1)


def appears(path: Path) -> bool:
    end = time.monotonic() + 60
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.05)
    return path.exists()


def test_work_begins_while_files_are_found(tmp_path: Path) -> None:
    def found() -> Iterator[Task]:
        for number, task in enumerate(tasks(tmp_path)):
            yield task
            if number == 3:
                assert appears(tmp_path / "m0.py.done")

    done = list(outcomes(found(), mark, 2))
    assert [one.value for one in done] == [str(tmp_path / f"m{number}.py") for number in NUMBERS]
    assert str(os.getpid()) not in {path.read_text() for path in tmp_path.glob("*.done")}


def test_a_process_begins_beside_a_long_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PAYS", 10**9)
    monkeypatch.setattr(pool, "PAYS_BESIDE", 1)
    monkeypatch.setattr(pool, "BESIDE", 0)

    def found() -> Iterator[Task]:
        for number, task in enumerate(tasks(tmp_path)):
            yield task
            if number == 3:
                assert appears(tmp_path / "m0.py.done")

    assert [one.value for one in outcomes(found(), mark, 2)] == [str(tmp_path / f"m{number}.py") for number in NUMBERS]
    (process,) = {path.read_text() for path in tmp_path.glob("*.done")}
    assert process != str(os.getpid())


def test_processes_come_in_as_there_is_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = next(tasks(tmp_path)).size
    monkeypatch.setattr(pool, "PAYS", 2 * one)
    assert [pool.pays(tasks, tasks * one, 3) for tasks in (1, 2, 4, 5, 6, 100)] == [0, 1, 2, 2, 3, 3]
    assert len(list(outcomes(tasks(tmp_path), mark, 3))) == len(NUMBERS)
    assert 1 <= len({path.read_text() for path in tmp_path.glob("*.done")} - {str(os.getpid())}) <= 2


def test_what_can_not_be_brought_over_is_done_here(tmp_path: Path) -> None:
    done = list(outcomes(tasks(tmp_path), lambda_of_the_first, 2))
    assert callable(done[0].value)
    assert [one.value for one in done[1:]] == [str(tmp_path / f"m{number}.py") for number in NUMBERS[1:]]


def test_every_death_costs_one(tmp_path: Path) -> None:
    done = list(outcomes(itertools.islice(tasks(tmp_path), 3), die_of_each, 2))
    assert [(one.value, one.error) for one in done] == [(None, "the process that read it died")] * 3


def test_one_process_where_there_is_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PAYS", 100)
    assert len(list(outcomes(tasks(tmp_path), mark, 2))) == len(NUMBERS)
    assert {path.read_text() for path in tmp_path.glob("*.done")} == {str(os.getpid())}


def test_nothing_is_left_where_finding_fails(tmp_path: Path) -> None:
    from multiprocessing import active_children

    def found() -> Iterator[Task]:
        yield from tasks(tmp_path)
        assert appears(tmp_path / "m0.py.done")
        raise LookupError

    with pytest.raises(LookupError):
        next(outcomes(found(), mark, 2))
    assert not active_children()


def test_a_death_while_files_are_found_costs_one(tmp_path: Path) -> None:
    def found() -> Iterator[Task]:
        for task in tasks(tmp_path):
            yield task
            time.sleep(0.3)  # so that some come after it

    done = list(outcomes(found(), die_of_the_first, 2))
    assert done[0].error == "the process that read it died"
    assert [one.value for one in done[1:]] == [str(tmp_path / f"m{number}.py") for number in NUMBERS[1:]]
