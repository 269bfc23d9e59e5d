"""``diff`` on real repositories, files and summaries; git runs nothing of theirs."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from lint_params.history.git import GitError, program
from lint_params.history.tree import is_safe
from tests.cli.command import Done, found, run

MODEL = """\
from keras import Input, Sequential, layers

model = Sequential()
model.add(Input((400, 13)))
model.add(layers.TimeDistributed(layers.Dense({hidden})))
model.add(layers.LSTM(20, return_sequences=True))
model.add(layers.LSTM(20))
"""


def git(directory: Path, *arguments: str) -> str:
    line = ["git", "-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "init.defaultBranch=main", *arguments]
    done = subprocess.run(line, cwd=directory, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits, the second with a wider layer, tagged ``first`` and ``second``."""
    directory = tmp_path / "project"
    directory.mkdir()
    git(directory, "init", "-q")
    for tag, hidden in (("first", 650), ("second", 700)):
        (directory / "model.py").write_text(MODEL.format(hidden=hidden))
        git(directory, "add", "-A")
        git(directory, "commit", "-q", "-m", tag)
        git(directory, "tag", tag)
    return directory


def difference(done: Done) -> dict[str, object]:
    document = found(done)
    assert document["version"] == 1
    return document


def kinds(document: dict[str, object]) -> list[list[str]]:
    models = document["models"]
    assert isinstance(models, list)
    return [[layer["change"] for layer in model["layers"]] for model in models]


def test_two_revisions(repository: Path) -> None:
    document = difference(run(repository, "diff", "first", "second", "--format", "json"))
    assert (document["base"], document["head"]) == ("first", "second")
    assert kinds(document) == [["changed", "input", "same"]]
    counts = [
        json.loads(run(repository, "summary", "--format", "json").stdout)["models"][0]["params"],
        document["params"]["head"],  # type: ignore[index]
    ]
    assert counts[0] == counts[1]


def test_the_working_tree_against_head(repository: Path) -> None:
    assert "0 changed" in run(repository, "diff").stdout
    (repository / "model.py").write_text(MODEL.format(hidden=10))
    text = run(repository, "diff").stdout
    assert text.startswith("HEAD → working tree: ")
    assert "LSTM(20) 'lstm', line 6: " in text
    assert "only because it reads (None, 400, 10) instead of (None, 400, 700)" in text


def test_growth_fails(repository: Path) -> None:
    done = run(repository, "diff", "first", "second", "--fail-on-growth", "5%")
    assert (done.returncode, "model.py: model grew by" in done.stderr) == (1, True)
    assert run(repository, "diff", "first", "second", "--fail-on-growth", "50%").returncode == 0
    assert run(repository, "diff", "second", "first", "--fail-on-growth", "0%").returncode == 0
    assert run(repository, "diff", "--fail-on-growth", "much").returncode == 2


def test_a_branch_against_where_it_began(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "topic", "first")
    (repository / "other.py").write_text("from keras import Sequential, Input\nm = Sequential([Input((3,))])\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "other")
    document = difference(run(repository, "diff", "main...topic", "topic", "--format", "json"))
    assert [model["change"] for model in document["models"]] == ["same", "added"]  # type: ignore[union-attr]


def test_a_file_that_was_moved(repository: Path) -> None:
    (repository / "nets").mkdir()
    git(repository, "mv", "model.py", "nets/tagger.py")
    git(repository, "commit", "-q", "-m", "move")
    document = difference(run(repository, "diff", "second", "HEAD", "--format", "json"))
    (model,) = document["models"]  # type: ignore[misc]
    assert (model["base_path"], model["path"], model["change"]) == ("model.py", "nets/tagger.py", "same")
    inside = difference(run(repository / "nets", "diff", "second", "HEAD", "--format", "json"))
    assert [model["path"] for model in inside["models"]] == ["tagger.py"]  # type: ignore[union-attr]


def test_only_what_is_asked_for(repository: Path) -> None:
    (repository / "b.py").write_text(MODEL.format(hidden=3))
    assert "1 model, " in run(repository, "diff", "--path", "b.py").stdout
    assert "2 models, " in run(repository, "diff", "--path", "b.py", "--path", "model.py").stdout


def test_a_path_in_full_is_the_one_of_the_revision(repository: Path) -> None:
    before, after = (
        json.loads(run(repository, "diff", "first", "second", "--format", "json", *path).stdout)
        for path in ((), ("--path", str(repository / "model.py")))
    )
    assert before == after and kinds(after) == [["changed", "input", "same"]]


def test_what_a_partial_clone_lacks(repository: Path) -> None:
    """Only code that is asked about is needed."""
    (repository / "large.ipynb").write_text("{}")
    (repository / "data.csv").write_text("1,2")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "third")
    for name in ("large.ipynb", "data.csv"):
        blob = git(repository, "rev-parse", f"HEAD:{name}")
        (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    done = run(repository, "diff", "first", "HEAD", "--path", "model.py", "--format", "json")
    assert kinds(difference(done)) == kinds(difference(run(repository, "diff", "first", "second", "--format", "json")))
    whole = run(repository, "diff", "first", "HEAD")
    assert whole.returncode == 2 and "large.ipynb: the repository lacks it" in whole.stderr
    assert run(repository, "log", "model.py").returncode == 0


def test_a_partial_clone(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """One that has the newest contents alone, and may ask nobody for the others."""
    git(repository, "config", "uploadpack.allowFilter", "true")
    around = tmp_path_factory.mktemp("clones")
    git(around, "clone", "-q", "--filter=blob:none", f"file://{repository}", "clone")
    failed = run(around / "clone", "diff", "first", "HEAD")
    assert (failed.returncode, failed.stdout) == (2, "")
    assert "model.py: the repository lacks it (a partial clone? --path can leave it out)" in failed.stderr
    assert run(around / "clone", "diff").returncode == 0


def test_everything_is_new_before_the_first_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "model.py").write_text(MODEL.format(hidden=3))
    done = run(tmp_path, "diff", "--fail-on-growth", "0%", "--format", "json")
    assert (done.returncode, [model["change"] for model in json.loads(done.stdout)["models"]]) == (0, ["added"])
    assert run(tmp_path, "diff", "HEAD~1").returncode == 2


def test_budgets_that_are_crossed(repository: Path) -> None:
    (repository / ".lint-params.yaml").write_text("budgets:\n  - max-params: 55_000\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "budget")
    (repository / "model.py").write_text(MODEL.format(hidden=600))
    git(repository, "commit", "-q", "-a", "-m", "smaller")
    assert "Over a budget" not in run(repository, "diff", "HEAD~1", "HEAD").stdout
    back = run(repository, "diff", "HEAD", "HEAD~1").stdout
    assert "Over a budget that was kept before:\n  model.py: LP101 LSTM 'lstm'" in back


def test_two_files_and_two_directories(tmp_path: Path) -> None:
    for name, hidden in (("a", 5), ("b", 6)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.py").write_text(MODEL.format(hidden=hidden))
    for before, after in (("a/model.py", "b/model.py"), ("a", "b")):
        document = difference(run(tmp_path, "diff", before, after, "--format", "json"))
        assert kinds(document) == [["changed", "input", "same"]]
    assert run(tmp_path, "diff", "a/model.py").returncode == 2


def test_two_summaries(tmp_path: Path) -> None:
    for name, hidden in (("a", 5), ("b", 6)):
        (tmp_path / f"{name}.py").write_text(MODEL.format(hidden=hidden))
        (tmp_path / f"{name}.json").write_text(run(tmp_path, "summary", "--format", "json", f"{name}.py").stdout)
    document = difference(run(tmp_path, "diff", "a.json", "b.json", "--format", "json"))
    assert kinds(document) == [["changed", "input", "same"]]
    (tmp_path / "a.json").write_text("{}")
    done = run(tmp_path, "diff", "a.json", "b.json")
    assert done.returncode == 2 and done.stderr.startswith("lint-params: a.json: not the JSON of")


def test_markdown_fits_a_comment(tmp_path: Path) -> None:
    text = "from keras import Input, Sequential, layers\n"
    for name, hidden in (("a", 5), ("b", 6)):
        body = "".join(
            f"m{n} = Sequential([Input((9,)), layers.Dense({hidden + n}), layers.Dense(2)])\n" for n in range(400)
        )
        (tmp_path / f"{name}.py").write_text(text + body)
    done = run(tmp_path, "diff", "a.py", "b.py", "--format", "markdown")
    assert len(done.stdout) < 65_536
    assert done.stdout.rstrip().endswith("parts left out: the comment would be too long.")


def test_what_is_not_there(repository: Path, tmp_path: Path) -> None:
    done = run(repository, "diff", "nowhere")
    assert (done.returncode, done.stderr) == (2, "lint-params: nowhere: no such revision\n")
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(clone))
    done = run(clone, "diff", "first")
    assert done.returncode == 2 and "this clone is shallow and may lack it" in done.stderr
    outside = tmp_path / "outside"
    outside.mkdir()
    done = run(outside, "diff")
    assert done.returncode == 2 and "not a git repository" in done.stderr


def test_nothing_of_a_hostile_repository_is_run(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these runs a program in some git command."""
    mark = repository.parent / "was-run"
    script = repository.parent / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    script.chmod(0o755)
    (repository / ".gitattributes").write_text("* filter=evil diff=evil\n")
    hooks = repository / ".git" / "hooks"
    for hook in ("post-checkout", "post-index-change", "pre-auto-gc", "reference-transaction"):
        (hooks / hook).write_text(script.read_text())
        (hooks / hook).chmod(0o755)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "attributes")
    mark.unlink(missing_ok=True)
    for name in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.gitProxy", "core.editor", "core.askPass",
        "diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.smudge",
        "filter.evil.clean", "filter.evil.process",
        "gpg.program", "credential.helper", "pager.rev-list", "pager.ls-tree", "alias.ls-tree",
    ):  # fmt: skip
        value = f"!{script}" if name.startswith(("alias", "credential")) else str(script)
        git(repository, "config", name, value)
    git(repository, "config", "log.showSignature", "true")
    for variable in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH", "GIT_EDITOR", "GIT_ASKPASS"):
        monkeypatch.setenv(variable, str(script))
    before = {path: path.stat().st_mtime_ns for path in (repository / ".git").rglob("*") if path.is_file()}
    assert run(repository, "diff", "first", "second").returncode == 0
    assert run(repository, "diff").returncode == 0
    assert not mark.exists()
    after = {path: path.stat().st_mtime_ns for path in (repository / ".git").rglob("*") if path.is_file()}
    assert after == before


def test_a_range_is_two_arguments(repository: Path) -> None:
    done = run(repository, "diff", "first..second")
    said = "first..second: no such revision; the two ends of a range are two arguments"
    assert (done.returncode, done.stderr) == (2, f"lint-params: {said}\n")


def test_branches_that_have_nothing_in_common(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "lone")
    git(repository, "commit", "-qm", "lone")
    done = run(repository, "diff", "second...lone", "lone")
    assert (done.returncode, done.stderr) == (2, "lint-params: second...lone: no commit in common\n")


def test_a_revision_is_no_option(repository: Path) -> None:
    done = run(repository, "diff", "--", "--output=evil")
    assert done.returncode == 2
    assert not os.path.exists(repository / "evil")


def test_links_and_submodules_are_left_out(repository: Path) -> None:
    (repository / "link.py").symlink_to("/etc/passwd")
    (repository / "out").symlink_to("..")
    git(repository, "add", "-A")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{git(repository, 'rev-parse', 'HEAD')},sub")
    git(repository, "commit", "-q", "-m", "links")
    document = difference(run(repository, "diff", "second", "HEAD", "--format", "json"))
    assert len(document["models"]) == 1  # type: ignore[arg-type]


def test_repositories_within_are_left_out_of_the_working_tree(repository: Path) -> None:
    """A submodule, or a clone that lies there, is in no commit of this one."""
    for name in ("sub", "clone/deep"):
        (repository / name).mkdir(parents=True)
        (repository / name / "model.py").write_text(MODEL.format(hidden=9))
    git(repository, "init", "-q", "clone")
    (repository / "sub" / ".git").write_text("gitdir: ../.git/modules/sub\n")
    (repository / "own").mkdir()
    (repository / "own" / "new.py").write_text(MODEL.format(hidden=5))
    document = difference(run(repository, "diff", "--format", "json"))
    found = {model["path"]: model["change"] for model in document["models"]}  # type: ignore[attr-defined]
    assert found == {"model.py": "same", "own/new.py": "added"}


def test_from_a_directory_that_the_revision_lacks(repository: Path) -> None:
    (repository / "new").mkdir()
    document = difference(run(repository / "new", "diff", "--path", "..", "--format", "json"))
    found = {model["path"]: model["change"] for model in document["models"]}  # type: ignore[attr-defined]
    assert found == {"../model.py": "same"}


def test_help_shows_examples(tmp_path: Path) -> None:
    assert "lint-params diff main...HEAD HEAD" in run(tmp_path, "diff", "--help").stdout


def test_windows_runs_no_git_of_the_checked_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks for programs in the working directory first."""
    here, there = tmp_path / "here", tmp_path / "there"
    for directory in (here, there):
        directory.mkdir()
        (directory / "git.exe").write_text("")
    monkeypatch.chdir(here)
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", str(tmp_path), str(there))))
    assert program(windows=True) == str(there / "git.exe")
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(GitError, match="not on the PATH"):
        program(windows=True)


def test_paths_of_a_revision_stay_below_its_directory() -> None:
    for path in ("../a.py", "/a.py", "a/../../b.py", ".git/a.py", "a/.GIT/b.py"):
        assert not is_safe(path, windows=False)
    for path in ("..\\a.py", "C:a.py", "a.py:b.py"):
        assert (is_safe(path, windows=False), is_safe(path, windows=True)) == (True, False)
    assert is_safe("a/b.py", windows=True)


def test_what_can_not_be_read_is_not_said_to_be_removed(repository: Path) -> None:
    (repository / "model.py").write_text(MODEL.format(hidden="("))
    done = run(repository, "diff", "--fail-on-growth", "1%")
    assert done.returncode == 0
    assert "model.py:5:" in done.stderr and "syntax error" in done.stderr
    assert done.stdout.startswith("HEAD → working tree: nothing can be compared\n")
    assert "not compared: model of model.py, which can't be read in working tree" in done.stdout
    assert "not compared: model of model.py" in run(repository, "diff", "--format", "markdown").stdout
    git(repository, "commit", "-qam", "broken")
    back = run(repository, "diff", "HEAD", "second")
    assert "not compared: model of model.py, which can't be read in HEAD" in back.stdout
    (repository / "other.py").write_text(MODEL.format(hidden=3))
    files = run(repository, "diff", "other.py", "model.py")
    assert "nothing can be compared" in files.stdout and "removed" not in files.stdout


def test_totals_of_open_counts_have_bounds(tmp_path: Path) -> None:
    for name, width in (("a.py", 4), ("b.py", 6)):
        text = "import sys\nfrom keras import Input, Sequential, layers\nn = int(sys.argv[1])\n"
        text += f"model = Sequential([Input((3,)), layers.Dense({width}), layers.Dense(n)])\n"
        (tmp_path / name).write_text(text)
    difference = run(tmp_path, "diff", "a.py", "b.py").stdout
    least = [run(tmp_path, "summary", "--format", "json", name) for name in ("a.py", "b.py")]
    bounds = [json.loads(done.stdout)["models"][0]["at_least"] for done in least]
    assert difference.startswith(f"a.py → b.py: ≥ {bounds[0]} → ≥ {bounds[1]} parameters in 1 model")


def test_what_can_not_be_read_at_either_time_is_told_once(repository: Path) -> None:
    (repository / "broken.py").write_text(MODEL.format(hidden="("))
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "broken")
    (repository / "model.py").write_text(MODEL.format(hidden=3))
    assert run(repository, "diff").stderr == "1 file with what can't be read, the same at both times\n"
    (repository / "broken.py").write_text("\n" + MODEL.format(hidden="("))
    assert [line.split(":")[:3] for line in run(repository, "diff").stderr.splitlines()] == [
        ["HEAD", " broken.py", "5"],
        ["working tree", " broken.py", "6"],
    ]
