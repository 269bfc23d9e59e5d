"""The ``lint-params`` command. Imports nothing that ``--version`` has no use for."""

from __future__ import annotations

import gc
import os
import sys

COLLECTED = (100_000, 20, 50)
"""After how many new objects those that hold each other are looked for. The default, 700, has a run that only imports
and parses looked through a hundred times; to interpret a file takes a third longer with it."""


def forget_the_working_directory() -> None:
    """``python -m`` looks for modules in the working directory first, which holds what is checked: a ``yaml.py`` there
    would be run. It is kept where this package itself lies there."""
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if sys.path and sys.path[0] in ("", os.getcwd()) and os.getcwd() != ours and not _safe():
        del sys.path[0]


def _safe() -> bool:
    """Whether Python was told to look nowhere but where it is installed (``-P``, ``-I``)."""
    return bool(getattr(sys.flags, "safe_path", False) or sys.flags.isolated)


def script() -> int:
    """The command line as a process of its own, which ends as fast as it can; else the exit status."""
    gc.set_threshold(*COLLECTED)
    status = run()
    # Freeing every object at the end takes a fifth of a short run: mypy leaves in the same way, for the same reason.
    # Not where others may have something to finish: worker processes, or whatever traces this one.
    if not {"multiprocessing", "coverage"} & sys.modules.keys() and _flushed():
        os._exit(status)
    return status


def _flushed() -> bool:
    """Write out what the streams hold; where that fails, the interpreter says so as it shuts down."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return False
    return True


def run() -> int:
    """Run the command line of this process; the exit status."""
    try:
        return _run()
    except KeyboardInterrupt:  # while this program was being imported
        from lint_params.streams import interrupted

        return interrupted()


def _run() -> int:
    if sys.argv[1:] in (["--version"], ["-V"]):
        from lint_params import __version__

        sys.stdout.write(f"lint-params {__version__}\n")
        return 0
    from lint_params.cache.runs import UNKNOWN, Memo
    from lint_params.streams import guarded

    arguments = sys.argv[1:]
    memo = Memo.of(arguments)
    if memo is not None:
        status = guarded(memo.recall)
        if status != UNKNOWN:
            return status
    from lint_params.cli import main

    return main(arguments, memo)


if __name__ == "__main__":
    forget_the_working_directory()
    sys.exit(script())
