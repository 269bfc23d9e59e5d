"""What holds of every rule: its documentation, its code and its name."""

from __future__ import annotations

import re

import pytest

from lint_params.rules.base import HEADINGS, Rule
from lint_params.rules.registry import is_code, rules


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.code)
def test_documentation(rule: Rule) -> None:
    assert tuple(re.findall(r"^## (.+)$", rule.documentation, re.MULTILINE)) == HEADINGS
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.valid
    assert rule.invalid or rule.code == "LP200"
    sections = re.split(r"^## .+$", rule.documentation, flags=re.MULTILINE)[1:]
    assert all(section.strip() for section in sections)


def test_names_are_told_apart() -> None:
    assert len({rule.name for rule in rules().values()}) == len(rules())


@pytest.mark.parametrize("text", ["LP", "LP1", "LP10", "LP101", "LP4", "LP5", "LP902", "LP9"])
def test_codes(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize("text", ["", "L", "lp101", "LP6", "LP100", "LP1010", "LP101 ", "E501", "LP٣"])
def test_no_codes(text: str) -> None:
    assert not is_code(text)
