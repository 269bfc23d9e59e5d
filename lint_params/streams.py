"""Output that can't be written, told in one place: a reader that has had enough, a full disk, a closed stream."""

from __future__ import annotations

import errno
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


_NOBODY_READS = errno.EINVAL if os.name == "nt" else errno.EPIPE
"""What the system says of a pipe that nobody reads any more; Windows has no better word."""


INTERRUPTED = 130
"""128 and the number of the signal, as shells count."""


def guarded(work: Callable[[], int]) -> int:
    """The exit status of ``work``; where its output can't be written, that of the mishap."""
    try:
        return work()
    except BrokenPipeError:
        # Whoever read our output has had enough; the interpreter must not complain while it shuts down.
        _silence(sys.stdout)
        return 0
    except OSError as error:
        _silence(sys.stdout)
        if error.errno == _NOBODY_READS:
            return 0
        complain(f"can't write the output: {error.strerror or error}")
        return 2
    except KeyboardInterrupt:
        return interrupted()


def interrupted() -> int:
    """Tell that the user has had enough; the exit status that shells know for it."""
    _silence(sys.stdout)
    complain("interrupted")
    return INTERRUPTED


def complain(message: str) -> None:
    try:
        if sys.stderr is not None:
            sys.stderr.write(f"lint-params: {message}\n")
    except OSError:
        pass  # nobody can be told


def _silence(stream: object) -> None:
    """Point a stream that can't be written to at nothing, so that closing it is no further error."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[attr-defined]
    except (OSError, AttributeError, ValueError):
        pass  # it was no real file
