"""``log``: every change of a model's count, in the commit where it happened, and as quickly as can be."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from lint_params.cli.analysis import Request
from lint_params.cli.revisions import Models, Revisions
from lint_params.cli.revisions import states as followed
from lint_params.cli.sides import inside
from lint_params.config.settings import Settings
from lint_params.history.git import Commit, GitError, Repository
from lint_params.history.tree import SUFFIXES
from tests.cli.command import run
from tests.cli.test_diff import MODEL, git

BUILDER = """\
from keras import Input, Sequential, layers
from parts.sizes import WIDTH

def build():
    return Sequential([Input((9,)), layers.Dense(WIDTH), layers.Dense(3)])

net = build()
"""


def commit(directory: Path, message: str) -> None:
    git(directory, "add", "-A")
    git(directory, "commit", "-q", "--allow-empty", "-m", message)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return tmp_path


def moments(directory: Path, *arguments: str) -> list[dict[str, object]]:
    (model,) = json.loads(run(directory, "log", *arguments, "--format", "json").stdout)["models"]
    found = model["moments"]
    assert isinstance(found, list)
    return found


def params(directory: Path) -> list[int]:
    models = json.loads(run(directory, "summary", "--format", "json").stdout)["models"]
    return [model["params"] for model in models]


def states(directory: Path) -> tuple[list[tuple[Commit, Models]], int]:
    """Every commit with its models, and how many files were interpreted for them."""
    around = Repository.around(str(directory))
    with inside(str(directory)):
        revisions = Revisions(around, "", Request(), lambda problem: None)
        commits = around.about(around.commits(SUFFIXES, 1000))
        found = list(followed(commits, ([changed] for changed in revisions.changes(commits))))
    return found, revisions.looks


def test_the_history_of_a_model(repository: Path) -> None:
    counts = []
    for hidden in (650, 650, 700, 10):
        (repository / "model.py").write_text(MODEL.format(hidden=hidden) + f"# {len(counts)}\n")
        commit(repository, f"hidden {hidden}")
        counts += params(repository)
    found = moments(repository)
    assert [one["params"] for one in found] == [counts[0], counts[2], counts[3]]
    assert [one["subject"] for one in found] == ["hidden 650", "hidden 700", "hidden 10"]
    assert [one["delta"] for one in found] == [counts[0], counts[2] - counts[0], counts[3] - counts[2]]
    text = run(repository, "log", "model.py").stdout
    assert "TimeDistributed 'time_distributed' layer Dense(units=650) → Dense(units=700): " in text
    assert "| hidden 10 |" in run(repository, "log", "--format", "markdown").stdout


def test_through_a_rename_and_to_the_end(repository: Path) -> None:
    (repository / "model.py").write_text(MODEL.format(hidden=5))
    commit(repository, "begin")
    git(repository, "mv", "model.py", "net.py")
    commit(repository, "rename")
    (repository / "net.py").write_text(MODEL.format(hidden=6))
    commit(repository, "widen")
    assert [one["change"] for one in moments(repository)] == ["added", "changed"]
    assert len(moments(repository, "net.py")) == 2
    (repository / "net.py").unlink()
    commit(repository, "remove")
    assert [one["change"] for one in moments(repository)] == ["added", "changed", "removed"]
    assert "net.py: model, gone" in run(repository, "log").stdout


def test_a_change_in_a_file_that_is_imported(repository: Path) -> None:
    (repository / "parts").mkdir()
    (repository / "net.py").write_text(BUILDER)
    counts = []
    for width in (4, 4, 8):
        (repository / "parts" / "sizes.py").write_text(f"WIDTH = {width}\n# {len(counts)}\n")
        commit(repository, f"width {width}")
        counts += params(repository)
    found = moments(repository, "net.py")
    assert [(one["params"], one["subject"]) for one in found] == [(counts[0], "width 4"), (counts[2], "width 8")]


def test_what_is_kept_is_what_reading_again_would_give(repository: Path) -> None:
    """Random commits; at each, the models are those that a run over that commit finds."""
    chance = random.Random(4)
    (repository / "parts").mkdir()
    truths = []
    for number in range(25):
        name = chance.choice(("net.py", "parts/sizes.py", "parts/__init__.py", "other.py", "notes.json"))
        path = repository / name
        texts = {
            "net.py": [BUILDER, BUILDER.replace("Dense(3)", "Dense(4)"), "import this\n", "def broken(:\n"],
            "parts/sizes.py": [f"WIDTH = {chance.choice((2, 3))}\n", "WIDTH = (\n"],
            "other.py": ["from net import build\nmine = build()\n", "x = 1\n"],
        }
        if path.exists() and chance.random() < 0.25:
            path.unlink()
        else:
            path.write_text(chance.choice(texts.get(name, [f'{{"a": {number}}}\n'])))
        commit(repository, f"commit {number}")
        models = json.loads(run(repository, "summary", "--format", "json").stdout)["models"]
        truths.append(sorted((model["path"], model["params"], model["at_least"]) for model in models))
    found, looks = states(repository)
    for one, models in found:
        number = int(one.subject.split()[1])
        assert sorted((model.path, model.params, model.at_least) for model in models) == truths[number], number
    assert looks < 25 * 4


def test_what_does_not_change_is_read_once(repository: Path) -> None:
    (repository / "model.py").write_text(MODEL.format(hidden=5))
    (repository / "other.py").write_text(MODEL.format(hidden=6))
    commit(repository, "begin")
    for number in range(30):
        (repository / "other.py").write_text(MODEL.format(hidden=6 + number % 2))
        commit(repository, "back and forth")
    found, looks = states(repository)
    assert len(found) == 30  # the first of them changes nothing
    assert looks == 3


def test_limits_and_what_is_not_there(repository: Path, tmp_path: Path) -> None:
    for hidden in (5, 6, 7):
        (repository / "model.py").write_text(MODEL.format(hidden=hidden))
        commit(repository, f"hidden {hidden}")
    assert len(moments(repository, "--limit", "2")) == 2
    assert run(repository, "log", "--limit", "0").returncode == 2
    assert run(repository, "log", "..").returncode == 2
    nothing = run(repository, "log", "nowhere.py")
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "nowhere.py: no such file or directory, nor was there one in this history" in nothing.stderr
    (repository / "empty.py").write_text("")
    nothing = run(repository, "log", "empty.py")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "no Sequential model in empty.py in 3 commits" in nothing.stderr
    (repository / "model.py").unlink()
    assert "no Sequential model" not in run(repository, "log", "model.py").stderr
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(clone))
    assert "this clone is shallow" in run(clone, "log").stderr


def test_before_the_first_commit(repository: Path) -> None:
    assert run(repository, "log").stderr == "no commit yet\n"


def test_what_a_partial_clone_lacks_of_its_history(repository: Path, tmp_path: Path) -> None:
    for hidden in (5, 6):
        (repository / "model.py").write_text(MODEL.format(hidden=hidden))
        (repository / "other.py").write_text(f"x = {hidden}\n")
        commit(repository, f"hidden {hidden}")
    git(repository, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{repository}", str(clone))
    failed = run(clone, "log")
    assert failed.returncode == 2
    assert "model.py: the repository lacks it (a partial clone?" in failed.stderr


def test_an_error_of_ours_costs_one_file_its_models(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("model.py", "net.py"):
        (repository / name).write_text(MODEL.format(hidden=5))
    (repository / "broken.py").write_text("from keras import Sequential\nmodel = Sequential((\n")
    commit(repository, "begin")
    real = Revisions._models

    def models(self: Revisions, name: str, settings: Settings) -> Models:
        return real(self, name, settings) if name != "net.py" else 1 // 0  # type: ignore[return-value]

    monkeypatch.setattr(Revisions, "_models", models)
    failed = run(repository, "log", "--verbose")
    assert failed.returncode == 2
    assert "lint-params: net.py: internal error: " in failed.stderr and "ZeroDivisionError" in failed.stderr
    assert "model.py: model" in failed.stdout


@pytest.mark.skipif(os.name == "nt", reason="a program of the shell")
@pytest.mark.parametrize("program", ["#!/bin/sh\nexit 0\n", "#!/nowhere/at/all\n"])
def test_a_git_that_does_not_work(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    (repository / "model.py").write_text(MODEL.format(hidden=5))
    commit(repository, "begin")
    around = Repository.around(str(repository))
    name = around.about(around.commits(SUFFIXES, 1))[0]
    (blob,) = around.blobs(name.name)
    with around.opened(1_000_000) as contents:
        assert contents.read(blob.name) == (repository / "model.py").read_bytes()
    with around.opened(3) as contents:
        assert contents.read(blob.name) is None and not contents.lacks(blob.name)
    folder = tmp_path_factory.mktemp("bin")
    (folder / "git").write_text(program)
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    failed = run(repository, "log")
    assert (failed.returncode, failed.stdout) == (2, "")
    with pytest.raises(GitError), around.opened(1_000_000) as contents:
        contents.read(blob.name)
