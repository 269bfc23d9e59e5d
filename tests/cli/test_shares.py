"""A history that several processes read: the same to the last byte as if one had, and no failure of one unnoticed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue

import pytest

from lint_params.cli import shares
from lint_params.cli.analysis import Request
from lint_params.cli.revisions import Changed, Revisions, Share
from lint_params.cli.shares import History
from lint_params.history.git import Commit, GitError, Repository
from lint_params.history.tree import SUFFIXES
from tests.cli.command import run
from tests.cli.test_diff import MODEL, git
from tests.cli.test_log import commit

NAMES = [f"part{number}/net{number}.py" for number in range(12)]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve files of models, that change, come and go; one can't be read, and settings are wrong for a time."""
    directory = tmp_path_factory.mktemp("repository")
    git(directory, "init", "-q")
    chance = random.Random(7)
    for number in range(30):
        (directory / "size.py").write_text(f"SIZE = {number % 3 + 2}\n")
        (directory / "lint-params.yaml").write_text("nonsense: 1\n" if number in (4, 5) else "exclude: [part3]\n")
        for name in chance.sample(NAMES, 3):
            path = directory / name
            path.parent.mkdir(exist_ok=True)
            if path.exists() and chance.random() < 0.2:
                path.unlink()
                continue
            text = MODEL.format(hidden=chance.randrange(3, 9))
            path.write_text(chance.choice([text, f"from size import SIZE\n{text}model.add(layers.Dense(SIZE))\n", "("]))
        commit(directory, f"commit {number}")
    return directory


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small history pays."""
    monkeypatch.setattr(shares, "PAYS", 5)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("jobs", [2, 3])
def test_the_same_whatever_reads_it(repository: Path, jobs: int) -> None:
    alone = run(repository, "log", "--format", "json", "--jobs", "1")
    assert alone.stdout.count('"added"') > 5 and alone.stderr.count("nonsense") == 1
    together = run(repository, "log", "--format", "json", "--jobs", str(jobs))
    assert together == alone


def test_each_file_is_in_one_share() -> None:
    for of in (1, 2, 5):
        every = [Share(number, of) for number in range(of)]
        assert all([share.holds(name) for share in every].count(True) == 1 for name in NAMES)
        assert all(any(map(share.holds, NAMES)) for share in every)


def commits_of(directory: Path) -> tuple[Repository, list[Commit]]:
    around = Repository.around(str(directory))
    return around, around.about(around.commits(SUFFIXES, 1000))


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("path", "jobs", "processes"), [("", 1, 1), ("", 2, 2), ("", 50, 3), ("part1", 8, 1), ("part1/net1.py", 8, 1)]
)
def test_as_many_processes_as_pay(repository: Path, path: str, jobs: int, processes: int) -> None:
    around, commits = commits_of(repository)
    assert History(around, path, Request(jobs=jobs), pytest.fail, lambda done: None)._processes(commits) == processes


class Ended:
    """Stands for the process that a test plays."""

    def join(self) -> None: ...

    def terminate(self) -> None: ...


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("last", "raised"), [(None, "a process that read the history died"), (GitError("lacks it"), "lacks it"), (True, "")]
)
def test_what_becomes_of_a_share(repository: Path, monkeypatch: pytest.MonkeyPatch, last: object, raised: str) -> None:
    around, commits = commits_of(repository)
    told: list[str] = []
    history = History(around, "", Request(jobs=2), told.append, lambda done: None)

    def begin(listen: object, target: object, *given: object) -> Ended:
        queue = queues.pop()
        for one in ["a line", "a line", *[{} for _ in commits], last]:
            queue.put(one)
        return Ended()

    queues: list[SimpleQueue[object]] = []
    monkeypatch.setattr("lint_params.cli.processes.started", begin)
    monkeypatch.setattr(shares, "_into", queues.append)
    monkeypatch.setattr(shares, "Revisions", Nothing)
    if raised:
        with pytest.raises(GitError, match=raised):
            list(history.states(commits))
    else:
        assert len(list(history.states(commits))) == len(commits)
        assert history.failed
    assert told == ["a line"]


class Nothing(Revisions):
    """Changes nothing."""

    def changes(self, commits: Sequence[Commit]) -> Iterator[Changed]:
        yield from ({} for _ in commits)
