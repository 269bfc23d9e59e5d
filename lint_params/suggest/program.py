"""A chain as a program, so that what is proposed can be interpreted like any source."""

from __future__ import annotations

from collections.abc import Mapping

from lint_params.interpret import analyse_text
from lint_params.interpret.result import FileResult
from lint_params.keras.base import KerasLayer
from lint_params.keras.remaking import Chain
from lint_params.model.shape import Shape

_INPUT = {"input_shape", "batch_input_shape", "batch_size", "input_length"}
"""Arguments that say what a chain reads; the program says it once, at its beginning."""


def program(chain: Chain, name: str) -> str | None:
    """The source of a model; ``None`` where it reads several tensors. Where sizes of its input are open, as before an
    ``Embedding`` that nothing else is said of, it says none: what counts is known without.

    Arguments that the checked program makes at run time (a regularizer, say) are not in it; none of them counts.
    """
    if not isinstance(chain.input, Shape):
        return None
    lines = ["import keras", "from keras import layers", "", "model = keras.Sequential(", "    ["]
    sizes = chain.input.sizes
    if not chain.input.open and all(size is None or isinstance(size, int) for size in sizes):
        read = f"batch_shape={sizes!r}" if sizes[0] is not None else f"shape={tuple(sizes[1:])!r}"
        lines.append(f"        keras.Input({read}),")
    lines += [f"        {_call(link.cls.keras_name, link.arguments, 'layers.', named=True)}," for link in chain.links]
    return "\n".join([*lines, "    ],", f"    name={name!r},", ")", ""])


def interpreted(source: str, generation: str) -> FileResult:
    """What the interpreter makes of it."""
    keras = generation if generation in ("3", "tf2") else "auto"
    return analyse_text(source, "suggestion.py", keras=keras)


def call(kind: str, arguments: Mapping[str, object]) -> str:
    """A layer as one would write it: ``LSTM(20, return_sequences=True)``."""
    return _call(kind, arguments, "", named=False)


def _call(kind: str, arguments: Mapping[str, object], home: str, named: bool) -> str:
    parts: list[str] = []
    for argument, value in arguments.items():
        if (
            argument in _INPUT
            or (argument == "input_dim" and kind != "Embedding")
            or (argument == "name" and not named)
        ):
            continue
        text = _text(value, home)
        if text is not None:
            parts.append(text if not parts and argument in _FIRST else f"{argument}={text}")
    return f"{home}{kind}({', '.join(parts)})"


_FIRST = {"units", "filters", "layer", "rate", "activation", "target_shape", "n", "dims", "cell", "pool_size"}
"""Arguments that are usually given by their place, where they come first."""


def _text(value: object, home: str) -> str | None:
    if isinstance(value, KerasLayer):
        given = {name: item for name, item in value.args.values.items() if name in value.args.given}
        return _call(value.keras_name, given, home, named=False)
    if isinstance(value, (list, tuple)):
        items = [_text(item, home) for item in value]
        if any(item is None for item in items):
            return None
        inside = ", ".join(item for item in items if item is not None)
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(items) == 1 else f"({inside})"
    return repr(value) if value is None or isinstance(value, (bool, int, float, str)) else None
