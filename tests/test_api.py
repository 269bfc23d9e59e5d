"""The library: what the documentation shows, and that it does what the command line does."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from pathlib import Path

import pytest

import lint_params
from lint_params.config.errors import ConfigError
from tests.cli.command import ROOT, found, run

SEED = ROOT / "examples" / "sequence_tagger.py"


def test_the_documentation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(
        str(ROOT / "docs" / "api.md"), module_relative=False, optionflags=doctest.FAIL_FAST
    )
    assert (failed, tried >= 12) == (0, True)


def test_check_agrees_with_the_command() -> None:
    report = lint_params.check(ROOT / "examples")
    document = found(run(ROOT, "check", str(ROOT / "examples"), "--output-format", "json"))
    assert [one["message"] for one in document["findings"]] == [one.message for one in report.findings]  # type: ignore[attr-defined]
    assert len(report.findings) == 1


def test_summarize_agrees_with_the_command(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text("from keras import Sequential\nprint 'x'\n")
    for path in (ROOT / "examples", tmp_path / "old.py"):
        assert lint_params.summarize(path).json() == run(ROOT, "summary", str(path), "--format", "json").stdout
    assert len(lint_params.summarize(tmp_path / "old.py").errors) == 1


def test_a_text_is_source_or_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("model (1).py").write_text(SEED.read_text())
    assert lint_params.summarize("model (1).py").models[0].span.path == "model (1).py"
    assert lint_params.summarize(SEED.read_text()).models[0].params == lint_params.summarize(SEED).models[0].params
    assert lint_params.summarize(SEED.read_bytes(), filename="a.py").models[0].span.path == "a.py"
    assert lint_params.summarize("").models == ()
    for nowhere in ("model.py", Path("f(x).py"), "a\0b"):
        with pytest.raises(FileNotFoundError):
            lint_params.summarize(nowhere)


def test_mistakes_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".lint-params.yaml").write_text("budgets:\n  - max-parms: 3\n")
    with pytest.raises(ConfigError) as error:
        lint_params.check(tmp_path / "a.py", tmp_path)
    assert (error.value.line, error.value.column) == (2, 5)
    with pytest.raises(ValueError, match="XY1"):
        lint_params.check(select=["XY1"])
    with pytest.raises(ValueError, match="exclude each other"):
        lint_params.check("a.py", source="")
    with pytest.raises(ValueError, match="exclude each other"):
        lint_params.check(config="a.yaml", isolated=True)
    assert lint_params.check(tmp_path / "none.py", isolated=True).problems
    assert capsys.readouterr() == ("", "")


def test_importing_costs_nothing() -> None:
    program = (
        "import sys; before = set(sys.modules); import lint_params; "
        "print(sorted(set(sys.modules) - before), 'check' in dir(lint_params))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "['__future__', 'lint_params'] True\n", done.stderr
    with pytest.raises(AttributeError):
        lint_params.nothing  # noqa: B018


def test_types_are_known_to_users(tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(
        "import lint_params\n"
        "reveal_type(lint_params.check().findings[0].span.line)\n"
        "reveal_type(lint_params.summarize('a').models[0].params)\n"
        "lint_params.check(paths=3)\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path), "use.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env={"MYPYPATH": str(ROOT)})
    assert 'Revealed type is "int"' in done.stdout.replace("builtins.", ""), done.stdout + done.stderr
    assert 'Revealed type is "int | None"' in done.stdout.replace("builtins.", "")
    assert '"paths"' in done.stdout


def test_json_is_json() -> None:
    assert json.loads(lint_params.summarize(SEED).json())["version"] == 1
