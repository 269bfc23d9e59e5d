"""Makes an environment with the programs that ``benchmarks/speed.py`` compares with, apart from all others::

python benchmarks/peers.py DIR && python benchmarks/speed.py --peers DIR/bin
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

PACKAGES = ("ruff", "flake8", "torchfix", "pylint", "fixit")


def main(directory: Path) -> None:
    venv.create(directory, with_pip=True)
    scripts = directory / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "-q", *PACKAGES], check=True)
    subprocess.run([scripts / "python", "-m", "pip", "list"], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
