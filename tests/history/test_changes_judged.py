"""The judge of ``benchmarks/changes.py`` takes what real Keras gave, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.changes_judged import KERAS, judged


def said(key: str, path: str) -> dict[str, Any]:
    """A changed model as ``diff`` would tell it, from what Keras gave before and after."""
    (base,), (head,) = (KERAS[key][side][path] for side in ("base", "head"))
    layers = []
    for (name, before, one), (_, after, other) in zip(base[1], head[1], strict=True):
        change = "changed" if one != other else "same" if before == after else "input"
        layers.append({"change": change, "type": name, "arguments": {}, "params": {"base": before, "head": after}})
    params = {"base": base[0], "head": head[0]}
    return {"change": "changed", "path": path, "params": params, "layers": layers}


def pairs() -> list[tuple[str, str]]:
    """Files with one model on both sides, of the same layers."""
    found = []
    for key, sides in KERAS.items():
        for path in sides.get("base", {}).keys() & sides.get("head", {}).keys():
            models = [sides[side][path] for side in ("base", "head")]
            types = [[name for name, _, _ in made[0][1]] for made in models if len(made) == 1 and made[0][0]]
            if len(types) == 2 and types[0] == types[1] and len(types[0]) > 1:
                found.append((key, path))
    return sorted(found)


@pytest.mark.parametrize(("key", "path"), pairs())
def test_what_keras_gave_is_right_and_anything_else_is_not(key: str, path: str) -> None:
    assert judged(key, [said(key, path)]) == {"right": 2, "changed": 1, "aligned": 1}
    more = said(key, path)
    more["params"]["head"] += 1
    assert judged(key, [more])["wrong"] == 1
    open_ = said(key, path)
    open_["params"]["base"] = None
    assert judged(key, [open_])["unknown"] == 1
    for layer in open_["layers"]:
        layer["params"]["base"] = 10**9
    assert judged(key, [open_])["wrong"] == 1
    for change in ("same", "input", "changed"):
        other = said(key, path)
        if other["layers"][-1]["change"] != change:
            other["layers"][-1]["change"] = change
            assert judged(key, [other])["misaligned"] == 1
