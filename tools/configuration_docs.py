"""Write ``docs/configuration.md`` from the schema of the configuration and the table of what budgets can limit.

Run it after changing a setting; ``--check`` only says whether the page is up to date::

    python tools/configuration_docs.py [--check]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from pages import settle, table  # noqa: E402

from lint_params.config.discovery import NAMES  # noqa: E402
from lint_params.config.settings import LIMITS, SCOPES  # noqa: E402

PAGE = "docs/configuration.md"
SCHEMA: dict[str, Any] = json.loads((ROOT / "lint_params" / "config" / "schema.json").read_text("utf-8"))

INTRODUCTION = """\
# Configuration

<!-- Written by tools/configuration_docs.py from lint_params/config/schema.json. -->

{names}: the nearest one above a file holds for it, in one directory the first of these names, and before
`pyproject.toml`, where the same settings may stand under `[tool.lint-params]`. Paths in it are relative to its
directory. `lint-params init` writes a first one, `--show-config` says what holds for a path, `--config FILE` names
another one and `--isolated` reads none.

Every mistake in it is reported with file, line and column, and what was expected, with exit status 2: unknown keys,
wrong types, numbers that YAML would read as others (`010`, `1:30`). Numbers are decimal, with `_`, `k`, `M` and `G`;
sizes take `B`, `kB`, `MB`, `GB` (powers of 1,000) and `KiB`, `MiB`, `GiB` (of 1,024). A JSON Schema comes with the
package, and the first line that `init` writes leads editors to it.
"""

BUDGETS = """\
## Budgets

An entry selects layers, models or the project, and sets limits. **Of the entries that match, the last one that sets a
limit decides it**, each limit for itself: so the general ones come first, and `null` lifts one. A layer matches
`type` by its class, a wrapper also by the class that it wraps. Layers inside a nested model belong to that model.
`for: project` adds up all models of a run, each once.
"""

EXAMPLE = """\
```yaml
budgets:
  - max-params: 50_000              # any one layer: an error over it
    warn-params: 40_000             # a warning over it
  - type: [LSTM, GRU]
    name: "encoder_*"
    paths: ["mobile/**"]
    max-params: 20k
  - name: "embedding*"
    max-params: null                # no limit for these
  - max-share: 60%                  # of its model
  - for: model
    max-params: 1M
    max-size: 4 MB
    max-growth: 10%                 # against the baseline
  - for: model
    paths: ["edge/**"]
    max-size: 256 KiB
    as: int8                        # as if every weight were of this dtype
    max-activation: 64 KiB
    max-macs: 20M
  - for: project
    max-params: 10M
baseline: .lint-params-baseline.json
```
"""

LATER = """\
## What the source can't say

Under `inputs`, a value goes by a function or variable of a file (an input shape, without the batch, for a model; a
number for anything else), or by an expression wherever it stands. [LP301](rules/LP301.md) says which line would
settle what was not counted. `layers` says what classes cost that are neither Keras' nor in the source: their
parameters, how many of them train (all, unless told), and the shape they give, without the batch.

```yaml
inputs:
  "train.py::build_model": [400, 13]
  "x_train.shape[2]": 13
  "config.py::N_CLASSES": 10
layers:
  "hub.KerasLayer": {params: 1_000_000, trainable: 0, output: [1280]}
```

## Which rules, which files

Of `select` and `ignore` the longer prefix decides, and `ignore` where both are as long. `exclude` and `paths` are
patterns as in `.gitignore`; files that are named on the command line are excluded too, as hooks pass names.

```yaml
select: [LP1, LP2, LP3, LP4, LP5, LP9]
ignore: [LP404]
per-file-ignores: {"legacy/*.py": [LP2]}
exclude: ["third_party/**"]
max-file-size: 2 MB
```

## Generations of Keras

`keras: auto` reads each file as the newest generation that accepts every layer, argument and import in it: `3`; `tf2`,
which is tf.keras 2 and tf_keras; `2`, the stand-alone package up to 2.3; `1`. A set one holds files to it.

## Several files

`extends` adds to other files, or to a `pyproject.toml`: mappings are merged, budgets of this file come after theirs,
all else replaces what they say.

## In pyproject.toml

```toml
[tool.lint-params]
exclude = ["third_party/**"]

[[tool.lint-params.budgets]]
max-params = "50_000"

[[tool.lint-params.budgets]]
name = "embedding*"
max-params = "null"
```

TOML has no null, so that `"null"` lifts a limit there.
"""


def page() -> str:
    names = ", ".join(f"`{name}`" for name in NAMES)
    budget = SCHEMA["$defs"]["budget"]["properties"]
    selectors = {name: one for name, one in budget.items() if name not in LIMITS}
    limits = {name: one for name, one in budget.items() if name in LIMITS}
    assert set(limits) == set(LIMITS)
    rows = [
        [f"`{name}`", one["description"], _value(one), *("yes" if scope in LIMITS[name] else "" for scope in SCOPES)]
        for name, one in limits.items()
    ]
    parts = [
        INTRODUCTION.replace("{names}", names),
        "## All settings\n",
        table(["key", "is", "value", "default"], [_row(name, one) for name, one in SCHEMA["properties"].items()]),
        BUDGETS,
        "What an entry is about:\n",
        table(["key", "is", "value", "default"], [_row(name, one) for name, one in selectors.items()]),
        "What it can limit, and for what:\n",
        table(["key", "is", "value", *SCOPES], rows),
        EXAMPLE,
        LATER,
    ]
    return "\n".join(parts)


def _row(name: str, one: Mapping[str, Any]) -> list[str]:
    default = one.get("default")
    text = "" if default is None else f"`{json.dumps(default)}`" if isinstance(default, list) else f"`{default}`"
    return [f"`{name}`", one["description"], _value(one), text.replace('"', "")]


_VALUES = {
    "budgets": "a list of budgets",
    "budget": "a budget",
    "text": "a word",
    "texts": "a word or a list of words",
    "codes": "a code or a list of codes",
    "integer": "a number",
    "shape": "a list of sizes",
    "layer": "`params`, `trainable`, `output`",
    "count": "a number",
    "size": "bytes: `4 MB`",
    "percent": "a percentage: `10%`",
    "share": "a percentage up to 100%",
}


def _value(one: Mapping[str, Any]) -> str:
    """What a key takes, in words, by how the schema says it."""
    if "$ref" in one:
        return _VALUES[one["$ref"].removeprefix("#/$defs/")]
    if "enum" in one:
        return ", ".join(f"`{value}`" for value in one["enum"] if isinstance(value, str))
    if "anyOf" in one:
        return " or ".join(dict.fromkeys(_value(each) for each in one["anyOf"] if each.get("type") != "null"))
    kind = one["type"] if isinstance(one["type"], str) else one["type"][0]
    if kind == "array":
        inner = _value(one["items"])
        return "a list of " + (inner.split(" ", 1)[1] + "s" if inner.startswith("a ") else inner)
    if kind == "object":
        return f"a mapping to {_value(one['additionalProperties'])}"
    return {"string": "a path", "integer": "a number"}[kind]


def main(arguments: list[str]) -> int:
    return settle({PAGE: page()}, "configuration_docs.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
