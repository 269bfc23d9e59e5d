"""Write what commands print into the guides in ``docs/``.

Run it after changing what a command says; ``--check`` only says whether the guides are up to date::

    python tools/guide_docs.py [--check]

In a guide, a block that begins with the name of a file (``# model.py``) is that file, and a block ``console`` holds
commands (``$ lint-params check``), each with what it prints. They are written and run in the order of the page, in an
empty folder; for a page that names ``examples`` in a command, they are there too.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.cli.command import run  # noqa: E402

GUIDES = ("index.md", "tutorial.md", "why-is-my-lstm-so-big.md", "understanding.md", "microcontrollers.md")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (\S+\.(?:py|ya?ml|txt))\n")
_COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)

IDENTITY = {f"GIT_{who}_{what}": "tutorial" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
"""For guides that commit: git wants to know who does."""

Runner = Callable[[str, Path], str]
"""Runs a command in a folder; gives what it prints."""


def rendered(text: str, folder: Path, runner: Runner | None = None) -> str:
    """A guide, with what its commands print when they are run in ``folder``."""
    runner = runner or ran
    if re.search(r"^\$ lint-params .*\bexamples\b", text, re.MULTILINE):
        shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("__pycache__"))

    def block(match: re.Match[str]) -> str:
        kind, body = match[1], match[2]
        file = _FILE.match(body)
        if file is not None:
            path = folder / file[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, "utf-8")
        elif kind == "console":
            body = "".join(f"$ {line}\n{runner(line, folder)}" for line in _COMMAND.findall(body))
        return f"```{kind}\n{body}```"

    return _BLOCK.sub(block, text)


def ran(line: str, folder: Path) -> str:
    """What a command prints; this program's own runs in this process."""
    words = shlex.split(line)
    if words[0] == "lint-params":
        return run(folder, *words[1:]).stdout
    command = ["bash", "-c", line]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, **IDENTITY})
    if done.returncode:
        raise RuntimeError(f"{line}: {done.stderr}")
    return done.stdout


def main(arguments: list[str]) -> int:
    stale = []
    for name in GUIDES:
        page = ROOT / "docs" / name
        text = page.read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            wanted = rendered(text, Path(folder))
        if wanted == text:
            continue
        stale.append(name)
        if arguments != ["--check"]:
            page.write_text(wanted, "utf-8", newline="\n")
        else:
            print(f"docs/{name} is not up to date: run python tools/guide_docs.py", file=sys.stderr)
    return 1 if stale and arguments == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
