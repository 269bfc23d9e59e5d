"""The action for GitHub: its steps run as a runner runs them, in bash, with their inputs as variables."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import jsonschema
import pytest
import yaml
from check_jsonschema import builtin_schemas

from tests.real.projects import LINE, ROOT, environment, over_budget
from tests.report.schemas import sarif

pytestmark = pytest.mark.slow

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


@dataclass
class Runner:
    """A runner's files, and what its steps have left there."""

    home: Path
    source: Path
    variables: dict[str, str] = field(default_factory=dict)
    event: dict[str, str] = field(default_factory=dict)

    def step(self, number: int, project: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step of the action; what it says for later steps is kept."""
        step = ACTION["runs"]["steps"][number]
        assert step["shell"] == "bash"
        files = {name: self.home / name for name in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        given = {name: one.get("default", "") for name, one in ACTION["inputs"].items()} | inputs
        contexts = {"github.action_path": str(self.source), "github.token": "t0ken", **self.event}
        contexts |= {f"inputs.{name}": filled(text, contexts) for name, text in given.items()}
        variables = {name: filled(text, contexts) for name, text in step["env"].items()}
        fixed = {"RUNNER_TEMP": str(self.home), **{name: str(file) for name, file in files.items()}}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=project,
            capture_output=True,
            text=True,
            env=environment(**self.variables, **variables, **fixed),
        )
        self.variables |= said(files["GITHUB_ENV"])
        return done

    def outputs(self) -> dict[str, str]:
        return said(self.home / "GITHUB_OUTPUT")


def filled(text: str, contexts: dict[str, str]) -> str:
    return EXPRESSION.sub(lambda match: contexts[match[1]], text)


def said(file: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the action is installed from a checkout, as GitHub makes one."""
    home = tmp_path_factory.mktemp("runner")
    source = home / "action"
    source.mkdir()
    shutil.copytree(ROOT / "lint_params", source / "lint_params", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "action.yml"):
        shutil.copy(ROOT / name, source)
    one = Runner(home, source)
    done = one.step(0, home)
    assert done.returncode == 0, done.stdout + done.stderr
    return one


@pytest.fixture
def project(tmp_path: Path) -> Path:
    over_budget(tmp_path)
    return tmp_path


def test_findings_are_told(runner: Runner, project: Path) -> None:
    done = runner.step(1, project, **{"sarif-file": "out.sarif"})
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(f"::error file=tagger.py,line={LINE},")
    assert runner.outputs() == {"errors": "1", "warnings": "0", "models": "1", "sarif-file": "out.sarif"}
    sarif().validate(json.loads((project / "out.sarif").read_text()))


def test_inputs(runner: Runner, project: Path) -> None:
    assert runner.step(1, project, **{"fail-on": "never"}).returncode == 0
    assert runner.outputs()["errors"] == "1"
    (project / "a b; touch injected").mkdir()
    (project / "loose.yaml").write_text("budgets: []\n")
    done = runner.step(1, project, paths="a b; touch injected\n\ntagger.py\n", config="loose.yaml")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert not (project / "injected").exists()
    assert runner.step(1, project, paths="-v").returncode == 2
    (project / "tagger.py").unlink()
    assert runner.step(1, project).returncode == 0
    assert runner.outputs()["models"] == "0"


def test_a_mistake_in_the_configuration_fails_the_step(runner: Runner, project: Path) -> None:
    (project / ".lint-params.yaml").write_text("budget: 3\n")
    done = runner.step(1, project)
    assert done.returncode == 2
    assert ".lint-params.yaml:1:1" in done.stderr
    assert runner.outputs() == {}


RECORDER = """\
#!/usr/bin/env python3
import json, os, sys
arguments = sys.argv[1:]
bodies = [open(one.removeprefix("body=@"), encoding="utf-8").read() for one in arguments if one.startswith("body=@")]
with open(os.environ["GH_LOG"], "a", encoding="utf-8") as file:
    print(json.dumps([arguments, bodies, os.environ["GH_TOKEN"]]), file=file)
if "--paginate" in arguments:
    print(os.environ["GH_KNOWN"], end="")
sys.exit(int(os.environ["GH_STATUS"]))
"""
"""In the place of GitHub's command: writes down what it is told, and says which comments there are."""

HOSTILE = "$(touch${IFS}injected);`touch${IFS}injected`'x"
"""A name that git allows for a branch."""


@dataclass
class PullRequest:
    """A clone as the checkout action leaves it: the merge of a branch and its base, and no history."""

    runner: Runner
    clone: Path
    log: Path

    def comment(self, known: str = "", status: int = 0, **inputs: str) -> tuple[int, str, list[tuple[list[str], str]]]:
        """Run the step; its status, what it printed, and what was written to GitHub: arguments and body."""
        self.log.write_text("")
        self.runner.variables |= {"GH_KNOWN": known, "GH_STATUS": str(status)}
        done = self.runner.step(2, self.clone, **inputs)
        told = [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]
        assert all(token == "t0ken" for _, _, token in told)
        return done.returncode, done.stdout + done.stderr, [(line, bodies[0]) for line, bodies, _ in told if bodies]


def git(directory: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"]
    line = ["git", *identity, *arguments]
    return subprocess.run(line, cwd=directory, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def pull_request(runner: Runner, project: Path, tmp_path_factory: pytest.TempPathFactory) -> PullRequest:
    home = tmp_path_factory.mktemp("pull-request")
    (project / "same.py").write_text((project / "tagger.py").read_text())
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "parent 0\n\nparent 1")
    first = git(project, "rev-parse", "HEAD")
    git(project, "checkout", "-q", "-b", HOSTILE)
    source = (project / "tagger.py").read_text()
    (project / "tagger.py").write_text(source.replace("LSTM(20", "LSTM(30"))
    git(project, "commit", "-q", "-a", "-m", "Wider")
    # What has come to the base since then is no change of the branch.
    git(project, "checkout", "-q", "main")
    (project / "other.py").write_text(source)
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "Other")
    git(project, "merge", "-q", "--no-ff", "-m", "Merge", HOSTILE)
    git(home, "clone", "-q", "--depth", "1", project.as_uri(), "clone")
    (home / "bin").mkdir()
    (home / "bin" / "gh").write_text(RECORDER)
    (home / "bin" / "gh").chmod(0o755)
    clone, log = home / "clone", home / "gh.log"
    ours = Runner(runner.home, runner.source, dict(runner.variables))
    ours.event = {"github.event.pull_request.base.sha": first, "github.event.pull_request.number": "7"}
    ours.variables |= {
        "PATH": f"{home / 'bin'}{os.pathsep}{environment()['PATH']}",
        "GH_LOG": str(log),
        "GITHUB_SHA": git(clone, "rev-parse", "HEAD"),
        "GITHUB_REPOSITORY": "owner/name",
        "GITHUB_HEAD_REF": HOSTILE,
    }
    return PullRequest(ours, clone, log)


def test_a_comment_says_what_the_branch_changed(pull_request: PullRequest) -> None:
    status, said, ((arguments, body),) = pull_request.comment()
    assert status == 0, said
    assert arguments[:5] == ["api", "--silent", "--method", "POST", "repos/owner/name/issues/7/comments"]
    first, second, *_ = body.splitlines()
    assert first == "<!-- lint-params -->"
    assert second.startswith("### Parameters: ")
    assert "`tagger.py:" in body and "LSTM(30) 'lstm\\_2'" in body
    assert "other.py" not in body and "same.py" not in body
    assert (pull_request.runner.home / "GITHUB_STEP_SUMMARY").read_text("utf-8") == body
    assert not (pull_request.clone / "injected").exists()

    # The comment that is there is changed; none is written where there is nothing to say.
    status, said, ((arguments, again),) = pull_request.comment(known="12\n13\n")
    assert (status, again) == (0, body), said
    assert arguments[:5] == ["api", "--silent", "--method", "PATCH", "repos/owner/name/issues/comments/12"]
    assert pull_request.comment(paths="same.py")[::2] == (0, [])
    assert len(pull_request.comment(known="12", paths="same.py")[2]) == 1
    # A token that may only read, as pull requests from forks have.
    status, said, _ = pull_request.comment(status=1)
    assert status == 0 and said.startswith("::warning::")


def test_a_comment_where_the_branch_itself_is_checked_out(pull_request: PullRequest) -> None:
    clone = pull_request.clone
    git(clone, "fetch", "-q", "--depth", "1", "origin", HOSTILE)
    git(clone, "checkout", "-q", "--detach", "FETCH_HEAD")
    status, said, ((_, body),) = pull_request.comment()
    assert status == 0, said
    assert "`tagger.py:" in body and "other.py" not in body
    assert not (clone / "injected").exists()


def test_the_comment_is_written_where_it_is_asked_for() -> None:
    """The runner evaluates the condition; here it is only seen that it names what it must."""
    condition = ACTION["runs"]["steps"][2]["if"]
    for part in ("!cancelled()", "inputs.comment == 'true'", "github.event_name == 'pull_request'"):
        assert part in condition


def schema(name: str) -> dict[str, object]:
    text = Path(builtin_schemas.__file__).with_name("vendor").joinpath(name).read_text("utf-8")
    document = json.loads(text)
    assert isinstance(document, dict)
    return document


def test_the_form_is_that_of_an_action() -> None:
    found = schema("github-actions.json")
    jsonschema.validators.validator_for(found)(found).validate(ACTION)
    steps = ACTION["runs"]["steps"]
    # What a user gives never becomes part of a program.
    assert not any("${{" in step["run"] for step in steps)
    named = {step.get("id") for step in steps}
    for output in ACTION["outputs"].values():
        (reference,) = EXPRESSION.findall(output["value"])
        assert reference.split(".")[1] in named
        assert f"{reference.split('.')[-1]}" in steps[1]["run"]


def test_the_workflow_that_is_shown_uses_it_rightly() -> None:
    workflow = yaml.safe_load((ROOT / "docs" / "ci" / "github.yml").read_text("utf-8"))
    found = schema("github-workflows.json")
    # YAML 1.1 reads the key "on" as true.
    document = {("on" if key is True else key): value for key, value in workflow.items()}
    jsonschema.validators.validator_for(found)(found).validate(document)
    (ours,) = [step for step in document["jobs"]["lint-params"]["steps"] if "lint-params@" in step.get("uses", "")]
    assert set(ours["with"]) <= set(ACTION["inputs"])
