"""The server in Neovim itself, without a screen: a diagnostic appears, hover says what is right, an action edits."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.session import ROOT, models_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("nvim") is None, reason="nvim is not installed (apt-get install neovim)"),
]

SCRIPT = Path(__file__).with_name("neovim.lua")


def settings() -> str:
    """What docs/editors.md tells users of this version to paste."""
    blocks = re.findall(r"```lua\n(.*?)```", (ROOT / "docs" / "editors.md").read_text(), re.DOTALL)
    new, old = blocks
    has_config = subprocess.run(
        ["nvim", "--headless", "--clean", "-c", "lua io.stdout:write(tostring(vim.lsp.config ~= nil))", "-c", "qall!"],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    return new if "true" in has_config.stdout else old


def _installed(directory: Path) -> Path:
    """A directory with the command as an installation has it, of this working tree."""
    command = directory / "bin" / "lint-params"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lint_params "$@"\n')
    command.chmod(0o755)
    return command.parent


def test_a_user_s_session(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    text = (ROOT / "examples" / "sequence_tagger.py").read_text()
    # Neovim counts bytes, the server units of UTF-16: a sign of four bytes and two units stands before the layer.
    text = text.replace("model.add(LSTM(20", "'𝔘'; model.add(LSTM(20", 1)
    (folder / ".lint-params.yaml").write_text("budgets: [{max-params: 50_000}]\n")
    (folder / "tagger.py").write_text(text)
    out = tmp_path / "seen.json"
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PATH": os.pathsep.join((str(_installed(tmp_path)), os.environ["PATH"])),
        "FILE": str(folder / "tagger.py"),
        "OUT": str(out),
        "XDG_STATE_HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    (tmp_path / "init.lua").write_text(settings())
    command = ["nvim", "--headless", "-u", str(tmp_path / "init.lua"), "-i", "NONE", "-n", "-c", f"luafile {SCRIPT}"]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, cwd=folder, timeout=180, stdin=subprocess.DEVNULL
    )
    assert out.exists(), done.stderr
    seen = json.loads(out.read_text())
    assert "missing" not in seen, (seen, done.stderr)

    line, column, end_line, end_column, message, source = seen["diagnostic"]
    held = text.split("\n")[line].encode()[column:end_column].decode()
    assert (end_line, held, source) == (line, "LSTM(20, return_sequences=True)", "lint-params")
    (model,) = models_of(text)
    layer = next(layer for layer in model.layers if layer.name == "lstm_2")
    assert f"{layer.params:,} parameters" in message
    for part in ("LSTM 'lstm_2'", f"{layer.params:,}", layer.formula, str(layer.output_shape)):
        assert part in seen["hover"]
    assert seen["menu"] == [
        "lint-params: silence LP101 on this line",
        "lint-params: silence LP101 in this file",
    ]
    line_before = text.split("\n")[line]
    assert seen["buffer"] == text.replace(line_before, f"{line_before}  # lint-params: ignore[LP101]")
