"""Whether code uses ``Sequential``: many files import it, or speak of it in documentation, and make no model.

To look at Python's own tree for it costs a hundredth of what interpreting a file does.
"""

from __future__ import annotations

import ast
import warnings

from lint_params.source.outline import names_sequential

LARGEST = 1_000_000
"""Bytes of a file that is parsed for it."""

_NAME = "Sequential"
_MAKERS = (b"from_json", b"from_yaml", b"from_config", b"deserialize")
"""What makes a model of something else that may name the class."""


def uses_sequential(data: bytes) -> bool:
    """Whether a file may use the class, rather than only import it or speak of it."""
    if not names_sequential(data):
        return False
    if len(data) > LARGEST or any(maker in data for maker in _MAKERS):
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes in somebody's strings
            module = ast.parse(data)
    except (SyntaxError, ValueError, MemoryError, RecursionError):  # a notebook, code of another Python
        return True
    alone = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return any(_uses(node) for node in ast.walk(module) if id(node) not in alone)


def _uses(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return _NAME in node.id
    if isinstance(node, ast.Attribute):
        return _NAME in node.attr
    if isinstance(node, ast.alias):
        return _NAME in node.name and node.asname is not None
    if isinstance(node, ast.Constant):
        return _NAME in node.value if isinstance(node.value, str) else isinstance(node.value, bytes)
    return False
