"""Programs for the record: those that stand as texts in other tests, and small ones about what those do not come by."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
PRELUDE = (
    "from keras import Input, Model, Sequential\nfrom keras.layers import *\n"
    "from elsewhere import *\nfrom elsewhere import unknown\n"
)
TAKEN = (
    "explain/test_explain", "interpret/test_batches", "interpret/test_choices", "interpret/test_functions_classes",
    "interpret/test_generations", "interpret/test_honesty", "interpret/test_imports_project",
    "interpret/test_inputs_config", "interpret/test_objects", "interpret/test_open_effects", "interpret/test_settings",
    "interpret/test_stated", "interpret/test_statements", "interpret/test_symbolic", "interpret/test_tracking",
    "keras/test_cost", "keras/test_own_layers_refused", "keras/test_own_weight_lists", "rules/test_advice",
    "rules/test_mending", "rules/test_random_fixes", "rules/test_silencing", "suggest/test_suggest",
)  # fmt: skip
"""Tests in which programs stand that are soon followed."""
SHORTEST = 25


def standing() -> Iterator[str]:
    """The texts in other tests that Python can parse, and that name a model."""
    for name in TAKEN:
        for node in ast.walk(ast.parse((TESTS / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) >= SHORTEST:
                text = textwrap.dedent(node.value)
                if _is_program(text):
                    yield text


def _is_program(text: str) -> bool:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return False
    return any(word in text for word in ("Sequential", "model", "layers")) and any(
        isinstance(node, (ast.Assign, ast.FunctionDef, ast.ClassDef, ast.With, ast.For, ast.If, ast.Call))
        for statement in body
        for node in (statement, getattr(statement, "value", None))
    )


def small() -> list[str]:
    """The small programs: about what is unusual, and what is known in part."""
    return (Path(__file__).parent / "small.txt").read_text("utf-8").split("---\n")


PROGRAMS = {text.strip().split("\n")[-1][:60] + f" …{len(text)}": text for text in [*small(), *standing()]}
"""By their last line and length."""
