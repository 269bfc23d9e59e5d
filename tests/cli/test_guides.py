"""The guides in the documentation: their programs and configurations give what is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.command import ROOT
from tests.docs.tools import tool

guide_docs = tool("guide_docs")


@pytest.mark.parametrize("guide", guide_docs.GUIDES)
def test_a_guide_shows_what_happens(guide: str, tmp_path: Path) -> None:
    """Blocks that begin with the name of a file are written, commands are run, in the order of the guide."""
    text = (ROOT / "docs" / guide).read_text("utf-8")
    assert guide_docs.rendered(text, tmp_path) == text


def test_every_page_that_shows_the_terminal_is_a_guide() -> None:
    pages = {
        path.name
        for path in (ROOT / "docs").glob("*.md")
        if re.search(r"^\$ lint-params", path.read_text("utf-8"), re.M)
    }
    assert pages == set(guide_docs.GUIDES)
