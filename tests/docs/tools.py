"""The tools that write the documentation, as modules."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from tests.cli.command import ROOT


def tool(name: str) -> ModuleType:
    """The module ``tools/NAME.py``, which is no part of a package."""
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
