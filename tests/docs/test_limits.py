"""Every example of ``docs/limits.md`` gives what stands under it; those marked ``keras`` are built in real Keras too.

A block ``python NAME.py`` is a file beside the example that follows it; ``python keras`` and ``python refused`` run in
Keras, which builds the one and refuses the other.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from lint_params.interpret import FileResult, analyse_text
from lint_params.model.model import Model

DOCUMENT = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(python|says)(?: ([\w.]+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BOUND = re.compile(r"^\| [^|]+ \| ([\d,]+) \| `([\w.]+)\.(\w+)` \|$", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A program, the files beside it, how it is judged in Keras (``keras``, ``refused`` or not), what is said of it."""

    source: str
    beside: tuple[tuple[str, str], ...]
    judged: str
    says: str

    def __str__(self) -> str:
        return self.source.strip().splitlines()[-1]


def examples() -> list[Example]:
    found: list[Example] = []
    source, judged, beside = "", "", []
    for kind, mark, text in BLOCK.findall(DOCUMENT):
        if kind == "says":
            found.append(Example(source, tuple(beside), judged, text.strip()))
            source, judged, beside = "", "", []
        elif mark.endswith(".py"):
            beside.append((mark, text))
        else:
            source, judged = text, mark
    return found


EXAMPLES = examples()
JUDGED = [example for example in EXAMPLES if example.judged]


def analysed(example: Example, folder: Path) -> FileResult:
    for name, text in example.beside:
        (folder / name).write_text(text, encoding="utf-8")
    return analyse_text(example.source, str(folder / "model.py"), root=folder)


def said(result: FileResult) -> str:
    """A result in the words of the document."""
    lines = [line_of(model) for model in result.models]
    if result.not_counted:
        lines.append(f"{result.not_counted} model{'s' * (result.not_counted > 1)} of another kind")
    return "\n".join(lines) or "nothing"


def line_of(model: Model) -> str:
    name = model.variable or f"{model.function}()"
    if model.variant:
        name += f" ({', '.join(f'{key}={value}' for key, value in model.variant.items())})"
    if model.params is not None:
        line = f"{name}: {model.status}, {model.params:,} parameters"
    else:
        line = f"{name}: {model.status}, at least {model.at_least:,}"
    line += f", {model.non_trainable:,} of them frozen" if model.non_trainable else ""
    line += "" if model.layers_complete else ", layers may be missing"
    line += f", open: {', '.join(model.free)}" if model.free else ""
    line += f"; {model.reason}" if model.reason else ""
    return line + "".join(f"; assumed: {each.name} = {each.value}" for each in model.assumed)


def test_every_example_has_an_answer() -> None:
    assert len(EXAMPLES) >= 20
    assert len(JUDGED) >= 8
    assert all(example.source and example.says for example in EXAMPLES)
    assert DOCUMENT.count("```") == 2 * len(BLOCK.findall(DOCUMENT))


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_tool_says_what_the_document_says(example: Example, tmp_path: Path) -> None:
    assert said(analysed(example, tmp_path)) == example.says


@pytest.mark.parametrize("example", JUDGED, ids=str)
def test_keras_agrees(example: Example, tmp_path: Path) -> None:
    names: dict[str, object] = {}
    if example.judged == "refused":
        with pytest.raises(ValueError):
            exec(example.source, names)
        return
    exec(example.source, names)
    for model in analysed(example, tmp_path).models:
        real = names[str(model.variable)]
        assert real.count_params() == model.params  # type: ignore[attr-defined]
        frozen = sum(weight.shape.num_elements() for weight in real.non_trainable_weights)  # type: ignore[attr-defined]
        assert frozen == model.non_trainable


@pytest.mark.parametrize(("value", "module", "constant"), BOUND.findall(DOCUMENT))
def test_bounds_are_those_of_the_code(value: str, module: str, constant: str) -> None:
    assert getattr(importlib.import_module(module), constant) == int(value.replace(",", ""))


def test_all_bounds_are_read() -> None:
    table = DOCUMENT.split("## Bounds")[1]
    assert len(BOUND.findall(DOCUMENT)) == sum(line.startswith("| ") for line in table.splitlines()) - 2
