"""The action for GitHub: its steps run as a runner runs them, in bash, with their inputs as variables."""

from __future__ import annotations

import json
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

    def step(self, number: int, project: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step of the action; what it says for later steps is kept."""
        step = ACTION["runs"]["steps"][number]
        assert step["shell"] == "bash"
        files = {name: self.home / name for name in ("GITHUB_ENV", "GITHUB_OUTPUT")}
        for file in files.values():
            file.write_text("")
        given = {name: one.get("default", "") for name, one in ACTION["inputs"].items()} | inputs
        contexts = {"github.action_path": str(self.source)} | {f"inputs.{name}": text for name, text in given.items()}
        variables = {name: EXPRESSION.sub(lambda match: contexts[match[1]], text) for name, text in step["env"].items()}
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
