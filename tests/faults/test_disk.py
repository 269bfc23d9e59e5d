"""A disk that is full, read-only or forbidden: one clear line, status 2, and every file as it was."""

from __future__ import annotations

import errno
import os
import resource
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import run
from tests.faults.forks import ended
from tests.faults.work import WORKS, Work, contents, left

ERRORS = (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO)
WRITERS = {name: work for name, work in WORKS.items() if name != "cache"}


def _fails(code: int) -> Callable[..., Any]:
    def fail(*arguments: object, **options: object) -> Any:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("step", ["mkstemp", "fsync", "replace"])
@pytest.mark.parametrize("work", WRITERS.values(), ids=WRITERS)
def test_what_can_not_be_written_stays(work: Work, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ERRORS:
        folder = work.prepare(tmp_path / errno.errorcode[code])
        before = contents(folder)
        with monkeypatch.context() as patch:
            patch.setattr(tempfile if step == "mkstemp" else os, step, _fails(code))
            done = run(folder, *work.arguments)
        assert done.returncode == 2
        assert os.strerror(code) in done.stderr
        assert "Traceback" not in done.stderr
        assert contents(folder) == before
        assert left(folder) == []


@pytest.mark.parametrize("work", WRITERS.values(), ids=WRITERS)
def test_a_disk_that_fills_up(work: Work, tmp_path: Path) -> None:
    """A limit on the size of files fails in the midst of writing, as a full disk does."""

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    folder = work.prepare(tmp_path / "project")
    before = contents(folder)
    done = ended(folder, *work.arguments, before=limited)
    assert done.status == 2
    assert contents(folder) == before and left(folder) == []


def test_a_cache_that_can_not_be_written_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = WORKS["cache"]
    sound = run(work.prepare(tmp_path / "sound"), *work.arguments)
    for code in ERRORS:
        folder = work.prepare(tmp_path / errno.errorcode[code])
        for module_name in ("replace", "makedirs"):
            with monkeypatch.context() as patch:
                patch.setattr(os, module_name, _fails(code))
                assert run(folder, *work.arguments) == sound


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A folder that a user without rights may read, not write; below one that this user may enter."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.mark.parametrize("work", WRITERS.values(), ids=WRITERS)
def test_a_folder_that_may_not_be_written(work: Work, forbidden: Path) -> None:
    folder = work.prepare(forbidden / "project")
    folder.chmod(0o555)
    before = contents(folder)

    def nobody() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)

    try:
        done = ended(folder, *work.arguments, before=nobody)
    finally:
        folder.chmod(0o755)
    assert done.status == 2
    assert "Permission denied" in done.err and "Traceback" not in done.err
    assert contents(folder) == before


def test_a_file_that_may_not_be_read_costs_no_other(forbidden: Path) -> None:
    work = WORKS["cache"]
    folder = work.prepare(forbidden / "project")
    (folder / "a.py").chmod(0)

    def nobody() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)

    done = ended(folder, "summary", "--format", "json", before=nobody)
    assert '"path": "b.py"' in done.out
    assert "Permission denied" in done.out
