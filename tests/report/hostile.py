"""Text that would do something if it were not kept from it, and anything with such text in every field."""

from __future__ import annotations

import dataclasses
from typing import Any

ATTACKS = {
    "terminal": "\x1b]0;owned\x07\x1b[2J\x9b31m\r\x08",
    "direction": "a\u202eb\u2066c\u200f",
    "lines": "x\n::error::owned\r\n::add-mask::owned\n\n# heading\n",
    "command": "::set-output name=owned::1",
    "old command": "##[set-output name=owned]1",
    "percent": "%0A::error::owned%0D%25",
    "html": "\"'><img src=http://127.0.0.1:9/x onerror=owned()></script><script>owned()</script><!--<![CDATA[",
    "xml": "]]>\"'&owned;<owned/>\ufffe\ufffd\x00",
    "markdown": "](http://127.0.0.1:9/x) ![a](http://127.0.0.1:9/x) `code` ``` | a <b>b</b> **c** <http://127.0.0.1:9/>",
    "braces": "{0} {{1}} %s ${owned} $(owned) `owned`",
    "halves": "\udc80\ud800\udfff",
}
NUMBERS = ("dtype", "arguments", "events", "count", "gates", "kind", "severity", "code", "fault")
"""Fields whose text this program chooses itself."""


def hostile(value: Any, text: str) -> Any:
    """The same with a hostile text in every field that holds text."""
    if isinstance(value, str):
        return text
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init}
        changed = {name: item if name in NUMBERS else hostile(item, text) for name, item in fields.items()}
        return dataclasses.replace(value, **changed)
    if isinstance(value, (list, tuple)):
        return type(value)(hostile(item, text) for item in value)
    return {text: text} if isinstance(value, dict) and value else value
