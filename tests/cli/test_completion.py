"""Completion in real shells, where they are; bash is everywhere the tests run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lint_params.cli import COMMANDS
from lint_params.cli.completion import SHELLS
from tests.cli.command import run


def script(directory: Path, shell: str) -> Path:
    done = run(directory, "completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    # An autoloaded file of zsh is called as the function it defines.
    file = directory / {"zsh": "_lint-params", "bash": "lint-params", "fish": "lint-params.fish"}[shell]
    file.write_text(done.stdout)
    return file


def bash(directory: Path, *words: str) -> set[str]:
    """What bash offers for the last word."""
    line = " ".join(f"'{word}'" for word in words)
    program = f"""
        source '{script(directory, "bash")}'
        COMP_WORDS=({line}); COMP_CWORD=$(({len(words)} - 1)); COMPREPLY=()
        $(complete -p lint-params | sed 's/.*-F \\([^ ]*\\).*/\\1/') lint-params '{words[-1]}' '{words[-2]}'
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", program], cwd=directory, capture_output=True, text=True)
    return set(done.stdout.split())


def test_bash(tmp_path: Path) -> None:
    (tmp_path / "model.py").touch()
    assert set(COMMANDS) <= bash(tmp_path, "lint-params", "")
    assert "summary" in bash(tmp_path, "lint-params", "su")
    offered = bash(tmp_path, "lint-params", "check", "--fi")
    assert "--fix" in offered
    assert "--format" not in offered
    assert "model.py" in bash(tmp_path, "lint-params", "check", "mod")
    assert bash(tmp_path, "lint-params", "summary", "--format", "m") == {"markdown"}


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_reads_its_script(tmp_path: Path, shell: str) -> None:
    file = script(tmp_path, shell)
    assert all(name in file.read_text() for name in (*COMMANDS, "fail-on"))
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    done = subprocess.run([shell, "-n", str(file)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_fish(tmp_path: Path) -> None:
    if shutil.which("fish") is None:
        pytest.skip("no fish here")
    program = f"source '{script(tmp_path, 'fish')}'; complete -C 'lint-params su'"
    done = subprocess.run(["fish", "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert "summary" in done.stdout


def test_without_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    done = run(tmp_path, "completion", "bash")
    assert done.returncode == 2
    assert 'pip install "lint-params[completion]"' in done.stderr
