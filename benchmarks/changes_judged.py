"""Whether what ``lint-params diff`` says of commits is what real Keras said of both versions of their files.

``changes_keras.json`` holds what tf_keras 2.21 made of each file that a commit changes, before (``base``) and after it
(``head``): for each model its parameters, and of each layer the class, the parameters and a digest of its configuration
without names and input shapes. How the files were run is told in ``docs/study.md``.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

KERAS: dict[str, dict[str, dict[str, list[Any]]]] = json.loads(
    Path(__file__).with_name("changes_keras.json").read_text()
)
TODAY = {"Convolution1D": "Conv1D", "Convolution2D": "Conv2D", "TimeDistributedDense": "TimeDistributed"}
"""What classes of earlier versions are called."""
ABSENT = {"base": "added", "head": "removed"}
"""The change of what is not there on a side."""

Real = tuple[int | None, list[tuple[str, int | None, str]]]
"""A model of real Keras: its parameters, ``None`` where it is not built, and its layers."""


def judged(key: str, models: list[dict[str, Any]]) -> Counter[str]:
    """How many counts of a commit are right, wrong, unknown or not to be judged, and how many of the models that it
    changes are aligned as well as can be."""
    found: Counter[str] = Counter()
    for model in models:
        sides: dict[str, Real] = {}
        for side in ("base", "head"):
            if model["change"] != ABSENT[side]:
                verdict, real = _count(model, side, _models(key, side, model))
                found[verdict] += 1
                if real is not None:
                    sides[side] = real
        if model["change"] == "changed":
            found["changed"] += 1
            if len(sides) == 2:
                found["aligned" if _is_aligned(model, sides["base"][1], sides["head"][1]) else "misaligned"] += 1
    return found


def _models(key: str, side: str, model: dict[str, Any]) -> list[Real]:
    path = model.get("base_path") or model["path"] if side == "base" else model["path"]
    made = KERAS[key].get(side, {}).get(path, [])
    return [
        (total, [(TODAY.get(name, name), params, about) for name, params, about in layers]) for total, layers in made
    ]


def _count(model: dict[str, Any], side: str, made: list[Real]) -> tuple[str, Real | None]:
    """What becomes of the count of a model on a side, and the model of real Keras that it is, if it is one."""
    said = model["params"][side]
    layers = [layer for layer in model["layers"] if layer["change"] != ABSENT[side]]
    types = [TODAY.get(layer["type"], layer["type"]) for layer in layers]
    if model["change"] in ("added", "removed"):  # their layers are not told
        like = made
    else:
        like = [real for real in made if [name for name, _, _ in real[1]] == types]
    exact = [real for real in like if real[0] == said or (said == 0 and not real[1])]
    if said is None:
        known = [layer["params"][side] for layer in layers]
        fitting = [real for real in like if _agree(known, [params for _, params, _ in real[1]])]
        return ("wrong" if layers and like and not fitting else "unknown"), next(iter(fitting), None)
    if exact:
        return "right", exact[0]
    return ("wrong" if any(real[0] is not None for real in like) else "not judged"), None


def _agree(known: list[int | None], real: list[int | None]) -> bool:
    pairs = zip(known, real, strict=False)
    return all(None in (one, other) or one == other for one, other in pairs)


def _is_aligned(model: dict[str, Any], base: list[Any], head: list[Any]) -> bool:
    """Whether each pair of layers is what it is said to be (the same, changed by its input alone, another), and no more
    layers could have been kept in their order. Where an argument is not known, a layer may be the same or not."""
    before, after = [(layer[0], layer[2]) for layer in base], [(layer[0], layer[2]) for layer in head]
    at = there = kept = 0
    for layer in model["layers"]:
        change = layer["change"]
        if change not in ("added", "removed"):
            equal = before[at] == after[there]
            counts = base[at][1], head[there][1]
            unknown = "'?'" in str(layer["arguments"]) or None in layer["params"].values()
            if change == "changed" and equal and not unknown:
                return False
            if change in ("same", "input") and not equal:
                return False
            if (
                None not in counts
                and not unknown
                and (change, counts[0] == counts[1]) in (("same", False), ("input", True))
            ):
                return False
            kept += equal
        at += change != "added"
        there += change != "removed"
    return kept == _most_kept(before, after)


def _most_kept(before: list[Any], after: list[Any]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(after) + 1)
    for one in before:
        last = row[:]
        for at, other in enumerate(after):
            row[at + 1] = last[at] + 1 if one == other else max(row[at], last[at + 1])
    return row[-1]
