"""Running the command line from a test."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lint_params.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """What a command gave."""

    returncode: int
    stdout: str
    stderr: str


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(directory: Path, *arguments: str, input: str = "", stream: type[io.TextIOWrapper] = io.TextIOWrapper) -> Done:
    """The command in this process, with UTF-8 streams that are no terminal unless told; a new process would cost a
    second."""
    streams = [stream(io.BytesIO(data), encoding="utf-8") for data in (input.encode(), b"", b"")]
    names = ("stdin", "stdout", "stderr")
    before = [getattr(sys, name) for name in names]
    with _inside(directory):
        try:
            for name, stream in zip(names, streams, strict=True):
                setattr(sys, name, stream)
            status = main(arguments)
        finally:
            for name, stream in zip(names, before, strict=True):
                setattr(sys, name, stream)
    for stream in streams:
        stream.flush()
    out, err = (stream.buffer.getvalue().decode() for stream in streams[1:])  # type: ignore[attr-defined]
    return Done(status, out, err)


def process(
    directory: Path, *command: str, input: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """A command of its own; ``python`` in front of it is this interpreter."""
    line = [sys.executable if part == "python" else part for part in command]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(line, cwd=directory, input=input, capture_output=True, env=variables, timeout=300)


def found(done: Done) -> dict[str, object]:
    """The JSON that a command wrote."""
    document = json.loads(done.stdout)
    assert isinstance(document, dict)
    return document


@contextlib.contextmanager
def _inside(directory: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(directory)
    try:
        yield
    finally:
        os.chdir(before)
