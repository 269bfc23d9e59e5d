"""The thread that analyses: one job after another, with room for code that is nested deeply."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from lint_params.cli.stack import RECURSION, STACKS

T = TypeVar("T")


class Worker:
    """Takes jobs and does them in order. One that is cancelled before its turn is never begun."""

    def __init__(self) -> None:
        self._executor = _with_deep_stack()
        sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION))

    async def run(self, job: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._executor.submit(job))

    def stop(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)


def _with_deep_stack() -> ThreadPoolExecutor:
    for size in STACKS:
        executor = ThreadPoolExecutor(1, "analysis")
        try:
            threading.stack_size(size)
            executor.submit(int).result()  # the thread begins with its first job
        except (RuntimeError, ValueError, MemoryError):
            continue
        finally:
            threading.stack_size(0)
        return executor
    return ThreadPoolExecutor(1, "analysis")
