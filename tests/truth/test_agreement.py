"""The comparison itself: it accepts what is equal, and notices every single difference."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.truth.agreement import Terms, file_disagreements

Record = dict[str, Any]


def truth() -> Record:
    """A call site as ``record.py`` writes it."""
    weights = [
        {"name": "kernel", "shape": [3, 4], "dtype": "float32", "trainable": True},
        {"name": "bias", "shape": [4], "dtype": "float32", "trainable": True},
    ]
    layer = {"type": "Dense", "name": "dense", "keras": True, "params": 16, "trainable": 16, "output_shape": [None, 4]}
    model = {"name": "sequential", "built": True, "total": 16, "trainable": 16}
    variant = {**model, "layers": [{**layer, "weights": weights, "layers": None}]}
    return {"cell": None, "line": 5, "also": [], "status": "exact", "variants": [variant], "tags": ["script"]}


def claim() -> Record:
    """The same as ``lint-params summary --format json`` writes it."""
    variant = truth()["variants"][0]
    layers = [
        {**layer, "at_least": 16, "formula": "3*4 + 4", "free": [], "reason": None} for layer in variant["layers"]
    ]
    numbers = {"params": 16, "trainable": 16, "at_least": 16, "status": "exact", "reason": None, "variant": {}}
    return {"cell": None, "line": 5, "name": "sequential", **numbers, "layers": layers}


def test_equal_records_agree() -> None:
    assert file_disagreements([truth()], [claim()], Terms()) == []


def _set(*path: object, to: object) -> Callable[[Record], None]:
    def change(record: Record) -> None:
        place: Any = record
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


LAYER = ("layers", 0)
CHANGES = {
    "line": _set("line", to=6),
    "cell": _set("cell", to=0),
    "model's name": _set("name", to="model"),
    "total": _set("params", to=17),
    "total left open": _set("params", to=None),
    "trainable total": _set("trainable", to=4),
    "bound too high": _set("at_least", to=17),
    "status": _set("status", to="partial"),
    "layer missing": _set("layers", to=[]),
    "layer's type": _set(*LAYER, "type", to="Conv1D"),
    "layer's name": _set(*LAYER, "name", to="dense_1"),
    "layer's params": _set(*LAYER, "params", to=15),
    "layer left open": _set(*LAYER, "params", to=None),
    "layer's trainable": _set(*LAYER, "trainable", to=0),
    "layer's bound": _set(*LAYER, "at_least", to=20),
    "formula": _set(*LAYER, "formula", to="3*4 + 5"),
    "formula without value": _set(*LAYER, "formula", to="n*4 + 4"),
    "output shape": _set(*LAYER, "output_shape", to=[None, 5]),
    "output shape's batch": _set(*LAYER, "output_shape", to=[1, 4]),
    "output shape's rank": _set(*LAYER, "output_shape", to=[4]),
    "output shape left open": _set(*LAYER, "output_shape", to=[None, "n"]),
    "weight's name": _set(*LAYER, "weights", 0, "name", to="w"),
    "weight's shape": _set(*LAYER, "weights", 0, "shape", to=[4, 3]),
    "weight's dtype": _set(*LAYER, "weights", 0, "dtype", to="float16"),
    "weight missing": _set(*LAYER, "weights", to=[]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_difference_is_noticed(change: Callable[[Record], None]) -> None:
    changed = claim()
    change(changed)
    assert file_disagreements([truth()], [changed], Terms())


def test_models_too_many_or_too_few_are_noticed() -> None:
    assert file_disagreements([truth()], [], Terms())
    assert file_disagreements([], [claim()], Terms())
    assert file_disagreements([truth()], [claim(), claim()], Terms())
    two = truth()
    two["variants"].append(copy.deepcopy(two["variants"][0]) | {"total": 99})
    assert file_disagreements([two], [claim()], Terms())


def test_names_alone_make_no_second_model() -> None:
    twice = truth()
    twice["variants"].append(copy.deepcopy(twice["variants"][0]) | {"name": "sequential_1"})
    assert file_disagreements([twice], [claim()], Terms()) == []


def test_what_is_left_open_must_not_be_false() -> None:
    terms = Terms(partial=True, given={"n": "3"})
    open_claim = claim() | {"params": None, "trainable": None, "at_least": 8, "status": "partial"}
    layer = open_claim["layers"][0]
    layer |= {"params": None, "trainable": None, "at_least": 8, "formula": "n*4 + 4", "free": ["n"]}
    assert file_disagreements([truth()], [open_claim], terms) == []
    layer["formula"] = "n*5 + 4"
    assert file_disagreements([truth()], [open_claim], terms)
    layer |= {"formula": "n*4 + 4", "output_shape": [None, "n"]}
    assert file_disagreements([truth()], [open_claim], terms)
    layer |= {"output_shape": [None, "n + 1"]}
    assert file_disagreements([truth()], [open_claim], terms) == []
    layer["at_least"] = 17
    assert file_disagreements([truth()], [open_claim], terms)
