"""Write ``docs/json.md`` from ``docs/json.schema.json``, which the tests hold against what the commands write.

Run it after changing the schema; ``--check`` only says whether the page is up to date::

    python tools/json_docs.py [--check]
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(Path(__file__).resolve().parent)]

from pages import settle, table  # noqa: E402

PAGE = "docs/json.md"
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "json.schema.json").read_text("utf-8"))
DEFINITIONS: dict[str, Any] = SCHEMA["$defs"]
COMMANDS = ("check", "summary", "explain", "tables", "diff", "log", "suggest", "rule")

INTRODUCTION = """\
# JSON

<!-- Written by tools/json_docs.py from docs/json.schema.json. -->

What programs read. Keys are always there, and a number that the source leaves open is `null`; text is ASCII, so that
no encoding can hurt it. The form is public interface: it changes only with a major version. [A JSON
Schema](json.schema.json) has all of it, with a definition for each command. `gitlab`, `sarif` and other formats are
those of their readers: see [Several outputs at once](integrations.md#several-outputs-at-once).
"""

_REFERENCE = re.compile(r"#/\$defs/(\w+)")


def page() -> str:
    parts = [INTRODUCTION]
    done: set[str] = set()
    for command in COMMANDS:
        parts.append(f"## {_heading(command)}\n\n{DEFINITIONS[command]['description']}\n")
        for name in _reached(command, done):
            if name != command:
                parts.append(f"### {_heading(name)}\n")
            parts.append(_definition(name))
    return "\n".join(parts)


def _reached(name: str, done: set[str]) -> Iterator[str]:
    """A definition and those that it names, each only where it is named first."""
    if name in done:
        return
    done.add(name)
    yield name
    for inner in _REFERENCE.findall(json.dumps(DEFINITIONS[name])):
        yield from _reached(inner, done)


def _heading(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _definition(name: str) -> str:
    one = DEFINITIONS[name]
    plain = one["description"].split(" ", 1)[-1].capitalize() == _heading(name)
    about = "" if name in COMMANDS or plain else f"{one['description']}.\n\n"
    if "properties" not in one:
        return about if name not in COMMANDS else f"{_type(one).capitalize()}.\n"
    return about + table(["key", "type", "is"], list(_rows(one["properties"], "")))


def _rows(properties: Mapping[str, Any], above: str) -> Iterator[list[str]]:
    for key, one in properties.items():
        yield [f"`{above}{key}`", _type(one), one.get("description", "").replace("<", "&lt;")]
        if "properties" in one:
            yield from _rows(one["properties"], f"{above}{key}.")


def _type(one: Mapping[str, Any]) -> str:
    """What a key holds, in words that lead on."""
    if "$ref" in one:
        name = one["$ref"].rpartition("/")[2]
        return f"[{_heading(name).lower()}](#{_heading(name).lower().replace(' ', '-')})"
    if "anyOf" in one:
        return ", ".join(map(_type, one["anyOf"]))
    if "enum" in one:
        return ", ".join(f"`{value}`" for value in one["enum"])
    if "const" in one:
        return f"`{one['const']}`"
    kinds = one.get("type", "anything")
    names = [kinds] if isinstance(kinds, str) else kinds
    said = [f"list of {_type(one['items'])}" if kind == "array" and "items" in one else str(kind) for kind in names]
    return ", ".join(said)


def main(arguments: list[str]) -> int:
    return settle({PAGE: page()}, "json_docs.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
