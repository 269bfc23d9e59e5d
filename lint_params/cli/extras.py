"""Packages that some commands need and a plain installation lacks: how to add them to the one that is running."""

from __future__ import annotations

import os
import sys

_TOOLS = {"uv-receipt.toml": "uv tool install", "pipx_metadata.json": "pipx install --force"}
"""A file that a tool leaves in the environments it makes, and its command: in them, pip is missing or the wrong one."""


def command_for(extra: str) -> str:
    """``pip install "lint-params[server]"``, or what does it where uv or pipx installed this program."""
    found = (tool for mark, tool in _TOOLS.items() if os.path.exists(os.path.join(sys.prefix, mark)))
    return f'{next(found, "pip install")} "lint-params[{extra}]"'
