"""A first configuration: budgets that fit the models that are there, with room to grow."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fractions import Fraction
from importlib import resources
from pathlib import Path

from lint_params.config.discovery import NAMES
from lint_params.interpret.result import FileResult
from lint_params.model.model import Layer, Model
from lint_params.records import dataclass
from lint_params.rules import amounts
from lint_params.rules.base import described, title

FILE = NAMES[0]
BASELINE = ".lint-params-baseline.json"


@dataclass(frozen=True, slots=True)
class Fit:
    """The largest of what there is. ``open`` is the number of models that are not counted in full."""

    models: int = 0
    open: int = 0
    model: Model | None = None
    layer: Layer | None = None
    bytes: int = 0

    @staticmethod
    def of(results: Sequence[FileResult]) -> Fit:
        models = [model for result in results for model in result.models]
        return Fit(
            len(models),
            sum(model.params is None for model in models),
            max(models, key=lambda model: model.at_least, default=None),
            max((layer for model in models for layer in model.walk()), key=lambda layer: layer.at_least, default=None),
            max((amounts.size(model, None).value for model in models), default=0),
        )


def starter(fit: Fit, headroom: Fraction, baseline: bool, directory: str) -> str:
    """The text of the configuration file in ``directory``: with comments, its first line for editors."""
    return "\n".join(_lines(fit, headroom, baseline, directory)) + "\n"


def roomy(number: int, headroom: Fraction) -> int:
    """A number and the room above it, rounded up to two digits: 53,680 and 20 % are 65,000."""
    wanted = -(-number * (100 + int(headroom * 100)) // 100) or 1_000
    step: int = 10 ** max(len(str(wanted)) - 2, 0)
    return -(-wanted // step) * step


def schema_place(directory: str) -> str:
    """Where the JSON Schema of the configuration is: relative where it lies below, as in a virtual environment."""
    schema = os.path.realpath(str(resources.files("lint_params.config").joinpath("schema.json")))
    relative = os.path.relpath(schema, os.path.realpath(directory)) if os.path.splitdrive(schema)[0] == "" else schema
    if relative.startswith(os.pardir) or os.path.isabs(relative) or " " in relative:
        return Path(schema).as_uri()
    return f"./{relative}".replace(os.sep, "/")


def _lines(fit: Fit, headroom: Fraction, baseline: bool, directory: str) -> Iterator[str]:
    room = f"{float(headroom * 100):g} %"
    layer, model = fit.layer, fit.model
    yield f"# yaml-language-server: $schema={schema_place(directory)}"
    yield "#"
    yield "# Budgets for the models of this project: `lint-params check` reports what is over them."
    yield "# `lint-params rule` lists the rules, `lint-params summary` shows the numbers."
    yield ""
    yield "budgets:"
    yield f"  # Any one layer. {_largest_layer(layer, room)}"
    yield f"  - max-params: {roomy(layer.at_least if layer else 0, headroom):_}"
    yield f"  # A whole model. {_largest_model(model, room)}"
    yield "  - for: model"
    yield f"    max-params: {roomy(model.at_least if model else 0, headroom):_}"
    yield f"    max-size: {roomy(fit.bytes, headroom):_}  # bytes of the weights"
    if baseline:
        yield "  # Against the baseline, which `lint-params check --update-baseline` lowers."
        yield "  - for: model"
        yield "    max-growth: 10%"
    yield "  # More that can be limited, and for what; of the entries that match, the last one decides:"
    yield "  # - type: [LSTM, GRU]           # class names"
    yield '  #   name: "encoder_*"           # names of layers; for a model its variable'
    yield '  #   paths: ["mobile/**"]'
    yield "  #   max-params: 20k"
    yield "  #   warn-params: 15k"
    yield "  # - for: model                  # on a microcontroller"
    yield "  #   max-size: 256 KiB"
    yield "  #   max-activation: 64 KiB"
    yield "  #   max-macs: 20M"
    yield "  #   as: int8"
    yield ""
    if baseline:
        yield "# What was there when this was written, and is not reported again unless it grows."
        yield f"baseline: {BASELINE}"
        yield ""
    yield "# What the source does not say: an input shape (without the batch) or a number."
    if fit.open:
        models = "1 model is" if fit.open == 1 else f"{fit.open} models are"
        yield f"# {models} not counted in full; `lint-params check` says which line settles each."
    yield "# inputs:"
    yield '#   "train.py::build_model": [400, 13]'
    yield '#   "x_train.shape[2]": 13'
    yield ""
    yield "# Advice for smaller and faster models is in the rules LP4."
    yield "# select: [LP1, LP2, LP3, LP4, LP5, LP9]"
    yield ""
    yield '# exclude: ["third_party/**"]'


def _largest_layer(layer: Layer | None, room: str) -> str:
    if layer is None:
        return "There is none yet."
    return f"The largest has {amounts.params(layer)} ({_plain(described(layer))}); {room} more fits."


def _largest_model(model: Model | None, room: str) -> str:
    if model is None:
        return "There is none yet."
    place = _plain(f"{title(model)} in {model.span.path}")
    return f"The largest has {amounts.params(model)} ({place}); {room} more fits."


def _plain(text: str) -> str:
    """Text from the project for a comment: in one line, of signs that YAML allows."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)[:80]
