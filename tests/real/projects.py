"""Projects to try things on, and the wheel that is tried."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINE = (ROOT / "examples" / "sequence_tagger.py").read_text("utf-8").split("\n").index(
    "    model.add(LSTM(20, return_sequences=True))"
) + 1


def over_budget(directory: Path) -> None:
    """A project of one program, one layer of which is over its budget."""
    shutil.copy(ROOT / "examples" / "sequence_tagger.py", directory / "tagger.py")
    (directory / ".lint-params.yaml").write_text("budgets: [{max-params: 50_000}]\n")


def build(directory: Path, source: Path = ROOT) -> tuple[Path, Path]:
    """The wheel and the source archive of a tree, the wheel built from the archive."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(directory), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment())
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,), (archive,) = directory.glob("*.whl"), directory.glob("*.tar.gz")
    return wheel, archive


def environment(**more: str) -> dict[str, str]:
    """Variables under which ``python3`` is this interpreter, and nothing of this tree is imported unless installed.

    pip does without compiling what it installs, which takes longer than all that is run of it here.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**kept, "PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_COMPILE": "1", **more}
