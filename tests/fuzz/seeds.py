"""What fuzzing begins with: the programs of ``tests/cases``, and one good example of every other kind of input."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"

HELPER = """\
from keras import Sequential, layers

N = 7
SIZES = [4, 3, 2]


def build(n=3, *more):
    model = Sequential([layers.Input((4,)), layers.Dense(n)])
    for units in more or SIZES:
        model.add(layers.Dense(units))
    return model
"""
"""A module that the programs may import, as ``helper``."""

CONFIGURATION = b"""\
budgets:
  - &all
    max-params: 50_000
    warn-params: 40k
  - {<<: *all, type: [LSTM, "GR*"], name: "encoder_*", paths: ["mobile/**"], max-size: 4 MB}
  - for: model
    max-params: 1M
    max-share: 60%
    max-growth: 10%
  - {for: model, as: int8, max-size: 256 KiB, max-activation: 64 KiB, max-macs: 20M, max-trainable: null}
  - {for: project, max-params: 1.5G}
inputs:
  "train.py::build_model": [400, 13]
  "x_train.shape[2]": 13
select: [LP1, LP2, LP3, LP4, LP5, LP9]
ignore: [LP301]
layers:
  "hub.KerasLayer": {params: 1_000_000, trainable: 0, output: [1280]}
per-file-ignores: {"legacy/*.py": [LP2]}
exclude: ["third_party/**", "!third_party/ours"]
max-file-size: 1 MB
keras: auto
"""

PYPROJECT = b"""\
[project]
name = "x"
[tool.lint-params]
select = ["LP1", 'LP2']  # a comment
inputs."x.shape[1]" = 3
inputs = { "a.py::f" = [4, 3] }
layers = {"hub.KerasLayer" = {params = 1_000_000, output = [1280]}}
max-file-size = \"\"\"1 MB\"\"\"
[[tool.lint-params.budgets]]
max-params = 50_000
paths = [
    "mobile/**",
]
[[tool.lint-params.budgets]]
for = "model"
max-share = "60%"
"""

OLD_TABLE = """\
Model: "sequential"
_________________________________________________________________
 Layer (type)                Output Shape              Param #
=================================================================
 lstm (LSTM)                 (None, 400, 20)           2720

 dropout (Dropout)           (None, 400, 20)           0
 bidirectional (Bidirectio   (None, 10)                1040
 nal)
 dense (Dense)               (None, 5)                 55
=================================================================
Total params: 3,815
Trainable params: 3,815
Non-trainable params: 0
_________________________________________________________________
"""

NEW_TABLE = """\
Model: "sequential_1"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ conv2d (Conv2D)                 │ (None, 26, 26, 32)     │           320 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ flatten (Flatten)               │ (None, 21632)          │             0 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense (Dense)                   │ (None, 10)             │       216,330 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 216,650 (846.29 KB)
 Trainable params: 216,650 (846.29 KB)
 Non-trainable params: 0 (0.00 B)
"""

MARKDOWN_TABLE = """\
| Layer (type) | Output Shape | Param # | Connected to |
| --- | --- | --- | --- |
| input_1 (InputLayer) | [(None, 224, 224, 3)] | 0 | [] |
| embedding (Embedding) | (None, None, 8) | 8,000 | input_1[0][0] |
| gru (GRU) | (None, 3) | 117 (unused) | embedding[0][0] |
| m (Functional) | ? | ? | gru[0][0] |
"""

PROGRAM = b"""\
from keras import Input, Sequential
from keras.layers import LSTM, Dense

model = Sequential([Input((400, 13)), LSTM(20, return_sequences=True), LSTM(5), Dense(3)])  # lint-params: ignore[LP101]
model.compile(loss="mse")
"""

COMMENTS = b"""\
# lint-params: ignore-file[LP2, LP301] -- they come from elsewhere
model = Sequential([  # lint-params: input=(400, 13)
    LSTM(20),  # lint-params: params=53680 -- measured  # noqa: E501, LP101
    Dense(3),  # type: ignore # lint-params: ignore[LP101, LP1]
    "# lint-params: ignore[LP101]",  # noqa : LP1
])  # lint-params: ignor[LP101]
"""

PATTERNS = b"""\
*.py
!/keep/*.py
/build/
docs/**/x?.[ch]
**/node_modules
\\#x
\\!y
[!a-z]*.ipynb
a/**
[]a]
trailing\\\x20
"""


@cache
def sources() -> tuple[bytes, ...]:
    """The programs of all cases, and those that rules show."""
    from lint_params.rules.registry import rules

    shown = [example.source for rule in rules().values() for example in (*rule.valid, *rule.invalid)]
    return (*(path.read_bytes() for path in sorted(CASES.rglob("*.py"))), *(text.encode() for text in shown))


@cache
def notebooks() -> tuple[bytes, ...]:
    """The notebooks among the cases, and some cases as notebooks of either format."""
    found = [path.read_bytes() for path in sorted(CASES.rglob("*.ipynb"))]
    for number, text in enumerate(map(bytes.decode, sources()[:20])):
        cells = [{"cell_type": "code", "source": part} for part in text.split("\n\n")]
        cells[1:1] = [
            {"cell_type": "markdown", "source": "# x"},
            {"cell_type": "code", "source": "%%time\n!ls {x}\n?x\nx?\n"},
        ]
        document: dict[str, object] = {
            "cells": cells,
            "metadata": {"kernelspec": {"language": "python"}},
            "nbformat": 4,
        }
        if number % 4 == 0:
            old = [
                {"cell_type": "code", "language": "python", "input": cell["source"].splitlines(True)} for cell in cells
            ]
            document = {"worksheets": [{"cells": old}], "metadata": {}, "nbformat": 3}
        found.append(json.dumps(document).encode())
    return tuple(found)


def configurations() -> tuple[bytes, ...]:
    return (CONFIGURATION, b"budgets: [{max-params: 5}]\n", b"# nothing\n", b"extends: base.yaml\nbaseline: b.json\n")


def pyprojects() -> tuple[bytes, ...]:
    return (PYPROJECT, b"[tool.lint-params]\n", b"tool = { lint-params = { budgets = [{ max-params = 5 }] } }\n")


def summaries() -> tuple[bytes, ...]:
    return tuple(table.encode() for table in (OLD_TABLE, NEW_TABLE, MARKDOWN_TABLE, OLD_TABLE + NEW_TABLE))


def messages() -> tuple[bytes, ...]:
    """What an editor says, one message a line; the client says hello before."""
    uri, text = "file:///work/model.py", PROGRAM.decode()
    document: dict[str, object] = {"uri": uri}
    spot = {"textDocument": document, "position": {"line": 3, "character": 8}}
    area = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    cell = {"kind": 2, "document": "nb:1"}
    book = "file:///work/a.ipynb"
    part = {"uri": "nb:1", "languageId": "python", "version": 1, "text": text}
    edits = [{"range": area, "text": "x = 1\n"}, {"text": text}]
    cells = {
        "structure": {"array": {"start": 0, "deleteCount": 1, "cells": [cell]}},
        "textContent": [{"document": {"uri": "nb:1", "version": 2}, "changes": [{"text": "x"}]}],
    }
    notebook = {"uri": book, "notebookType": "jupyter-notebook", "version": 1, "cells": [cell]}
    said: list[tuple[str, dict[str, object]]] = [
        ("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "python", "version": 1, "text": text}}),
        ("textDocument/hover", spot),
        ("textDocument/codeAction", {"textDocument": document, "range": area, "context": {"diagnostics": []}}),
        ("textDocument/inlayHint", {"textDocument": document, "range": area}),
        ("textDocument/codeLens", {"textDocument": document}),
        ("textDocument/diagnostic", {"textDocument": document}),
        ("workspace/diagnostic", {"previousResultIds": []}),
        ("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": edits}),
        ("notebookDocument/didOpen", {"notebookDocument": notebook, "cellTextDocuments": [part]}),
        ("notebookDocument/didChange", {"notebookDocument": {"uri": book, "version": 2}, "change": {"cells": cells}}),
        ("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]}),
        ("workspace/didChangeConfiguration", {"settings": {}}),
        ("$/cancelRequest", {"id": 1}),
        ("textDocument/didSave", {"textDocument": document}),
        ("textDocument/didClose", {"textDocument": document}),
        ("notebookDocument/didClose", {"notebookDocument": {"uri": book}, "cellTextDocuments": [{"uri": "nb:1"}]}),
    ]
    asks = ("hover", "codeAction", "inlayHint", "codeLens", "diagnostic")
    lines = []
    for number, (method, params) in enumerate(said):
        message: dict[str, object] = {"jsonrpc": "2.0", "method": method, "params": params}
        if method.rpartition("/")[2] in asks:
            message["id"] = number
        lines.append(json.dumps(message))
    return tuple(
        "\n".join(part).encode() for part in (lines, lines[:3], lines[8:10], [lines[0], *lines[7:8], *lines[1:7]])
    )
