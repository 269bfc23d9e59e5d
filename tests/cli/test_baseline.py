"""Growth against a baseline, from the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.command import Done, found, run

CONFIG = (
    "baseline: .lint-params-baseline.json\nbudgets:\n  - max-params: 90\n  - {for: model, max-growth: 10%}\n"
    "  - {for: project, max-growth: 20%}\n"
)


def write(directory: Path, units: int, name: str = "model.py", before: str = "") -> None:
    source = f"{before}from keras import Sequential, layers\nmodel = Sequential([layers.Input((9,)),"
    (directory / name).write_text(f"{source} layers.Dense({units})])\n")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".lint-params.yaml").write_text(CONFIG)
    write(tmp_path, 10)
    return tmp_path


def codes(done: Done) -> list[object]:
    findings = found(done)["findings"]
    assert isinstance(findings, list)
    return [finding["code"] for finding in findings]


def check(directory: Path, *arguments: str) -> Done:
    return run(directory, "check", "--output-format", "json", *arguments)


def test_a_baseline_that_is_not_there_is_told(project: Path) -> None:
    done = check(project)
    assert done.returncode == 2
    assert "--update-baseline" in done.stderr


def test_only_growth_is_told(project: Path) -> None:
    assert (check(project, "--update-baseline").returncode, codes(check(project))) == (0, [])
    write(project, 11, before="# more\n" * 20)
    assert codes(check(project)) == ["LP101"]
    write(project, 12)
    done = check(project)
    assert codes(done) == ["LP105", "LP101"]
    assert "LP105" not in codes(check(project, "--ignore", "LP105"))
    findings = json.loads(done.stdout)["findings"]
    assert findings[0]["message"] == (
        "model 'model' has 120 parameters, 100 in the baseline: +20.0%, budget +10% (110): 10 over; "
        "Dense 'dense' grew by 20"
    )
    write(project, 13)
    assert codes(check(project)) == ["LP105", "LP101", "LP105"]


def test_it_goes_down_by_itself_and_up_only_when_told(project: Path) -> None:
    check(project, "--update-baseline")
    file = project / ".lint-params-baseline.json"
    first = file.read_bytes()
    write(project, 12)
    assert check(project, "--update-baseline").returncode == 1
    assert file.read_bytes() == first
    write(project, 9)
    assert check(project, "--update-baseline").returncode == 0
    assert json.loads(file.read_text())["models"][0]["params"] == 90
    assert json.loads(file.read_text())["findings"] == []
    write(project, 12)
    assert codes(check(project)) == ["LP105", "LP101", "LP105"]
    raised = check(project, "--raise-baseline")
    assert (raised.returncode, codes(raised)) == (0, [])
    assert codes(check(project)) == []


def test_a_new_model_is_growth_of_the_project(project: Path) -> None:
    check(project, "--update-baseline")
    write(project, 2, "other.py")
    assert codes(check(project)) == []
    write(project, 3, "other.py")
    assert codes(check(project)) == ["LP105"]
    check(project, "--update-baseline")
    assert codes(check(project)) == ["LP105"]


def test_what_is_silenced_by_a_comment_stays_so(project: Path) -> None:
    check(project, "--update-baseline")
    write(project, 13)
    model = project / "model.py"
    model.write_text(model.read_text().rstrip() + "  # lint-params: ignore[LP101, LP105] -- meant\n")
    assert codes(check(project, "model.py")) == ["LP105"]  # the project's
    assert codes(check(project, "model.py", "--ignore", "LP105")) == []


def test_files_that_are_deleted_leave_the_baseline(project: Path) -> None:
    write(project, 10, "other.py")
    check(project, "--update-baseline")
    file = project / ".lint-params-baseline.json"
    assert len(json.loads(file.read_text())["models"]) == 2
    (project / "other.py").unlink()
    check(project, "--update-baseline", "model.py")
    assert len(json.loads(file.read_text())["models"]) == 1
    (project / "model.py").unlink()
    check(project, "--update-baseline")
    assert json.loads(file.read_text())["models"] == []


def test_the_file_is_known_from_elsewhere(project: Path) -> None:
    check(project, "--update-baseline")
    assert codes(check(project.parent, str(project))) == []
    inner = project / "inner"
    inner.mkdir()
    assert codes(check(inner, "../model.py")) == []


def test_what_can_not_be_done_is_told(project: Path) -> None:
    assert run(project, "check", "-", "--update-baseline").returncode == 2
    (project / ".lint-params.yaml").write_text("budgets: []\n")
    done = run(project, "check", "--update-baseline")
    assert (done.returncode, "no configuration names a baseline" in done.stderr) == (2, True)
    (project / ".lint-params.yaml").write_text(CONFIG)
    (project / ".lint-params-baseline.json").write_text("{")
    for more in ([], ["--update-baseline"]):
        done = run(project, "check", *more)
        assert (done.returncode, ".lint-params-baseline.json:1:2" in done.stderr) == (2, True)


def test_what_can_not_be_written_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(project, "--update-baseline")
    before = (project / ".lint-params-baseline.json").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    write(project, 9)
    done = run(project, "check", "--update-baseline")
    assert (done.returncode, "No space left on device" in done.stderr) == (2, True)
    assert (project / ".lint-params-baseline.json").read_bytes() == before
    assert len(list(project.iterdir())) == 3
