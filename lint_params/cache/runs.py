"""A whole run again: the same command line, where nothing that it looked at has changed, says the same.

This is the way of every hook on code that did not change, so it imports next to nothing: no dataclass, no argparse.
"""

from __future__ import annotations

import os
import sys

from lint_params.cache.place import directory, stamp
from lint_params.cache.store import Store
from lint_params.source.disk import Fact, Footprint, confirmed, provable, seen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from lint_params.source.disk import Facts

KIND = "run"
MAX_TEXT = 2_000_000
"""Characters of output that are kept."""

UNKNOWN = -1
"""No exit status: nothing is known of the run."""

_ALONE = frozenset(("--isolated", "--quiet", "-q", "--verbose", "-v", "--statistics"))
_VALUED = frozenset(
    ("--select", "--ignore", "--config", "--jobs", "-j", "--color", "--fail-on", "--output-format", "--cache-dir")
)
"""Options of ``check`` that change only what it says. With any other it may write, or read what is no file."""

_VARIABLES = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "LINES", "PYTHONUTF8", "PYTHONIOENCODING")


class Memo:
    """What a run of ``check`` says: looked up before it, or taken down while it goes on (``with memo:``)."""

    def __init__(self, arguments: Sequence[str], store: Store) -> None:
        self.store = store
        self.key = repr((stamp(), os.getcwd(), list(arguments), _streams()))
        self.said: list[tuple[str, str]] = []
        self.footprint = Footprint()

    @staticmethod
    def of(arguments: Sequence[str]) -> Memo | None:
        """The memo of a command line; ``None`` where it is not of the kind that can be kept, or there is no cache."""
        place = _place(arguments)
        if place is None or sys.stdout is None or sys.stderr is None:
            return None
        try:
            return Memo(arguments, Store(place))
        except (OSError, ValueError):  # no working directory, a closed stream
            return None

    def recall(self) -> int:
        """Say again what was said, if all it rests on still holds: the exit status, else ``UNKNOWN``."""
        text = self.store.load(KIND, self.key)
        if text is None:
            return UNKNOWN
        try:
            status, said, facts = _read(text)
        except (ValueError, IndexError):
            return UNKNOWN
        now = confirmed(facts)
        if now is None:
            return UNKNOWN
        if now != facts:
            self.store.save(KIND, self.key, _written(status, said, now))
        for stream, part in said:
            (sys.stdout if stream == "out" else sys.stderr).write(part)
        sys.stdout.flush()
        return status

    def __enter__(self) -> Memo:
        from lint_params.cli import console

        console.listeners.append(self._hear)
        self.footprint.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        from lint_params.cli import console

        self.footprint.__exit__(kind, error, at)
        console.listeners.remove(self._hear)

    def keep(self, status: int) -> None:
        """Keep what was said, if that can be found to hold."""
        facts = {**self.footprint.facts, **_libraries()}
        if status not in (0, 1) or sum(len(text) for _, text in self.said) > MAX_TEXT or not provable(facts):
            return
        text = _written(status, self.said, facts)
        if text.count(END) == len(self.said) + len(facts):
            self.store.save(KIND, self.key, text)

    def _hear(self, stream: str, text: str) -> None:
        self.said.append((stream, text))


END = "\0"
"""Ends every part of a document: no path holds it, nor any text that is written for people."""


def _written(status: int, said: Sequence[tuple[str, str]], facts: Facts) -> str:
    """The status, what was said, the facts. A format of our own: to import JSON is half a start of Python."""
    parts = [f"{stream}\n{text}" for stream, text in said]
    parts += ["\n".join([*map(str, fact), path]) for path, fact in facts.items()]
    return f"{status} {len(said)}\n" + "".join(part + END for part in parts)


def _read(text: str) -> tuple[int, list[tuple[str, str]], dict[str, Fact]]:
    """What was written; raises ``ValueError`` or ``IndexError`` where it was not."""
    head, _, rest = text.partition("\n")
    status, count = map(int, head.split(" "))
    parts = rest.split(END)
    if status not in (0, 1) or parts.pop() or not 0 <= count <= len(parts):
        raise ValueError("not as written")
    said: list[tuple[str, str]] = []
    for part in parts[:count]:
        stream, _, words = part.partition("\n")
        said.append((stream, words))
    facts: dict[str, Fact] = {}
    for part in parts[count:]:
        kind, _, more = part.partition("\n")
        if more.startswith(os.sep) or more[1:2] == ":":  # an absolute path: nothing else is told of it
            facts[more] = (kind,)
        else:
            size, changed, digest, path = more.split("\n", 3)
            facts[path] = (kind, int(size), int(changed), digest)
    if not facts:
        raise ValueError("no run rests on nothing")
    return status, said, facts


def _libraries() -> dict[str, Fact]:
    """What others than we say about code and configurations: a new version of theirs may say something else."""
    from importlib.util import find_spec

    with Footprint() as footprint:
        for name in ("libcst", "yaml"):
            spec = find_spec(name)
            if spec is not None and spec.origin is not None:
                seen(spec.origin, os.stat(spec.origin), None)
    return footprint.facts


def _place(arguments: Sequence[str]) -> str | None:
    """The cache directory for a command line whose output can be kept."""
    given: str | None = None
    rest = iter(arguments[1:] if arguments[:1] == ["check"] else arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name in _VALUED:
            if not equals:
                value = next(rest, "")
            if name == "--output-format" and (":" in value or "," in value):
                return None
            given = value if name == "--cache-dir" else given
        elif argument not in _ALONE and argument.startswith("-"):
            return None
    return directory(given)


def _streams() -> list[object]:
    """What of the surroundings the output depends on."""
    terminals = [stream.isatty() for stream in (sys.stdout, sys.stderr)]
    size = tuple(os.get_terminal_size(sys.stdout.fileno())) if terminals[0] else None
    encodings = [sys.stdout.encoding, sys.stderr.encoding]
    return [terminals, size, encodings, [os.environ.get(name) for name in _VARIABLES]]
