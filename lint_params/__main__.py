"""The ``lint-params`` command. Imports nothing that ``--version`` has no use for."""

from __future__ import annotations

import sys


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
    sys.exit(run())
