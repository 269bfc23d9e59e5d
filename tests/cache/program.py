"""The program in this process, as its command line runs it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lint_params.__main__ import run
from lint_params.cli import pool

MODEL = """\
from keras import Sequential, Input
from keras.layers import Dense
from sizes import UNITS
model = Sequential([Input((4,)), Dense(UNITS)])
"""
FILES: Mapping[str, str] = {
    "model.py": MODEL,
    "other.py": MODEL.replace("from sizes import UNITS\n", "UNITS = 3\n"),
    "sizes.py": "UNITS = 20\n",
    "plain.py": "import os\nprint(os.name)\n",
    "inner/deep.py": "from sizes import UNITS\n",
    ".lint-params.yaml": "budgets: [{max-params: 50}]\n",
    "pyproject.toml": "",
}


def write(root: Path, files: Mapping[str, str | None]) -> None:
    """Write files below ``root``; remove those of ``None``."""
    for name, text in files.items():
        path = root / name
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


class Program:
    """Runs command lines in a project below ``root``, and says which files each interpreted."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._patch, self._capsys = monkeypatch, capsys
        self.interpreted: list[str] = []
        genuine = pool.interpret

        def interpret(code: object, *rest: object) -> object:
            self.interpreted.append(code.path)  # type: ignore[attr-defined]
            return genuine(code, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(pool, "interpret", interpret)
        monkeypatch.chdir(root)

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Status, standard output and standard error of a command line."""
        self.interpreted.clear()
        self._patch.setattr(sys, "argv", ["lint-params", *arguments])
        status = run()
        said = self._capsys.readouterr()
        return status, said.out, said.err


Change = Callable[[Path], None]
