"""Values of a JSON document that anyone may have written: each as what it should be, or a ``TypeError``."""

from __future__ import annotations

import math


def items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value


def text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def optional_text(value: object) -> str | None:
    return None if value is None else text(value)


def whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value


def optional_whole(value: object) -> int | None:
    return None if value is None else whole(value)


def optional_number(value: object) -> int | float | None:
    """A number; JSON as Python reads it may also hold ``NaN`` and ``Infinity``, which can't be written again."""
    if isinstance(value, float) and not math.isfinite(value):
        raise TypeError(f"{value!r} is no number")
    return value if isinstance(value, float) else optional_whole(value)
