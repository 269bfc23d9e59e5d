"""Write all that the documentation takes from the code: ``python tools/docs.py [--check]``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOOLS = ("rule_docs", "layer_docs", "command_docs", "configuration_docs", "json_docs", "guide_docs")
"""Each writes its pages, or with ``--check`` says which are not up to date."""


def main(arguments: list[str]) -> int:
    here = Path(__file__).resolve().parent
    return max(subprocess.run([sys.executable, here / f"{tool}.py", *arguments]).returncode for tool in TOOLS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
