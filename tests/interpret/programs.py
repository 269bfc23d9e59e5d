"""Programs for the tests of the interpreter: a few lines of source in, models out, and the same lines run in Keras."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

from lint_params.interpret import FileResult, analyse_text
from lint_params.model.model import Model

PRELUDE = "from keras import Input, Model, Sequential\nfrom keras.layers import *\n"
"""What every program begins with; takes two lines."""
UNKNOWN = "from elsewhere import *\nfrom elsewhere import unknown\n"
"""A name of which nothing is known."""


def program(text: str) -> str:
    return PRELUDE + dedent(text)


def analysed(text: str, path: str = "model.py", **settings: Any) -> FileResult:
    return analyse_text(program(text), path, **settings)


def models(text: str, **settings: Any) -> tuple[Model, ...]:
    return analysed(text, **settings).models


def only(text: str, **settings: Any) -> Model:
    """The one model of a program."""
    (model,) = models(text, **settings)
    return model


def value(expression: str, before: str = "", **settings: Any) -> int | None:
    """An integer as the interpreter finds it: the units of a layer without bias that reads one feature."""
    text = f"{before}\nmodel = Sequential([Input((1,)), Dense({expression}, use_bias=False)])\n"
    return only(text, **settings).params


def units(model: Model) -> list[object]:
    """The last size of each layer's output."""
    return [None if layer.output_shape is None else layer.output_shape[-1] for layer in model.layers]  # type: ignore[index]


def in_keras(text: str) -> dict[str, Any]:
    """The names of the program once Python has run it."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(program(text), names)
    return names


def agrees(model: Model, real: Any) -> bool:
    """Whether a model is what Keras built: each layer's class, name, count, and the total."""
    ours = [(layer.type, layer.name, layer.params) for layer in model.layers]
    theirs = [(type(layer).__name__, layer.name, layer.count_params()) for layer in real.layers]
    total = sum(weight.shape.num_elements() for weight in real.trainable_weights)
    return [each[::2] for each in ours] == [each[::2] for each in theirs] and model.trainable == total


def write(folder: Path, **files: str) -> Path:
    """Files of a project; ``__`` in a name is a folder: ``zoo__parts`` is ``zoo/parts.py``."""
    for name, text in files.items():
        path = folder / (name.replace("___init", "/__init__").replace("__", "/") + ".py")
        if name.endswith("___init"):
            path = folder / name.removesuffix("___init").replace("__", "/") / "__init__.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return folder
