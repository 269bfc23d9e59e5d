"""What every program of these tests shows beside what it is written for."""

from __future__ import annotations

import functools
from ast import parse
from collections.abc import Iterator
from typing import Any

import pytest

from lint_params.interpret.machine import Machine
from lint_params.model.unknown import Unknown


@pytest.fixture(autouse=True, scope="module")
def what_is_not_known_is_told_in_words() -> Iterator[None]:
    """The reason is words, the text an expression of the program."""
    genuine = Machine.unknown

    def unknown(self: Machine, reason: str, text: str | None = None, *sources: Any, **more: Any) -> Unknown:
        assert isinstance(reason, str) and " " in reason, reason
        assert text is None or is_expression(text), text
        return genuine(self, reason, text, *sources, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Machine, "unknown", unknown)
        yield


@functools.cache
def is_expression(text: str) -> bool:
    try:
        parse(text.strip().replace("(…)", "(...)"), mode="eval")  # what is long is told short
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True
