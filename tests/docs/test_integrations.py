"""The table of places: every test and every page it names is there."""

from __future__ import annotations

import re

from tests.cli.command import ROOT

PAGE = ROOT / "docs" / "integrations.md"
ROWS = re.findall(r"^\| (?!place|---)([^|]*) \| (.*) \| (\[.*\)) \|$", PAGE.read_text("utf-8"), re.MULTILINE)


def test_every_place_has_a_test() -> None:
    assert len(ROWS) >= 12
    for place, _, test in ROWS:
        assert re.fullmatch(r"\[test_\w+\.py\]\(\.\./tests/[\w/]+\.py\)", test), place


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", PAGE.read_text("utf-8")):
        assert (PAGE.parent / target).exists(), target


def test_every_format_is_in_the_table() -> None:
    from lint_params.report import FORMATS

    assert all(f"`{name}`" in PAGE.read_text("utf-8") for name in FORMATS)


def test_the_files_on_the_page_are_those_beside_it() -> None:
    files = sorted((PAGE.parent / "ci").glob("*.yml"))
    assert len(files) == 2
    assert all(f"```yaml\n{file.read_text('utf-8')}```" in PAGE.read_text("utf-8") for file in files)
