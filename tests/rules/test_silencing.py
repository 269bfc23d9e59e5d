"""Comments that silence a finding: where they are written, that they do it, and that nothing else changes."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from lint_params.model.finding import Finding
from lint_params.rules.mending import State
from lint_params.rules.silencing import silenced, silenced_in_file
from tests.rules.test_mending import looker

BUDGET = "budgets: [{max-params: 50}]"
HEAD = "from keras import Sequential, layers\nmodel = Sequential()\nmodel.add(layers.Input((13,)))\n"
WIDE = "model.add(layers.Dense(9))"


def notebook(*cells: str) -> str:
    shown: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": c} for c in cells
    ]
    return json.dumps({"cells": shown, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def first(source: str, name: str = "model.py", config: str = BUDGET) -> tuple[State, Finding]:
    before = looker(config, name=name)(source.encode())
    assert before is not None
    return before, before.findings[0]


def remaining(before: State, after: State) -> Counter[str]:
    """The findings that are gone, by what they say."""
    said = [Counter(f"{one.code} {one.message}" for one in state.findings) for state in (before, after)]
    assert not said[1] - said[0], "a finding has come"
    return said[0] - said[1]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (WIDE, f"{WIDE}  # lint-params: ignore[LP101]"),
        (f"{WIDE}\n", f"{WIDE}  # lint-params: ignore[LP101]\n"),
        (f"{WIDE}   \nx = 1\n", f"{WIDE}  # lint-params: ignore[LP101]   \nx = 1\n"),
        (f"{WIDE}  # wide\n", f"{WIDE}  # wide  # lint-params: ignore[LP101]\n"),
        (f"{WIDE}  # noqa: E501\n", f"{WIDE}  # noqa: E501  # lint-params: ignore[LP101]\n"),
        (f"{WIDE}  # lint-params: params=126\n",
         f"{WIDE}  # lint-params: params=126  # lint-params: ignore[LP101]\n"),
        ("model.add(layers.Dense(9,\n  name='a'))\n",
         "model.add(layers.Dense(9,  # lint-params: ignore[LP101]\n  name='a'))\n"),
        ("model.add(layers.Dense(9, name='''a\nb'''))\n", "model.add(layers.Dense(9, name='''a\nb'''))  # lint-params: ignore[LP101]\n"),  # noqa: E501
        ("model.add(layers.Dense(9, \\\n  name='a'))\n",
         "model.add(layers.Dense(9, \\\n  name='a'))  # lint-params: ignore[LP101]\n"),
        ("model.add(layers.Dense(9, \\\n name='''\n\n\n'''))\n", None),
        ("model.add(layers.Dense(9, name='''\n\n'''))\n",
         "model.add(layers.Dense(9, name='''\n\n'''))  # lint-params: ignore[LP101]\n"),
        ("model.add(layers.Dense(9, name='''\n\n\n'''))\n",
         "model.add(layers.Dense(9, name='''\n\n\n'''))  # lint-params: ignore[LP101]\n"),
        ("model.add(layers.Dense(9, name='''\n\n\n\n'''))\n", None),
        (f"{WIDE}; {WIDE}\n", f"{WIDE}; {WIDE}  # lint-params: ignore[LP101]\n"),
        (f"größe = 'ß😀'; {WIDE}\n", f"größe = 'ß😀'; {WIDE}  # lint-params: ignore[LP101]\n"),
    ],
)  # fmt: skip
def test_on_the_line(lines: str, expected: str | None) -> None:
    before, finding = first(HEAD + lines)
    after = silenced(before, finding, looker(BUDGET))
    assert (after and after.data.decode()) == (expected and HEAD + expected)
    assert after is None or remaining(before, after)[f"LP101 {finding.message}"] == 1


@pytest.mark.parametrize("reason", ["", " -- so", "  # noqa: E501"])
def test_a_code_is_added_to_those_that_are_there(reason: str) -> None:
    both = "budgets: [{max-params: 50, max-size: 50 B}]"
    before, finding = first(f"{HEAD}{WIDE}  # lint-params: ignore[LP103]{reason}\n", config=both)
    after = silenced(before, finding, looker(both))
    assert after is not None
    assert after.data.decode() == f"{HEAD}{WIDE}  # lint-params: ignore[LP103, LP101]{reason}\n"


def test_one_of_two_alike_is_silenced_alone() -> None:
    before, finding = first(f"{HEAD}{WIDE}\nother = Sequential([layers.Input((13,)), layers.Dense(9)])\n")
    after = silenced(before, finding, looker(BUDGET))
    assert after is not None
    assert sum(remaining(before, after).values()) == 1
    assert [one.span.line for one in after.findings] == [before.findings[1].span.line]


@pytest.mark.parametrize(
    ("head", "place"),
    [("", 0), ("#!/usr/bin/env python\n", 1), ("# -*- coding: utf-8 -*-\n", 1), ("#!/bin/python\n# coding: utf-8\n", 2),
     ("# A model.\n", 0), ("#!/bin/python\n# A model.\n", 1), ("\n# coding: utf-8\n", 0),
     ("#!/bin/python\n#!again\n#!and again\n", 2), ('"""A model."""\n', 0)],
)  # fmt: skip
def test_in_the_file(head: str, place: int) -> None:
    before, finding = first(f"{head}{HEAD}{WIDE}\n{WIDE}\n")
    after = silenced_in_file(before, finding, looker(BUDGET))
    assert after is not None
    lines = after.data.decode().split("\n")
    assert lines.pop(place) == "# lint-params: ignore-file[LP101]"
    assert "\n".join(lines).encode() == before.data
    assert sum(remaining(before, after).values()) == 2
    assert after.findings == ()


def test_a_file_of_one_line() -> None:
    one = "import keras; model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(9)])"
    before, finding = first(one)
    after = silenced_in_file(before, finding, looker(BUDGET))
    assert after is not None and after.data.decode() == f"# lint-params: ignore-file[LP101]\n{one}"


def test_in_a_notebook_the_cell_gets_the_comment() -> None:
    before, finding = first(notebook("x = 1", f"{HEAD}{WIDE}", f"{WIDE}\n"), "model.ipynb")
    after = silenced(before, finding, looker(BUDGET, name="model.ipynb"))
    assert after is not None
    cells = ["".join(cell["source"]) for cell in json.loads(after.data)["cells"]]
    assert cells == ["x = 1", f"{HEAD}{WIDE}  # lint-params: ignore[LP101]", f"{WIDE}\n"]
    assert [(one.span.cell, one.code) for one in after.findings] == [(2, "LP101")]
    assert silenced_in_file(before, finding, looker(BUDGET, name="model.ipynb")) is None


def test_nothing_is_written_where_it_would_bring_another_finding() -> None:
    """The comment ends up in a line that a tool reads as something else."""
    before, finding = first(HEAD + WIDE)
    look = looker(BUDGET, lambda state: [finding, finding] if b"ignore" in state.data else [])
    assert silenced(before, finding, look) is None
    assert silenced_in_file(before, finding, look) is None


def test_a_file_that_can_not_be_read_after_it_is_left() -> None:
    before, finding = first(HEAD + WIDE)
    assert silenced(before, finding, lambda data: None) is None
    assert silenced_in_file(before, finding, lambda data: None) is None
