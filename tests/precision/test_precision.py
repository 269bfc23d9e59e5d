"""What is said is what was said: nothing becomes unknown that was known, no reason, place or word changes unseen.

That what is said is true, the other tests ask Python, NumPy and Keras. After a change that means to say something else,
``python tools/precision.py`` writes the record anew; ``python tools/precision.py show`` prints all that is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from tests.precision.questions import PARTS, Part
from tests.precision.record import differences, kept, kind


@pytest.mark.parametrize("part", PARTS, ids=[part.name for part in PARTS])
def test_nothing_else_is_said_than_was(part: Part) -> None:
    answers = part.ask()
    found = differences(part.name, answers)
    assert not found, "\n".join(["python tools/precision.py writes down what is said now:", *found[:20]])
    if kind(part.name) == "cases":
        for answer in answers.values():
            assert list(contradictions(json.loads(answer["known"]), json.loads(answer["number unknown"] or "[]"))) == []
    if kind(part.name) == "uncertain":
        for asked, answer in answers.items():
            known = json.loads(answer["known"])
            for other in json.loads(answer["way unknown"]):
                assert list(impossible(known, other)) == [], asked


Json = Mapping[str, Any]


def contradictions(known: Sequence[Json], open_: Sequence[Json]) -> Iterator[str]:
    """Where what is said with a number from elsewhere can't be what is said with the number itself."""
    for model in known:
        others = [other for other in open_ if (other["line"], other["column"]) == (model["line"], model["column"])]
        whole = model["status"] == "exact" and not model["variant"]
        if whole and others and not any(may_be(other, model) for other in others):
            yield f"{model['variable']} in line {model['line']}: {model['params']}, and of none of the others"


def impossible(known: Sequence[Json], open_: Sequence[Json]) -> Iterator[str]:
    """The models of a program that are none of those it may make where a statement of it may not be run; by the order
    of their places. A model without layers is not told of beside others of its place."""
    sites, others = places(known), places(open_)
    for mine, theirs in zip(sites, others, strict=True) if len(sites) == len(others) else ():
        model = mine[0]
        whole = len(mine) == 1 and model["status"] == "exact" and not model["variant"] and model["layers"]
        if whole and not any(may_be(other, model) for other in theirs):
            said = [(each["params"], each["at_least"]) for each in theirs]
            yield f"{model['variable']}: {model['params']}, not {said}"


def places(models: Sequence[Json]) -> list[list[Json]]:
    found: dict[tuple[int, int], list[Json]] = {}
    for model in models:
        found.setdefault((model["line"], model["column"]), []).append(model)
    return list(found.values())


def may_be(open_: Json, known: Json) -> bool:
    """Whether a model with a number from elsewhere can be the one with that number."""
    if open_["at_least"] > known["params"] or not fits(open_["params"], known["params"]):
        return False
    return (
        not open_["layers_complete"]
        or len(open_["layers"]) != len(known["layers"])
        or all(
            fits(value_of(mine["formula"]), layer["params"])
            for mine, layer in zip(open_["layers"], known["layers"], strict=True)
        )
    )


def fits(mine: int | None, true: int | None) -> bool:
    return mine is None or true is None or mine == true


def value_of(formula: str | None) -> int | None:
    """What a formula gives with the number put in; ``None`` where it is of other things."""
    text = re.sub(r"elsewhere\.n([0-9]+)", r"\1", formula or "?")
    try:
        return int(eval(text, {"__builtins__": {}, "ceil": None}))
    except Exception:
        return None


def test_every_question_has_its_line() -> None:
    """Nothing is kept of what is asked no more."""
    assert all(kept(kind(part.name)) for part in PARTS)
