"""The arithmetic of sizes: each operation as ours, and as Python's on whole numbers."""

from __future__ import annotations

from collections.abc import Callable

from lint_params.model.dimension import Count, ceiling_divide, floor_divide, maximum, minimum

OPERATIONS: dict[str, tuple[Callable[[Count, Count], Count], Callable[[int, int], int]]] = {
    "+": (lambda x, y: x + y, lambda x, y: x + y),
    "-": (lambda x, y: x - y, lambda x, y: x - y),
    "*": (lambda x, y: x * y, lambda x, y: x * y),
    "//": (floor_divide, lambda x, y: x // y),
    "ceil": (ceiling_divide, lambda x, y: -(-x // y)),
    "min": (minimum, min),
    "max": (maximum, max),
}
