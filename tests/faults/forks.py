"""Commands in forks of this process, which has imported all already: each costs little, and may come to any end."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

WRITING = ("os.rename", "os.remove", "os.chmod", "os.mkdir", "os.truncate", "os.link", "os.symlink", "tempfile.mkstemp")


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status, or minus the signal that killed it; and what it said."""

    status: int
    out: str
    err: str


def ended(folder: Path, *arguments: str, before: Callable[[], None] = lambda: None) -> Ended:
    """Run a command line in a fork; ``before`` is called there first."""
    # Pipes, as no limit on files concerns them.
    pipes = [os.pipe(), os.pipe()]
    child = os.fork()
    if child == 0:
        status = 99
        try:
            for number, (_, end) in enumerate(pipes, 1):
                os.dup2(end, number)
            sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))
            sys.argv = ["lint-params", *arguments]
            os.chdir(folder)
            from lint_params.__main__ import run

            before()
            status = run()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    said = ["", ""]

    def listen(place: int) -> None:
        with os.fdopen(pipes[place][0], encoding="utf-8") as stream:
            said[place] = stream.read()

    listeners = [threading.Thread(target=listen, args=(place,)) for place in range(2)]
    for _, end in pipes:
        os.close(end)
    for listener in listeners:
        listener.start()
    _, code = os.waitpid(child, 0)
    for listener in listeners:
        listener.join()
    return Ended(os.waitstatus_to_exitcode(code), *said)


def at_event(number: int, act: Callable[[], None], writing: bool = True) -> Callable[[], None]:
    """What has ``act`` called just before the command does its ``number``-th thing: opens a file for writing, renames,
    removes …; with ``writing`` false, before any event that Python tells of."""

    def install() -> None:
        left = [number]

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            if left[0] < 0 or (writing and not _writes(event, arguments)):
                return
            if left[0] == 0:
                left[0] = -1
                act()
            left[0] -= 1

        sys.addaudithook(hook)

    return install


def _writes(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in WRITING


def killed() -> None:
    """End as with ``kill -9``."""
    os.kill(os.getpid(), signal.SIGKILL)
