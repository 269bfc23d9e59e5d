"""Tables that people pasted in questions and read-mes, or that notebooks hold: each row is explained or says why not,
and the chain that the explanation says gives, built in real Keras, the same table.

``public_tables.jsonl`` holds where each stands and its lines, rewritten by ``tools/public_tables.py``.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from lint_params.model.shape import Shape
from lint_params.pasted.candidates import Candidate
from lint_params.pasted.guesses import Inner
from lint_params.pasted.inference import ReadTable, inferred
from lint_params.pasted.proposals import ANY_OUTPUT
from lint_params.pasted.reading import tables
from lint_params.pasted.rows import MODELS, Reading
from tests.keras.grid import clear, judge
from tests.pasted.test_pasted import summary

PUBLIC = [json.loads(line) for line in (Path(__file__).parent / "public_tables.jsonl").read_text("utf-8").splitlines()]
SMALL = 200_000
"""Parameters of what is built in every run; all is built in the long one."""
CLOSED = (
    "a model of its own",
    "is not a class of Keras",
    "Merge is not read back",
    "the table does not say its output",
    "its class is cut off",
)
"""What a table can leave open: models whose layers it does not list, classes of its program, outputs cut off."""


@functools.cache
def read(number: int) -> ReadTable:
    """One of the tables, read back."""
    lines = PUBLIC[number]["lines"]
    assert isinstance(lines, list)
    (table,) = tables("\n".join(lines))
    return inferred(table)


def explained(reading: Reading) -> bool:
    return bool(reading.candidates) or (reading.row.type == "InputLayer" and reading.input is not None)


def test_most_public_tables_are_explained_fully() -> None:
    full, open_ = 0, Counter[str]()
    for number, entry in enumerate(PUBLIC):
        found = read(number)
        left = [reading.problem or "" for reading in found.readings if not explained(reading)]
        assert all(any(said in problem for said in CLOSED) for problem in left), (entry["source"], left)
        assert not any(reading.contradiction for reading in found.readings), entry["source"]
        full += not left
        open_.update(left[:1])
    print(f"{full} of {len(PUBLIC)} explained fully; the first row that is not: {dict(open_)}")
    assert full >= 0.85 * len(PUBLIC), open_


def _candidates(most: int) -> dict[tuple[str, str, tuple[Shape, ...]], tuple[Reading, Candidate]]:
    """The most usual candidates of all rows, each once."""
    found = {}
    for number in range(len(PUBLIC)):
        for reading in read(number).readings:
            for one in reading.candidates[:most]:
                found[one.definition, str(reading.row.params), (one.input, *one.others)] = reading, one
    return found


def _is_small(one: Candidate) -> bool:
    return isinstance(one.params, int) and one.params <= SMALL


def test_what_is_explained_has_the_same_numbers_in_keras() -> None:
    for reading, candidate in list(_candidates(1).values())[::2]:
        if _is_small(candidate):
            _is_as_in_keras(reading, candidate)


@pytest.mark.long
def test_all_of_the_first_candidates_have_the_same_numbers_in_keras() -> None:
    for reading, candidate in _candidates(3).values():
        _is_as_in_keras(reading, candidate)


def _is_as_in_keras(reading: Reading, candidate: Candidate) -> None:
    row = reading.row
    printed = None if row.shapes is None else row.shapes[0]
    if row.type in ANY_OUTPUT:
        assert (candidate.params, candidate.output.sizes) == (0, printed)
        return
    gives, params = _built(judge("tf2" if "CuDNN" in candidate.definition else "3"), candidate)
    assert gives == (candidate.output.sizes if printed is None else printed), f"{row}\n{candidate}"
    assert params == (candidate.params if row.params is None else row.params), f"{row}\n{candidate}"


def _chains() -> list[list[Reading]]:
    """Tables of chains that are explained fully, with what stands in for functions of the program left out."""
    found = []
    for number in range(len(PUBLIC)):
        table = read(number)
        rows = [reading for reading in table.readings if reading.row.type != "InputLayer"]
        alone = all(reading.row.depth == 0 and reading.best and not reading.best.others for reading in rows)
        follows = all(
            before.best and after.best and before.best.output == after.best.input
            for before, after in itertools.pairwise(rows)
        )
        known = not any(reading.row.type in (*ANY_OUTPUT, *MODELS) or "CuDNN" in reading.row.type for reading in rows)
        if alone and follows and known and rows:
            found.append(rows)
    return found


def _prints_the_same(rows: list[Reading]) -> None:
    """The chain of the most usual candidates, built and printed by Keras, has the numbers of the pasted table."""
    keras = judge("3")
    clear(keras)
    bests = [reading.best for reading in rows if reading.best is not None]
    layers = [_layer(keras, one.definition.partition("(")[0], one.arguments) for one in bests]
    model = keras.Sequential([_input(keras, bests[0].input), *layers])
    (printed,) = tables(summary(keras, model, line_length=150))
    expected = [(one.output.sizes, one.params) for one in bests]
    assert [(row.shapes and row.shapes[0], row.params) for row in printed.rows] == expected
    pasted = [(reading.row.shapes and reading.row.shapes[0], reading.row.params) for reading in rows]
    assert all(
        said in (shape, None) and number in (count, None)
        for (said, number), (shape, count) in zip(pasted, expected, strict=True)
    )


def test_keras_prints_the_chain_as_it_was_pasted() -> None:
    small = [rows for rows in _chains() if all(one.best and _is_small(one.best) for one in rows)]
    assert len(small) >= 20
    for rows in small[::4]:
        _prints_the_same(rows)


@pytest.mark.long
def test_keras_prints_every_chain_as_it_was_pasted() -> None:
    chains = _chains()
    assert len(chains) >= 30
    for rows in chains:
        _prints_the_same(rows)


def _built(keras: ModuleType, candidate: Candidate) -> tuple[tuple[int | None, ...], int]:
    """The output that real Keras gives, and how many parameters the layer then has."""
    layer = _layer(keras, candidate.definition.partition("(")[0], candidate.arguments)
    inputs = [_input(keras, shape) for shape in (candidate.input, *candidate.others)]
    output = layer(inputs if candidate.others else inputs[0])  # type: ignore[operator]
    first = output[0] if isinstance(output, (list, tuple)) else output
    return tuple(first.shape), layer.count_params()  # type: ignore[attr-defined]


def _input(keras: ModuleType, shape: Shape) -> object:
    sizes = [size if isinstance(size, int) else None for size in shape.sizes]
    return keras.Input(shape=sizes[1:], batch_size=sizes[0])


def _layer(keras: ModuleType, kind: str, arguments: object) -> object:
    assert isinstance(arguments, dict)
    cls = getattr(keras.layers, {"Convolution2D": "Conv2D", "Convolution1D": "Conv1D"}.get(kind, kind))
    given = {
        name: _layer(keras, value.type, value.arguments) if isinstance(value, Inner) else value
        for name, value in arguments.items()
    }
    required = {"Activation": {"activation": "linear"}, "Dropout": {"rate": 0.5}, "SpatialDropout1D": {"rate": 0.5}}
    return cls(**{**required.get(kind, {}), **given})
