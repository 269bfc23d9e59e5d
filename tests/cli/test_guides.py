"""The guides in the documentation: their programs and configurations give what is shown."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import ROOT, run

GUIDES = {"microcontrollers.md": 3, "understanding.md": 5}
"""By name, how many commands each runs at least."""
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (\S+\.(?:py|ya?ml|txt))\n")
_COMMAND = re.compile(r"\$ lint-params ([^\n]*)\n(.*)", re.DOTALL)


def blocks(guide: str) -> Iterator[tuple[str, str]]:
    for match in _BLOCK.finditer((ROOT / "docs" / guide).read_text("utf-8")):
        yield match[1], match[2]


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_shows_what_happens(guide: str, tmp_path: Path) -> None:
    """Blocks that begin with the name of a file are written, commands are run, in the order of the guide."""
    commands = 0
    for kind, text in blocks(guide):
        file, command = _FILE.match(text), _COMMAND.fullmatch(text)
        if file is not None:
            (tmp_path / file[1]).write_text(text, "utf-8")
        elif kind == "console":
            assert command is not None, text
            assert run(tmp_path, *shlex.split(command[1])).stdout == command[2]
            commands += 1
    assert commands >= GUIDES[guide]


@pytest.mark.parametrize("guide", GUIDES)
def test_links_lead_somewhere(guide: str) -> None:
    page = ROOT / "docs" / guide
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
