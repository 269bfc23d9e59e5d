"""Which file is at fault for the death of a worker."""

from __future__ import annotations

import time
from pathlib import Path

from lint_params.scan.journal import KILLED, Journal, past


def attempt(path: Path, *words: int | str, done: bool = False) -> None:
    """An attempt that ends after it has begun (a number) and finished (a word) with some files."""
    journal = Journal(str(path), 60)
    for word in words:
        journal.begin(word) if isinstance(word, int) else journal.done()
    journal.close(gone=done)


def test_nothing_is_known_before_the_first_attempt(tmp_path: Path) -> None:
    assert past(str(tmp_path / "journal")).deaths == {}


def test_the_file_that_was_begun_last_is_at_fault(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    attempt(path, 3, "done", 5)
    assert past(str(path)).deaths == {5: 1} and past(str(path)).given_up(1) == {}
    attempt(path, 3, "done", 5)
    assert past(str(path)).given_up(1) == {5: "2 workers died over it"}
    attempt(path, 3, "done")
    assert past(str(path)).deaths == {5: 2, None: 1}


def test_a_journal_is_gone_when_all_is_done(tmp_path: Path) -> None:
    attempt(tmp_path / "journal", 3, "done", done=True)
    assert not (tmp_path / "journal").exists()


def test_half_a_line_is_none(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b"attempt\n12\ndone\n3")
    assert past(str(path)).deaths == {None: 1}


def test_a_file_that_takes_too_long_ends_the_process_and_is_given_up_at_once(tmp_path: Path) -> None:
    ended: list[int] = []
    path = str(tmp_path / "journal")
    journal = Journal(path, 0.2, ended.append)
    journal.begin(7)
    while not ended:
        pass
    journal.close(gone=False)
    assert ended == [KILLED]
    assert past(path).given_up(0.2) == {7: "not done after 0.2 seconds of the processor"}


def test_a_file_that_is_done_in_time_is_left_alone(tmp_path: Path) -> None:
    ended: list[int] = []
    journal = Journal(str(tmp_path / "journal"), 0.2, ended.append)
    journal.begin(7)
    journal.done()
    end = time.process_time() + 0.5
    while time.process_time() < end:
        pass
    journal.close(gone=True)
    assert ended == []
