"""Format check, lint, types, tests: everything that must hold, in the order of how fast it fails.

Further arguments go to pytest: ``python tools/test.py -k lstm``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
)


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    environment = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", **os.environ}
    # pytest comes last, so that its summary is the last line whatever the others said.
    commands = [*CHECKS, ("pytest", "-n", "auto", "--dist", "loadfile", "-q", *arguments)]
    failed = [
        " ".join(command)
        for command in commands
        if subprocess.run([sys.executable, "-m", *command], env=environment).returncode
    ]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
