"""Killed at any moment, a command leaves every file whole, as it was or as it was to be; and the next run finishes.

Each command is killed before everything it does to the disk, one after another; in the long run also after times that
are drawn, as ``kill -9`` comes.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.command import ROOT
from tests.faults.forks import at_event, ended, killed
from tests.faults.work import WORKS, Work, contents

KILLS = int(os.environ.get("LINT_PARAMS_KILLS", "200"))
"""How often each command is killed in the long run; a scan, which takes longer, a tenth as often."""
MOST = 60
"""Things that no command here does to the disk more of."""


@pytest.fixture(autouse=True, scope="module")
def imported() -> None:
    """All modules once, so that the forks have them."""
    import lint_params.api
    import lint_params.cli.init
    import lint_params.cli.report
    import lint_params.interpret
    import lint_params.page.write
    import lint_params.rules.registry

    assert lint_params.api


def finished(work: Work, folder: Path) -> tuple[dict[str, bytes], int]:
    """What an undisturbed run makes of the project."""
    folder = work.prepare(folder)
    done = ended(folder, *work.arguments)
    assert done.status in (0, 1), done.err
    return contents(folder), done.status


def whole(folder: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Every file is there as it was before, or as it is after."""
    now = contents(folder)
    assert set(before) <= set(now) <= set(after)
    for name, data in now.items():
        assert data in (before.get(name), after[name]), name


@pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)
def test_killed_before_each_thing_it_does(work: Work, tmp_path: Path) -> None:
    after, status = finished(work, tmp_path / "undisturbed")
    moments = 0
    for number in range(MOST):
        folder = work.prepare(tmp_path / str(number))
        before = contents(folder)
        done = ended(folder, *work.arguments, before=at_event(number, killed))
        if done.status == status:
            break
        moments += 1
        assert done.status == -signal.SIGKILL, done.err
        whole(folder, before, after)
        if number % 3 == 0:  # a run for each would take too long; the long test does it
            again = ended(folder, *work.arguments)
            assert again.status == status, again.err
            assert contents(folder) == after
    assert 3 <= moments < MOST


def test_a_cache_that_was_killed_is_no_other_result(tmp_path: Path) -> None:
    work = WORKS["cache"]
    told = ended(work.prepare(tmp_path / "undisturbed"), *work.arguments)
    folder = work.prepare(tmp_path / "project")
    for number in range(8):
        ended(folder, *work.arguments, before=at_event(number, killed))
        assert ended(folder, *work.arguments).out == told.out


@pytest.mark.long
@pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)
def test_killed_at_two_hundred_times(work: Work, tmp_path: Path) -> None:
    after, status = finished(work, tmp_path / "undisturbed")
    command = [sys.executable, "-m", "lint_params", *work.arguments]
    environment = {"PYTHONPATH": str(ROOT)}
    began = time.monotonic()
    folder = work.prepare(tmp_path / "timed")
    subprocess.run(command, cwd=folder, env=environment, capture_output=True)
    took = time.monotonic() - began
    chance = random.Random(11)
    died = 0
    for number in range(3 * KILLS):
        if died == KILLS:
            break
        folder = work.prepare(tmp_path / str(number))
        before = contents(folder)
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(took * chance.uniform(0.3, 1.05))
        process.kill()
        was_killed = process.wait() == -signal.SIGKILL
        died += was_killed
        took *= 1.02 if was_killed else 0.9  # some runs should come to their end, as machines are now busy and now idle
        whole(folder, before, after)
        assert ended(folder, *work.arguments).status == status
        assert contents(folder) == after
    assert died == KILLS
