#!/usr/bin/env python3
"""What real Keras builds at every ``Sequential(`` call of Python files and notebooks, as JSON lines.

    python tests/truth/record.py FILES… > truth.jsonl

Programs run with training, downloads and writes taken out, each in a process of its own, and by default statement by
statement: what fails is skipped, what it would have given is unknown, a site that an unknown went into is "open".
A line a site: kind "model", path, cell, line, status, keras, variants, tags; "negative" for a file that runs and makes
none; "error" for one that does not run. By default files run in Keras 3, and in tf_keras where that settles more sites.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent)

from kerastruth.worker import Options, serve  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--keras", choices=("auto", "3", "2"), default="auto")
    parser.add_argument("--strict", action="store_true", help="run each file as a whole; a failure is an error")
    parser.add_argument("--root", type=Path, default=Path(), help="the folder that recorded paths are relative to")
    parser.add_argument("--repo", default="")
    parser.add_argument("--commit", default="")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--statement-limit", type=float, default=20.0)
    parser.add_argument("--file-limit", type=float, default=90.0)
    parser.add_argument("--show-failed", action="store_true", help="list the statements that failed, on standard error")
    parser.add_argument("--worker", choices=("3", "2"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        _work(options)
        return 0
    files = [str(path.resolve()) for path in options.files]
    first = run_all(files, "3" if options.keras == "auto" else options.keras, options)
    if options.keras == "auto":
        unsettled = [
            path for path in files if _settled(first[path]) < len(first[path]["sites"]) or first[path]["error"]
        ]
        for path, result in (run_all(unsettled, "2", options) if unsettled else {}).items():
            if _settled(result) > _settled(first[path]):
                first[path] = result
    for path in files:
        if options.show_failed:
            for line in first[path]["failed"]:
                print(f"{path}: {line}", file=sys.stderr)
        for record in _records(Path(path), first[path], options):
            print(json.dumps(record))
    return 0


def run_all(files: list[str], generation: str, options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """The results of all files, by path, from ``--jobs`` worker processes."""
    shares = [files[start :: options.jobs] for start in range(options.jobs)]
    results: dict[str, dict[str, Any]] = {}
    threads = [
        threading.Thread(target=_collect, args=(share, generation, options, results)) for share in shares if share
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lost = {"error": "the worker ended early", "failed": [], "sites": [], "generation": generation}
    return {path: results.get(path, lost) for path in files}


def _collect(
    share: list[str], generation: str, options: argparse.Namespace, results: dict[str, dict[str, Any]]
) -> None:
    environment = os.environ | {
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "KERAS_BACKEND": "tensorflow",
    }
    # Importing tf_keras sets this variable in the process that calls us; it says what ``tensorflow.keras`` is.
    environment["TF_USE_LEGACY_KERAS"] = "1" if generation == "2" else "0"
    command = [sys.executable, __file__, "--worker", generation, "--statement-limit", str(options.statement_limit)]
    command += ["--file-limit", str(options.file_limit)] + ["--strict"] * options.strict
    run = subprocess.run(command, input="\n".join(share), capture_output=True, text=True, env=environment, check=False)
    for line in run.stdout.splitlines():
        result = json.loads(line)
        results[result["path"]] = result
    if run.returncode:
        print(run.stderr, file=sys.stderr)


def _work(options: argparse.Namespace) -> None:
    paths = sys.stdin.read().splitlines()
    with os.fdopen(os.dup(1), "w") as out:
        os.dup2(2, 1)
        settings = Options(options.worker, options.strict, options.statement_limit, options.file_limit)
        serve(settings, paths, lambda line: print(line, file=out, end="", flush=True))


def _settled(result: dict[str, Any]) -> int:
    return sum(site["status"] == "exact" for site in result["sites"])


def _records(path: Path, result: dict[str, Any], options: argparse.Namespace) -> list[dict[str, Any]]:
    shown = Path(os.path.relpath(path, options.root.resolve())).as_posix()
    head = {"repo": options.repo, "commit": options.commit, "path": shown}
    records: list[dict[str, Any]] = []
    if result["error"]:
        records.append({"kind": "error", **head, "message": result["error"]})
    for site in result["sites"]:
        records.append({"kind": "model", **head, **site, "keras": int(result["generation"])})
    if not records and not result["failed"]:
        records.append({"kind": "negative", **head})
    return records


if __name__ == "__main__":
    sys.exit(main())
