"""The extension for Visual Studio Code: packaged by the tool that publishes extensions, and complete."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from lint_params import __version__
from tests.cli.command import ROOT

FOLDER = ROOT / "editors" / "vscode"


def test_what_it_declares() -> None:
    declared = json.loads((FOLDER / "package.json").read_text())
    assert declared["version"] == __version__
    settings = declared["contributes"]["configuration"]["properties"]
    source = (FOLDER / "extension.js").read_text()
    for name in settings:
        assert f"'{name.removeprefix('lintParams.')}'" in source
    assert settings["lintParams.command"]["default"] == ["lint-params", "server"]


@pytest.mark.long
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_it_is_packaged(tmp_path: Path) -> None:
    folder = tmp_path / "vscode"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("node_modules", "*.vsix"))
    installed = run(folder, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund")
    if installed.returncode:
        pytest.skip(f"npm can't install what the extension needs: {installed.stderr.strip()[-200:]}")
    done = run(folder, "npx", "--no-install", "vsce", "package", "--allow-missing-repository", "-o", "out.vsix")
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(folder / "out.vsix") as package:
        names = set(package.namelist())
    wanted = ("extension.js", "package.json", "node_modules/vscode-languageclient/node.js")
    assert {f"extension/{name}" for name in wanted} <= names
    # It loads as far as it can outside of the editor: what it needs is in it.
    with zipfile.ZipFile(folder / "out.vsix") as package:
        package.extractall(tmp_path / "installed")
    stub = tmp_path / "installed" / "extension" / "node_modules" / "vscode"
    stub.mkdir()
    (stub / "index.js").write_text(STUB)
    script = "const e = require('./extension.js'); console.log(Object.keys(e).join())"
    loaded = run(tmp_path / "installed" / "extension", "node", "-e", script)
    assert loaded.stdout == "activate,deactivate\n", loaded.stderr


STUB = """
const made = () => new Proxy(class {}, { get: (target, name) => name === 'prototype' ? target.prototype : made() });
module.exports = new Proxy({}, { get: () => made() });
"""


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
