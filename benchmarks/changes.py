"""What ``lint-params diff`` says of commits of public repositories that change models, against what real Keras said of
them: one line of Markdown each::

    python benchmarks/changes.py [--clones DIR] [--json FILE] [OWNER/NAME ...]

A repository that is not in ``DIR`` (as ``OWNER+NAME``) is cloned there first. Only the files that a commit changes are
compared. What real Keras gave for them is recorded; ``docs/study.md`` tells how.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from changes_judged import judged

ROOT = Path(__file__).resolve().parent.parent
COMMITS = """
lukas/ml-class c24826464ce0 36361861efd8 3fa9cf889501 feb7d739a2c7 d7045dbc1252 b639196de970 26ac74f8134d 68e8c9307486
lukas/ml-class 05fd10cc5825 631ed639cbe9 96e107d11d16 138f0aeda640 71db39e7312d 2a0d715aaf79 3dc09927c1f7 4b50c2cbc9d3
hunkim/DeepLearningZeroToAll 065d6f09b656 68fe4733734e a681b97dc74a 5481be1e9b33
jacobgil/keras-dcgan f1a85a738293
keras-rl/keras-rl 8868d1b1723d
keras-team/keras e15cc826945b ca2340697454 3c57aff85b7d 85f80714c29d 97acd91baf19 017fe07d0175 cec7f73bca61
oarriaga/face_classification 1536415da6e7
harvitronix/five-video-classification-methods 977f1827be77
maxpumperla/elephas 0706bd5182de
MaximoDouglas/deep-learning-with-python-brownlee b4551d084924
Satadru-coder/Intent-Classification c47338507f54
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", metavar="OWNER/NAME", help="only these repositories")
    parser.add_argument("--clones", type=Path, default=Path("clones"), help="where the clones are (default: clones)")
    parser.add_argument("--json", type=Path, help="write all that the command says here")
    options = parser.parse_args()
    said = {}
    total: Counter[str] = Counter()
    print("| repository | commit | models | right | unknown | wrong | not judged | changed models aligned |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for line in COMMITS.split("\n"):
        name, *commits = line.split() or [""]
        if not name or (options.only and name not in options.only):
            continue
        for commit in commits:
            found = difference(clone(name, options.clones), commit)
            said[f"{name} {commit}"] = found
            verdicts = judged(f"{name} {commit}", found["models"])
            total += verdicts + Counter(models=len(found["models"]))
            print(row(name, commit, len(found["models"]), verdicts), flush=True)
    print(f"| all {len(said)} | | {cells(total['models'], total)} |")
    if options.json is not None:
        options.json.write_text(json.dumps(said, indent=1))


def clone(name: str, clones: Path) -> Path:
    """The clone of a repository, made where there is none."""
    directory = clones / name.replace("/", "+")
    if not directory.is_dir():
        subprocess.run(["git", "clone", "-q", "-n", f"https://github.com/{name}", str(directory)], check=True)
    return directory


def difference(directory: Path, commit: str) -> dict[str, list[dict[str, Any]]]:
    """What the command says of a commit, in the files that it changes."""
    listed = ["git", "diff", "--name-only", f"{commit}^", commit, "--", "*.py"]
    paths = subprocess.run(listed, cwd=directory, capture_output=True, text=True, check=True).stdout.splitlines()
    command = [sys.executable, "-m", "lint_params", "diff", f"{commit}^", commit, "--isolated", "--format", "json"]
    for path in paths:
        command += ["--path", path]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{directory} {commit}: {done.stderr}")
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return found


def row(name: str, commit: str, models: int, found: Counter[str]) -> str:
    return f"| {name} | [{commit[:8]}](https://github.com/{name}/commit/{commit}) | {cells(models, found)} |"


def cells(models: int, found: Counter[str]) -> str:
    aligned = f"{found['aligned']} of {found['changed']}" if found["changed"] else ""
    figures = (models, found["right"], found["unknown"], found["wrong"], found["not judged"] or "", aligned)
    return " | ".join(map(str, figures))


if __name__ == "__main__":
    main()
