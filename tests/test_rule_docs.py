"""The pages about rules are what the rules themselves say, in the documentation and in the terminal."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lint_params.rules.base import HEADINGS, Rule
from lint_params.rules.pages import page
from lint_params.rules.registry import rules
from tests.cli.command import run

ROOT = Path(__file__).resolve().parent.parent


def test_the_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "rule_docs.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.code)
def test_a_page_says_all(rule: Rule) -> None:
    text = page(rule)
    assert text in (ROOT / "docs" / "rules" / f"{rule.code}.md").read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[: len(HEADINGS)] == list(HEADINGS)
    for example in (*rule.valid, *rule.invalid):
        assert example.source.rstrip("\n") in text
        assert example.config.rstrip("\n") in text
    assert text.count("```") % 2 == 0


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.code)
def test_the_terminal_shows_the_same(rule: Rule, tmp_path: Path) -> None:
    shown = [line.strip() for line in run(tmp_path, "rule", rule.code).stdout.split("\n")]
    for line in page(rule).split("\n"):
        if not line.startswith("```"):
            assert line.lstrip("# ").strip() in [one.lstrip("# ") for one in shown]
