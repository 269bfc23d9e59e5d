"""Room for code that is nested deeply: parsing and reading it recurse."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import threading

STACKS = (256 << 20, 64 << 20, 16 << 20)
"""Bytes of stack, of which only what is used is ever taken; the first that the system allows."""

RECURSION = 20_000
T = TypeVar("T")


def with_deep_stack(work: Callable[[], T]) -> T:
    """The result of ``work``, run in a thread with a large stack; its exceptions are raised here."""
    results: list[T] = []
    errors: list[BaseException] = []

    def body() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    before = sys.getrecursionlimit()
    thread = _started(body)
    if thread is None:
        return work()
    thread.join()
    sys.setrecursionlimit(before)
    if errors:
        raise errors[0]
    return results[0]


def _started(body: Callable[[], None]) -> threading.Thread | None:
    import threading

    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, RECURSION))
    for size in STACKS:
        try:
            threading.stack_size(size)
            thread = threading.Thread(target=body, daemon=True)
            thread.start()
        except (RuntimeError, ValueError, MemoryError):
            continue
        finally:
            threading.stack_size(0)
        return thread
    sys.setrecursionlimit(before)
    return None
