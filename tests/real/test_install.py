"""The packages: what is in them, and that they work where nothing else is installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tarfile
import zipfile
from pathlib import Path

import jsonschema
import junitparser
import pytest
import yaml
from check_jsonschema import builtin_schemas

from tests.docs.tools import tool
from tests.real.projects import LINE, ROOT, build, environment, over_budget
from tests.report.schemas import GITLAB

pytestmark = pytest.mark.slow

guide_docs = tool("guide_docs")

INSTALLED = """
import importlib.metadata, json
sizes = {}
for one in importlib.metadata.distributions():
    files = [file.locate() for file in one.files or () if file.suffix != ".pyc"]
    sizes[one.metadata["Name"].lower()] = sum(file.stat().st_size for file in files if file.is_file())
points = importlib.metadata.entry_points(group="flake8.extension")
print(json.dumps([sizes, [f"{one.name} = {one.value}" for one in points]]))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("project")
    over_budget(directory)
    return directory


@pytest.fixture(scope="module")
def one_liner(built: tuple[Path, Path], project: Path) -> subprocess.CompletedProcess[str]:
    """The line in docs/integrations.md, which installs into ``.lint`` of the project."""
    (line,) = re.findall(r"^\| command line \| `(.*?)` \|", read("integrations.md"), re.MULTILINE)
    return shell(line.replace("SOURCE", str(built[0])), project)


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def shell(line: str, directory: Path, **more: str) -> subprocess.CompletedProcess[str]:
    variables = environment(**more)
    return subprocess.run(["bash", "-ec", line], cwd=directory, capture_output=True, text=True, env=variables)


def python(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(project / ".lint" / "bin" / "python"), *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, env=environment())


def test_the_wheel_holds_what_it_needs(built: tuple[Path, Path]) -> None:
    names = set(zipfile.ZipFile(built[0]).namelist())
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "lint_params").rglob("*") if path.is_file()}
    wanted = {name for name in there if "__pycache__" not in name}
    assert wanted <= names
    assert {"lint_params/py.typed", "lint_params/config/schema.json"} <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"lint_params"}


def test_two_builds_are_one(built: tuple[Path, Path], tmp_path: Path) -> None:
    """Elsewhere, later, with other rights on new files: the wheel and the archive are the same, byte for byte."""
    copy = tmp_path / "elsewhere"
    with tarfile.open(built[1]) as archive:
        # Python 3.11.4 and before do not know how to be careful; this archive is our own.
        archive.extractall(copy, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    (source,) = copy.iterdir()
    for path in source.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    before = os.umask(0o077)
    try:
        again = build(tmp_path / "dist", source)
    finally:
        os.umask(before)
    assert [one.name for one in again] == [one.name for one in built]
    assert [one.read_bytes() for one in again] == [one.read_bytes() for one in built]


def test_the_archive_holds_what_builds_and_tests_it(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[1]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "action.yml", "tools/test.py", "docs/integrations.md"} <= names
    assert "tests/real/test_install.py" in names


def test_the_one_liner(one_liner: subprocess.CompletedProcess[str]) -> None:
    assert one_liner.returncode == 1, one_liner.stderr
    assert one_liner.stdout.startswith(f"tagger.py:{LINE}:15: LP101 error: LSTM 'lstm_2' has 53,680 parameters")


def test_the_tutorial(built: tuple[Path, Path], tmp_path: Path) -> None:
    """Installed as it says, each command gives what it shows, and the steps of its workflow fail where they should."""
    page = read("tutorial.md")
    (install,) = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    done = shell(install.replace("SOURCE", str(built[0])), tmp_path)
    assert re.search(r"^lint-params \d", done.stdout, re.MULTILINE), done.stderr
    path = f"{tmp_path / '.lint' / 'bin'}:{environment()['PATH']}"
    workflow = tmp_path / ".github" / "workflows" / "size.yml"
    said: list[tuple[int, bool]] = []

    def run(line: str, folder: Path) -> str:
        done = shell(line, folder, PATH=path, **guide_docs.IDENTITY)
        if workflow.exists() and line.startswith("lint-params check"):
            (job,) = yaml.safe_load(workflow.read_text())["jobs"].values()
            steps = [step["run"].replace("SOURCE", str(built[0])) for step in job["steps"] if "run" in step]
            ran = [shell(step, folder, PATH=path) for step in steps]
            said.append((ran[-1].returncode, "::error file=tagger.py,line=8" in ran[-1].stdout))
            assert [one.returncode for one in ran[:-1]] == [0]
        return done.stdout

    assert guide_docs.rendered(page, tmp_path, run) == page
    assert said == [(1, True), (0, False)]


@pytest.mark.usefixtures("one_liner")
def test_it_runs_as_a_module(project: Path) -> None:
    version = python(project, "-m", "lint_params", "--version")
    assert re.fullmatch(r"lint-params \d+\.\d+\.\d+\n", version.stdout), version.stderr
    assert python(project, "-m", "lint_params", "summary", "tagger.py").returncode == 0
    done = python(project, "-c", "import lint_params; print(lint_params.summarize('tagger.py').models[0].params)")
    assert done.stdout == "61460\n", done.stderr
    assert python(project, "-m", "lint_params", "completion", "bash").returncode == 2


@pytest.mark.usefixtures("one_liner")
def test_size_and_dependencies_are_what_the_readme_says(project: Path) -> None:
    sizes, points = json.loads(python(project, "-c", INSTALLED).stdout)
    assert points == ["LP = lint_params.flake8:Plugin"]
    mine = {name: size for name, size in sizes.items() if name not in ("pip", "setuptools")}
    assert set(mine) - {"tomli", "typing-extensions", "typing_extensions"} == {"lint-params", "libcst", "pyyaml"}
    (said,) = re.findall(
        r"two\s+dependencies.*?,\s+and\s+(\d+)\s+MB", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
    )
    assert sum(mine.values()) / 1e6 == pytest.approx(int(said), rel=0.2)


@pytest.mark.parametrize("tool", ["uv", "pipx"])
def test_installed_as_a_tool(tool: str, built: tuple[Path, Path], project: Path, tmp_path: Path) -> None:
    (line,) = re.findall(rf"^\| command line, by {tool} \| `(.*?)`", read("integrations.md"), re.MULTILINE)
    homes = {f"{name}_DIR": str(tmp_path / name) for name in ("UV_TOOL", "UV_TOOL_BIN", "PIPX_BIN")}
    done = shell(line.replace("SOURCE", str(built[0])), project, PIPX_HOME=str(tmp_path / "PIPX"), **homes)
    assert done.returncode == 0, done.stdout + done.stderr
    (command,) = (path for path in tmp_path.glob("*_BIN/*") if path.stem == "lint-params")
    done = shell(f"'{command}' check", project)
    assert (done.returncode, done.stdout.startswith(f"tagger.py:{LINE}:15: LP101 error:")) == (1, True), done.stderr
    done = shell(f"'{command}' server", project)
    assert done.returncode == 2
    # What it says to run is what this tool understands.
    (said,) = re.findall(r"needs pygls: (.*)\n", done.stderr)
    assert said.startswith(f"{tool} ") and said.endswith(' "lint-params[server]"')
    assert set(said.split()[1:-1]) <= set(line.split()) | {"--force"}


def test_the_job_for_gitlab(built: tuple[Path, Path], tmp_path: Path) -> None:
    document = yaml.safe_load(read("ci/gitlab.yml"))
    schema = json.loads(
        Path(builtin_schemas.__file__).with_name("vendor").joinpath("gitlab-ci.json").read_text("utf-8")
    )
    jsonschema.validators.validator_for(schema)(schema).validate(document)
    job = document["lint-params"]
    over_budget(tmp_path)
    lines = "\n".join([*job["before_script"], *job["script"]])
    done = shell(lines, tmp_path, LINT_PARAMS=str(built[0]))
    assert done.returncode == 1, done.stderr
    assert "LP101" in done.stdout
    reports = job["artifacts"]["reports"]
    (entry,) = json.loads((tmp_path / reports["codequality"]).read_text())
    jsonschema.validate([entry], GITLAB)
    assert entry["location"] == {"path": "tagger.py", "lines": {"begin": LINE}}
    assert junitparser.JUnitXml.fromfile(str(tmp_path / reports["junit"])).failures == 1
