"""The outline of a file: of its raw bytes, what decides whether it can hold a model. Parsing costs seconds a megabyte,
this a thousandth of it.

A run is said again by this module where files without a model have changed (``lint_params.source.disk``), so it imports
next to nothing.
"""

from __future__ import annotations

import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from mmap import mmap

KERAS = b"keras"
_WORDS = (b"Sequential", b"Functional")
_MODEL = re.compile(rb"\bModel\b")
"""``Model`` too: models of other kinds are not counted, but it is said that they were seen."""

_BOUNDARIES = (b"\n", b"\r", b";", b":", b'"', b"'", b"\\n", b"\\r")
"""What a statement can stand behind; the last two are the ends of lines within a notebook's JSON."""
_LONGEST = 1000
"""Bytes from the beginning of an import to its word ``import``."""

_REST = rb"(?:\\\r?\n|[^\r\n;#\"\\])*"
"""The rest of a statement without brackets. In a notebook, lines end in a quote or the two characters of ``\\n``."""

_IMPORT = re.compile(
    rb"(?:^|[;:\"'\r\n]|\\[nr])[ \t\f]*"
    rb"(?:from[ \t]+(?P<dots>[. \t]*)(?P<source>[\w.\x80-\xff]*)[ \t]+import\b(?P<names>[ \t]*\([^)]*|" + _REST + rb")"
    rb"|import[ \t]+(?P<modules>" + _REST + rb"))"
)
_OUTLINE = re.compile(r"[01]{2}(?:\d{1,9}:[^,:\n]*(?:,(?!\Z)|\Z))*")
_WORD = re.compile(rb"[\w.\x80-\xff]+")


OF_KERAS, OF_MODEL = 1, 2
"""Words of a model, as bits."""


class Outline(str):
    """What the bytes of one file say, in a line: whether Keras and the name of a model class are there, as digits, and
    the modules that imports may mean, with the number of their dots, as paths without suffix: ``000:os,1:a/b``."""

    __slots__ = ()

    @staticmethod
    def of(keras: bool, model: bool, imports: Iterable[tuple[int, str]] = ()) -> Outline:
        return Outline(f"{keras:d}{model:d}" + ",".join(f"{dots}:{module}" for dots, module in imports))

    @staticmethod
    def read(text: object) -> Outline | None:
        """The outline that was written as a text; ``None`` where it is none."""
        return Outline(text) if isinstance(text, str) and _OUTLINE.fullmatch(text) else None

    @property
    def words(self) -> int:
        """Which words of a model are there: ``OF_KERAS``, ``OF_MODEL``, or both."""
        return OF_KERAS * (self[0] == "1") | OF_MODEL * (self[1] == "1")

    def imports(self) -> Iterator[tuple[int, str]]:
        """Dots and path of every module that may be meant."""
        for part in self[2:].split(",") if len(self) > 2 else ():
            dots, _, module = part.partition(":")
            yield int(dots), sys.intern(module)  # many files import the same


def names_model(data: bytes | mmap) -> bool:
    """Whether the name of a model class is there. Plain words first: they are found at the speed of memory."""
    if any(data.find(word) >= 0 for word in _WORDS):
        return True
    return data.find(b"Model") >= 0 and _MODEL.search(data) is not None


def names_sequential(data: bytes | mmap) -> bool:
    """Whether the name of the class is there, for those who ask for no other models."""
    return data.find(b"Sequential") >= 0


def outline(data: bytes, names: Callable[[bytes], bool] = names_model) -> Outline:
    """The outline of a file; its imports only where they matter."""
    keras, model = KERAS in data, names(data)
    if keras and model:
        return Outline.of(True, True)
    return Outline.of(keras, model, dict.fromkeys(_imports(data)))


def _imports(data: bytes) -> Iterator[tuple[int, str]]:
    for match in _statements(data):
        if match["modules"] is not None:
            for part in match["modules"].split(b","):
                if word := _WORD.search(part):
                    yield 0, _path(word[0])
            continue
        dots = match["dots"].count(b".") + len(match["source"]) - len(match["source"].lstrip(b"."))
        source = match["source"].lstrip(b".")
        if source:
            yield dots, _path(source)
        for word in _WORD.finditer(match["names"]):
            yield dots, _path(b".".join(filter(None, (source, word[0]))))


def _statements(data: bytes) -> Iterator[re.Match[bytes]]:
    """The import statements. Found by their word, and tried from what they stand behind: to try the pattern at every
    byte takes a hundred times as long (five seconds on 50 MB)."""
    at = data.find(b"import")
    if at >= 0 and (b"\\\n" in data or b"\\\r\n" in data):
        data = re.sub(rb"\\\r?\n", b" ", data)  # one line goes on in the next
        at = data.find(b"import")
    while at >= 0:
        begin = max(0, at - _LONGEST)
        for boundary in _BOUNDARIES:  # the most usual first: the others are then looked for behind it
            begin = max(begin, data.rfind(boundary, begin, at))
        match = _IMPORT.match(data, begin)
        if match is not None and match.end() > at:
            yield match
            at = data.find(b"import", match.end())
        else:
            at = data.find(b"import", at + 6)


def _path(module: bytes) -> str:
    return module.decode("utf-8", "replace").strip(".").replace(".", "/")
