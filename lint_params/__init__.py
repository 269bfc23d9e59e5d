"""A linter for the size of Keras ``Sequential`` models, from source code alone.

>>> import lint_params
>>> report = lint_params.check("examples")
>>> summary = lint_params.summarize("examples/sequence_tagger.py")

Importing this package imports nothing else; the functions load what they need when they are first asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing.TYPE_CHECKING, without the import
if TYPE_CHECKING:
    from lint_params.api import Summary, check, summarize
    from lint_params.jupyter.extension import Shell

__version__ = "0.1.0"
__all__ = ["Summary", "__version__", "check", "summarize"]


def __getattr__(name: str) -> object:
    if name in ("Summary", "check", "summarize"):
        from lint_params import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load_ipython_extension(shell: Shell) -> None:
    """What ``%load_ext lint_params`` calls."""
    from lint_params.jupyter.extension import load

    load(shell)


def unload_ipython_extension(shell: Shell) -> None:
    """What ``%unload_ext lint_params`` calls."""
    from lint_params.jupyter.extension import unload

    unload(shell)
