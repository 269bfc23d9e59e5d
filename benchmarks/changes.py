"""What ``lint-params diff`` says of commits of public repositories that change models: one line of Markdown each::

    python benchmarks/changes.py [--clones DIR] [--json FILE] [OWNER/NAME ...]

A repository that is not in ``DIR`` (as ``OWNER+NAME``) is cloned there first. Only the files that a commit changes are
compared. The numbers that real Keras gives for them are in ``docs/study.md``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

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
SIGNS = {"added": "+", "removed": "-", "changed": "~", "input": "≈"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", metavar="OWNER/NAME", help="only these repositories")
    parser.add_argument("--clones", type=Path, default=Path("clones"), help="where the clones are (default: clones)")
    parser.add_argument("--json", type=Path, help="write all that the command says here")
    options = parser.parse_args()
    said = {}
    print("| repository | commit | models | changed | parameters | layers |\n| --- | --- | ---: | ---: | --- | --- |")
    for line in COMMITS.split("\n"):
        name, *commits = line.split() or [""]
        if not name or (options.only and name not in options.only):
            continue
        for commit in commits:
            found = difference(clone(name, options.clones), commit)
            said[f"{name} {commit}"] = found
            print(row(name, commit, found["models"]), flush=True)
    if options.json is not None:
        options.json.write_text(json.dumps(said, indent=1))


def clone(name: str, clones: Path) -> Path:
    """The clone of a repository, made where there is none."""
    directory = clones / name.replace("/", "+")
    if not directory.is_dir():
        subprocess.run(["git", "clone", "-q", "-n", f"https://github.com/{name}", str(directory)], check=True)
    return directory


def difference(directory: Path, commit: str) -> dict[str, list[dict[str, object]]]:
    """What the command says of a commit, in the files that it changes."""
    listed = ["git", "diff", "--name-only", f"{commit}^", commit, "--", "*.py"]
    paths = subprocess.run(listed, cwd=directory, capture_output=True, text=True, check=True).stdout.splitlines()
    command = [sys.executable, "-m", "lint_params", "diff", f"{commit}^", commit, "--isolated", "--format", "json"]
    for path in paths:
        command += ["--path", path]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{directory} {commit}: {done.stderr}")
    found: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return found


def row(name: str, commit: str, models: list[dict[str, object]]) -> str:
    changed = [model for model in models if model["change"] != "same"]
    counts = "; ".join(f"{count(model, 'base')} → {count(model, 'head')}" for model in changed)
    layers: Counter[str] = Counter()
    for model in changed:
        listed = model["layers"]
        assert isinstance(listed, list)
        layers.update(SIGNS[layer["change"]] for layer in listed if layer["change"] in SIGNS)
    kinds = " ".join(f"{number}{sign}" for sign, number in layers.items())
    link = f"[{commit[:8]}](https://github.com/{name}/commit/{commit})"
    return f"| {name} | {link} | {len(models)} | {len(changed)} | {counts} | {kinds} |"


def count(model: dict[str, object], side: str) -> str:
    """The count of a model before or after, as far as it is known."""
    if model["change"] == {"base": "added", "head": "removed"}[side]:
        return "none"
    params = model["params"]
    assert isinstance(params, dict)
    return "?" if params[side] is None else f"{params[side]:,}"


if __name__ == "__main__":
    main()
