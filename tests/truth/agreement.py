"""Whether what the tool says of a file is what real Keras built: everything stated is compared, nothing is excused.

Records of the truth come from ``record.py``, claims from ``lint-params summary --format json``. A comparison gives the
disagreements in words; none means that both say the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a case declares: ``partial``: numbers may be left open; ``variants``: more models than the run built may be
    stated; ``given``: values of the unknowns in formulas, which must then give the true numbers."""

    partial: bool = False
    variants: bool = False
    unbuilt: bool = False
    given: Mapping[str, str] = field(default_factory=dict)


def file_disagreements(sites: Sequence[Json], claims: Sequence[Json], terms: Terms) -> list[str]:
    """What the claims for a file get wrong, or leave out, about its call sites."""
    found: list[str] = []
    taken: set[int] = set()
    for site in sites:
        lines = {site["line"], *site["also"]}
        here = [claim for claim in claims if claim["cell"] == site["cell"] and claim["line"] in lines]
        taken |= {id(claim) for claim in here}
        where = f"line {site['line']}" if site["cell"] is None else f"cell {site['cell']} line {site['line']}"
        if not here:
            if "by keras" not in site["tags"]:  # a clone need not be listed
                found.append(f"{where}: no model stated")
            continue
        found += [f"{where}: {text}" for text in _site_disagreements(site["variants"], here, terms)]
    for claim in claims:
        if id(claim) not in taken:
            found.append(f"cell {claim['cell']} line {claim['line']}: a model that Keras does not build")
    return found


def _site_disagreements(truths: Sequence[Json], claims: Sequence[Json], terms: Terms) -> Iterator[str]:
    """Every true model must be stated, and, but for open branches, every stated model be true.

    Models that differ in names alone are one model here: any of their names will do.
    """
    for alike in _alike(truths):
        attempts = [list(model_disagreements(truth, claim, terms)) for truth in alike for claim in claims]
        if all(attempts):
            yield from min(attempts, key=len)
    if terms.variants:
        return
    for claim in claims:
        attempts = [list(model_disagreements(truth, claim, terms)) for truth in truths]
        if all(attempts):
            yield f"variant {dict(claim['variant'])} is none that Keras builds"
    if len(claims) > len(truths):
        yield f"{len(claims)} models stated, Keras builds {len(truths)}"


def _alike(truths: Sequence[Json]) -> list[list[Json]]:
    groups: dict[str, list[Json]] = {}
    for truth in truths:
        groups.setdefault(repr(_nameless(truth)), []).append(truth)
    return list(groups.values())


def _nameless(value: Any) -> Any:
    """The record without the names that Keras counts up."""
    if isinstance(value, dict):
        return {key: _nameless(item) for key, item in value.items() if key != "name" or "shape" in value}
    return [_nameless(item) for item in value] if isinstance(value, list) else value


def model_disagreements(truth: Json, claim: Json, terms: Terms) -> Iterator[str]:
    """How a stated model differs from the true one."""
    if claim["name"] != truth["name"]:
        yield f"named {claim['name']!r}, in Keras {truth['name']!r}"
    if not terms.partial and not terms.unbuilt and claim["status"] != "exact":
        yield f"status {claim['status']}: {claim['reason']}"
    if truth["built"]:
        yield from _number("params", truth["total"], claim["params"], terms)
        yield from _number("trainable", truth["trainable"], claim["trainable"], terms)
        if claim["at_least"] > truth["total"]:
            yield f"at_least {claim['at_least']}, in Keras {truth['total']}"
    elif claim["params"] is not None or claim["status"] == "exact":
        yield f"{claim['params']} parameters stated, in Keras it is not built"
    yield from _layers_disagreements(truth["layers"], claim["layers"], terms)


def _layers_disagreements(truths: Sequence[Json], claims: Sequence[Json], terms: Terms) -> Iterator[str]:
    true, said = [layer["type"] for layer in truths], [layer["type"] for layer in claims]
    if true != said:
        yield f"layers {said}, in Keras {true}"
        return
    for truth, claim in zip(truths, claims, strict=True):
        for text in _layer_disagreements(truth, claim, terms):
            yield f"{truth['type']} {truth['name']!r}: {text}"


def _layer_disagreements(truth: Json, claim: Json, terms: Terms) -> Iterator[str]:
    if claim["name"] != truth["name"]:
        yield f"named {claim['name']!r}"
    if truth["params"] is not None:
        yield from _number("params", truth["params"], claim["params"], terms, claim["reason"])
        yield from _number("trainable", truth["trainable"], claim["trainable"], terms)
        if claim["at_least"] > truth["params"]:
            yield f"at_least {claim['at_least']}, in Keras {truth['params']}"
        yield from _formula(truth, claim, terms)
        if claim["params"] is not None and truth["type"] != "Functional":
            yield from _weights(truth["weights"], claim["weights"])
    if truth["output_shape"] is not None and not _same_shape(truth["output_shape"], claim["output_shape"], terms):
        yield f"output shape {claim['output_shape']}, in Keras {truth['output_shape']}"
    if truth["layers"] is not None:
        if claim["layers"] is None:
            yield "its own layers are not listed"
        else:
            yield from _layers_disagreements(truth["layers"], claim["layers"], terms)


def _number(what: str, true: int, said: int | None, terms: Terms, reason: str | None = None) -> Iterator[str]:
    if said is None:
        if not terms.partial and not terms.unbuilt:
            yield f"{what} not stated ({reason}), in Keras {true}"
    elif said != true:
        yield f"{what} {said}, in Keras {true}"


def _formula(truth: Json, claim: Json, terms: Terms) -> Iterator[str]:
    """A formula evaluates to the true number; with unknowns in it, once they have the values given."""
    if claim["formula"] is None:
        if terms.given and claim["params"] is None:
            yield "no formula"
        return
    if claim["free"] and not terms.given:
        return
    value = _evaluated(claim["formula"], terms)
    if value != truth["params"]:
        yield f"formula {claim['formula']} gives {value}, in Keras {truth['params']}"


def _evaluated(expression: str, terms: Terms) -> object:
    for name in sorted(terms.given, key=len, reverse=True):
        expression = expression.replace(name, f"({terms.given[name]})")
    try:
        return eval(expression, {"__builtins__": {"min": min, "max": max}}, {})
    except (NameError, SyntaxError) as error:
        return error


def _weights(true: Sequence[Json], said: Sequence[Json]) -> Iterator[str]:
    def shown(weights: Sequence[Json]) -> list[tuple[str, tuple[int, ...], str]]:
        return [(weight["name"], tuple(weight["shape"]), weight["dtype"]) for weight in weights]

    if shown(true) != shown(said):
        yield f"weights {shown(said)}, in Keras {shown(true)}"


def _same_shape(true: Sequence[Any], said: Sequence[Any] | None, terms: Terms) -> bool:
    """Whether the shapes are equal; where numbers may be left open, whether the stated one can be the true one."""
    if said is None:
        return terms.partial or terms.unbuilt
    if len(true) != len(said):
        return False
    for a, b in zip(true, said, strict=True):
        if isinstance(a, list):
            if not isinstance(b, list) or not _same_shape(a, b, terms):
                return False
        elif isinstance(b, str):
            if not (terms.partial or terms.unbuilt) or (terms.given and _evaluated(b, terms) != a):
                return False
        elif a != b:
            return False
    return True


def lower_bound_is_useful(claim: Json) -> bool:
    """Whether a model left open still has a bound made of the layers that are known, if it surely has them."""
    if not claim["layers_complete"]:
        return 0 <= claim["at_least"] < math.inf
    known = sum(layer["params"] for layer in claim["layers"] if layer["params"] is not None)
    return math.isfinite(claim["at_least"]) and claim["at_least"] >= known
