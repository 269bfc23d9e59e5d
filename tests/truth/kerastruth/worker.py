"""A process that imports Keras once and runs many programs, each in a fork of its own: fresh names, fresh state."""

from __future__ import annotations

import builtins
import gc
import importlib
import json
import os
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import IO, Any

CODE_AND_SETTINGS = (".py", ".ipynb", ".json", ".yaml", ".yml", ".toml", ".cfg", ".ini", ".env", ".pyc", "")


class NotInThisRun(PermissionError):
    """The program would write, connect, or start something."""


@dataclass(frozen=True, slots=True)
class Options:
    """``generation`` "3" or "2" (tf_keras); ``strict``: programs run as a whole and must not fail, and may read data;
    else statement by statement, with data files taken out. Limits in seconds, for a statement and for a file."""

    generation: str
    strict: bool
    statement_limit: float
    file_limit: float


def serve(options: Options, paths: list[str], write: Callable[[str], object]) -> None:
    """Record every file; one JSON line each: ``path``, ``error``, ``failed`` and ``sites``."""
    keras = _prepared_keras(options.generation)
    gc.collect()
    gc.freeze()  # what is collected in a fork is copied there first: a tenth of the time of a small program
    for path in paths:
        result = _in_fork(Path(path), keras, options)
        write(json.dumps({"path": path, "generation": options.generation, **result}) + "\n")


def _prepared_keras(generation: str) -> ModuleType:
    from kerastruth import imports, patches

    name = "tf_keras" if generation == "2" else "keras"
    keras = importlib.import_module(name)
    importlib.import_module("tensorflow")
    importlib.import_module(f"{name}.applications")
    imports.install(generation)
    patches.take_out_training(keras)
    patches.take_out_downloads(keras, _homes_of_get_file(name))
    if generation == "3":
        patches.forgive_optimizers(importlib.import_module("keras.src.optimizers.base_optimizer").BaseOptimizer)
    else:
        patches.forgive_optimizers(keras.optimizers.Optimizer)
    return keras


def _homes_of_get_file(name: str) -> Iterator[ModuleType]:
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith(f"{name}.") and "get_file" in vars(module):
            yield module


def _in_fork(path: Path, keras: ModuleType, options: Options) -> dict[str, Any]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        status = 1
        try:
            with os.fdopen(writer, "w") as pipe:
                pipe.write(json.dumps(_record(path, keras, options)))
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    text = _read_until(reader, time.monotonic() + options.file_limit)
    if text is None:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if text is None:
        return {"error": f"over {options.file_limit} s", "failed": [], "sites": []}
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError:
        return {"error": "the process ended early", "failed": [], "sites": []}
    return found


def _read_until(reader: int, deadline: float) -> str | None:
    parts: list[bytes] = []
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
            part = pipe.read(1 << 16)
            if not part:
                return b"".join(parts).decode()
            parts.append(part)
    return None


def _record(path: Path, keras: ModuleType, options: Options) -> dict[str, Any]:
    from kerastruth import patches, run

    path = path.resolve()
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    os.chdir(path.parent)
    patches.take_out_waiting()
    with tempfile.TemporaryDirectory() as scratch:
        _keep_out_of_the_world(path.parent, Path(scratch), options.strict)
        return run.record_file(path, keras, options.strict, options.statement_limit)


def _keep_out_of_the_world(folder: Path, scratch: Path, data_files: bool) -> None:
    """Writes go nowhere; connections and processes are refused; data files too, unless ``data_files``."""
    genuine = builtins.open

    def open_(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> IO[Any]:
        if set(mode) & set("wax+") and not isinstance(file, int):
            file, mode = os.devnull, mode.replace("x", "w")
        return genuine(file, mode, *args, **kwargs)

    builtins.open = open_  # type: ignore[assignment]
    for name in ("mkdir", "makedirs"):
        setattr(os, name, lambda *args, **kwargs: None)

    def guard(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            name, _, flags = arguments
            if not isinstance(name, (str, bytes)):
                return
            path = Path(os.fsdecode(name))
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and path != Path(os.devnull):
                if not path.absolute().is_relative_to(scratch):
                    raise NotInThisRun(f"open {name!r}")
            elif not data_files and path.absolute().is_relative_to(folder) and path.suffix not in CODE_AND_SETTINGS:
                raise NotInThisRun(f"open {name!r}")
        elif event.startswith(("socket.connect", "subprocess.", "os.system", "os.remove", "os.rename", "os.rmdir")):
            if event in ("os.remove", "os.rmdir") and scratch.name in str(arguments[0]):
                return
            raise NotInThisRun(event)

    sys.addaudithook(guard)
