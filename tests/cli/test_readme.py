"""What README.md shows is what the program writes."""

from __future__ import annotations

import re

import pytest

from tests.cli.command import ROOT, run

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n\$ lint-params ([^\n]*)\n(.*?)```", README, re.DOTALL)


def test_there_is_something_to_check() -> None:
    assert len(CONSOLE) >= 2


@pytest.mark.parametrize(("command", "output"), CONSOLE)
def test_console(command: str, output: str) -> None:
    assert run(ROOT, *command.split()).stdout == output


def test_the_test_command_is_that_of_continuous_integration() -> None:
    (command,) = re.findall(r"^    (python3 -m venv .*\[test\].*)$", README, re.MULTILINE)
    assert command in (ROOT / ".ci" / "run").read_text()


def test_the_changelog_names_the_commands() -> None:
    from lint_params.cli import COMMANDS

    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert all(f"lint-params {name}" in changelog for name in COMMANDS)
