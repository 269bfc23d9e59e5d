"""Write ``docs/layers.md`` from the descriptions of the layers.

Run it after describing a layer; ``--check`` only says whether the page is up to date::

    python tools/layer_docs.py [--check]

Every layer is built on an input of named sizes with named arguments, so that weights, formula and output shape on the
page are what the description itself derives.
"""

from __future__ import annotations

import importlib
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lint_params.keras.arguments import REQUIRED, parse_signature  # noqa: E402
from lint_params.keras.base import GENERATIONS, Call, KerasLayer, Setting, bind  # noqa: E402
from lint_params.keras.registry import FAMILIES, described, lookup  # noqa: E402
from lint_params.keras.steps import Cell  # noqa: E402
from lint_params.model.dimension import Size  # noqa: E402
from lint_params.model.errors import Refused  # noqa: E402
from lint_params.model.shape import Shape, Shapes  # noqa: E402
from lint_params.model.unknown import Unknown  # noqa: E402

PAGE = ROOT / "docs" / "layers.md"
NAMES = {"3": "Keras 3", "tf2": "tf.keras 2", "2": "stand-alone Keras 2", "1": "Keras 1"}

INTRODUCTION = """\
# Layers

<!-- Written by tools/layer_docs.py from the descriptions in lint_params/keras/. -->

What each layer holds and gives, as `lint-params` counts it: its arguments, its weights for an input of the shape that
stands there, the number of parameters, and the shape of its output. Other layers are read by their own code, or said to
be unknown. Names in formulas are arguments, or sizes of the input. Where a generation of Keras takes other arguments,
that is said below the layer; a default that differs can change the weights.
"""

INPUTS: tuple[tuple[str, ...], ...] = (
    ("features",),
    ("steps", "features"),
    ("rows", "columns", "channels"),
    ("depth", "rows", "columns", "channels"),
)
"""Inputs, without the batch, that are tried in turn."""

OVER_TIME: dict[str, tuple[str, ...]] = {
    "ConvLSTM1D": ("steps", "length", "channels"),
    "ConvLSTM2D": ("steps", "rows", "columns", "channels"),
    "ConvLSTM3D": ("steps", "depth", "rows", "columns", "channels"),
    "TimeDistributed": ("steps", "features"),
    "Flatten": ("steps", "features"),
    "MelSpectrogram": ("samples",),
    "STFTSpectrogram": ("samples", "channels"),
}
"""Inputs of layers that would accept one that says less."""

PAIRS = ("Attention", "AdditiveAttention", "MultiHeadAttention", "GroupedQueryAttention", "HashedCrossing", "Merge")

ARGUMENTS: dict[str, object] = {
    "activation": "relu",
    "axes": -1,
    "dims": (2, 1),
    "equation": "ab,bc->ac",
    "rate": 0.5,
    "stddev": 0.1,
    "factor": 0.1,
    "height_factor": 0.1,
    "width_factor": 0.1,
    "scale": 0.1,
    "function": Unknown("it is any function", "function"),
    "module": Unknown("it is made elsewhere", "module"),
    "call_fn": Unknown("it is any function", "call_fn"),
    "filepath": "model",
    "feature_columns": Unknown("they are made elsewhere", "feature_columns"),
    "layers": [],
}
"""Values of required arguments that are no sizes."""

NEEDED: dict[str, tuple[str, ...]] = {"CategoryEncoding": ("num_tokens",), "Discretization": ("num_bins",)}
"""Arguments with a default that the layer does not accept."""

SPECIAL: dict[tuple[str, str], object] = {
    ("Reshape", "target_shape"): (Size.symbol("a"), Size.symbol("b")),
    ("EinsumDense", "output_shape"): Size.symbol("units"),
}


def main(arguments: list[str]) -> int:
    text = page()
    if arguments == ["--check"]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print("docs/layers.md is not up to date: run python tools/layer_docs.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


def page() -> str:
    """The whole page: a section for each family, a part for each layer."""
    parts = [INTRODUCTION]
    for family in FAMILIES:
        module = importlib.import_module(f"lint_params.keras.{family}")
        first = (module.__doc__ or "").strip().splitlines()[0]
        parts.append(f"## {family.replace('_', ' ').capitalize()}\n\n{first}\n")
        parts.extend("\n".join(layer_part(cls)) for cls in described(vars(module), module.__name__))
    return "\n".join(parts)


def layer_part(cls: type[KerasLayer]) -> Iterator[str]:
    """The lines about one layer."""
    generation = next(name for name in GENERATIONS if name in cls.generations)
    summary = " ".join((cls.__doc__ or "").strip().split("\n\n")[0].split())
    yield f"### {cls.keras_name}\n"
    if summary:
        yield f"{summary}\n"
    older = cls.older.get(generation)
    call = f"{cls.keras_name}({older.signature if older else cls.signature})"
    yield textwrap.fill(call, 92, initial_indent=" " * 4, subsequent_indent=" " * 8, break_long_words=False) + "\n"
    yield from derived(cls, generation)
    yield from version_notes(cls, generation)


def derived(cls: type[KerasLayer], generation: str) -> Iterator[str]:
    """Weights, count and output, from the layer built on named sizes."""
    found = built(cls, generation)
    if found is None:
        return
    layer, inputs, output = found
    weights = layer.all_weights()
    reason = layer.open_reason()
    if weights:
        yield "| weight | shape | trains |\n| --- | --- | --- |"
        for weight, trains in weights:
            yield f"| `{weight.name}` | `{_tuple(weight.shape)}` | {'yes' if trains is True else 'no'} |"
        yield ""
    count = f"unknown: {reason}" if reason else f"`{layer.formula()}`"
    yield f"- Parameters: {count}"
    yield f"- Shape: `{_shown(inputs)}`" + (f" to `{_shown(output)}`\n" if output is not None else "\n")


def built(cls: type[KerasLayer], generation: str) -> tuple[KerasLayer, Shapes, Shapes | None] | None:
    """The layer on the first input that it takes; a cell is built, but not called alone."""
    for inputs in _inputs(cls):
        call = Call((), {name: _argument(cls, name, generation) for name in _required(cls, generation)})
        layer = cls(bind(cls, call, generation), Setting(generation))
        try:
            return layer, inputs, layer.apply(inputs)
        except Refused:
            if isinstance(layer, Cell) and layer.built:
                return layer, inputs, None
    return None


def _required(cls: type[KerasLayer], generation: str) -> list[str]:
    older = cls.older.get(generation)
    names = parse_signature(older.signature if older else cls.signature).required
    return [*names, *NEEDED.get(cls.keras_name, ())]


def _argument(cls: type[KerasLayer], name: str, generation: str) -> object:
    special = SPECIAL.get((cls.keras_name, name), ARGUMENTS.get(name, REQUIRED))
    if special is not REQUIRED:
        return special
    if name == "layer":
        return _inner("LSTM" if cls.keras_name == "Bidirectional" else "Dense", generation)
    if name in ("cell", "cells"):
        cell = _inner("LSTMCell", generation)
        return cell if name == "cell" else [cell]
    return Size.symbol(name)


def _inner(name: str, generation: str) -> KerasLayer:
    cls = lookup(name)
    assert cls is not None
    return cls(bind(cls, Call((Size.symbol("units"),)), generation), Setting(generation))


def _inputs(cls: type[KerasLayer]) -> Iterator[Shapes]:
    name = cls.keras_name
    tried = (OVER_TIME[name],) if name in OVER_TIME else INPUTS
    for sizes in tried:
        shape = Shape((None, *map(Size.symbol, sizes)))
        if name not in PAIRS:
            yield shape
        yield [shape, shape]


def _shown(shapes: Shapes) -> str:
    return ", ".join(map(str, shapes)) if isinstance(shapes, list) else str(shapes)


def _tuple(sizes: tuple[object, ...]) -> str:
    return f"({', '.join(map(str, sizes))}{',' if len(sizes) == 1 else ''})"


def version_notes(cls: type[KerasLayer], newest: str) -> Iterator[str]:
    """How other generations wrote the layer."""
    notes = []
    if set(cls.generations) != set(GENERATIONS):
        notes.append(f"- Only in {', '.join(NAMES[name] for name in cls.generations)}.")
    if len(cls.aliases):
        notes.append(f"- Also called {', '.join(f'`{alias}`' for alias in cls.aliases)}.")
    base = cls.older.get(newest)
    today = parse_signature(base.signature if base else cls.signature).defaults
    for generation in cls.generations:
        older = cls.older.get(generation)
        if generation == newest or older is None:
            continue
        there = parse_signature(older.signature).defaults
        renamed = {old: new for old, new in older.renamed.items() if old in there}
        differences = []
        lost = [name for name in today if name not in there and name not in renamed.values()]
        more = [name for name in there if name not in today and name not in renamed]
        other = [
            f"`{name}={there[name]!r}`"
            for name in there
            if name in today and there[name] is not REQUIRED and there[name] != today[name]
        ]
        if renamed:
            differences.append("named " + ", ".join(f"`{old}` (`{new}`)" for old, new in renamed.items()))
        if lost:
            differences.append("without " + ", ".join(f"`{name}`" for name in lost))
        if more:
            differences.append("with " + ", ".join(f"`{name}`" for name in more))
        if other:
            differences.append("by default " + ", ".join(other))
        if generation in cls.older_names:
            differences.append(f"reported as `{cls.older_names[generation]}`")
        if differences:
            notes.append(f"- {NAMES[generation]}: {'; '.join(differences)}.")
    if notes:
        yield "\n".join(notes) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
