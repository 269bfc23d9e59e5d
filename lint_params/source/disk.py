"""Every look at the checked project's files, and a record of what was seen: a result holds as long as all of it does.

A fact is what the disk said of one path: that nothing is there, what kind of thing is, which names a directory has, or
what a file holds. It is ``(kind,)``, or of what was read ``(kind, size, time of change, digest)``, the digest empty
where it was not asked for. It is compared by size and time of change; by content where those leave a doubt: a file
changed moments before it was read may have changed again within the clock's resolution.

Of a file that holds no model, only the outline counts (``lint_params.source.outline``): it is a fact of another kind,
with the outline behind the digest, and it holds as long as the file has this outline.
"""

from __future__ import annotations

import errno
import os
import stat
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import BinaryIO, Protocol, Union

    Fact = tuple[Union[str, int], ...]
    Facts = Mapping[str, Fact]

    class Tree(Protocol):
        """Files that lie elsewhere than on the disk, or elsewhere on it; asked by absolute path."""

        def kind(self, path: str) -> str: ...
        def version(self, path: str) -> tuple[int, int]: ...
        def names(self, path: str) -> list[str]: ...
        def read(self, path: str, most: int) -> bytes: ...

else:
    Fact = Facts = object  # every start comes by here: nothing is imported that it can do without

YOUNG = 2_000_000_000
"""Nanoseconds for which a file counts as just changed: no file system's clock is coarser than this."""

ABSENT = "absent"
PRESENT = "present"
FILE = "file"
DIRECTORY = "directory"
OUTLINE = "outline"

UNPROVED = -1
"""A time of change that proves nothing."""

MAX_OUTLINED = 1_000_000
"""Bytes of a file whose outline is looked at again. No configuration lets more than an outline count for so few."""

UNKNOWABLE: Fact = (FILE, 0, UNPROVED, "")
"""Of what could not be read."""


class Footprint:
    """The facts that were seen while it was open, by absolute path."""

    def __init__(self, digests: bool = False, aside: bool = False) -> None:
        """``digests``: files that are read are known by their content too, so that a mere touch changes nothing.
        ``aside``: what is seen is noted here alone; who opened this hands on what counts of it."""
        self.facts: dict[str, Fact] = {}
        self.digests = digests
        self._others: list[Footprint] = []
        self._aside = aside

    def __enter__(self) -> Footprint:
        if self._aside:
            self._others[:], _open[:] = _open, ()
        _open.append(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        _open.remove(self)
        _open.extend(self._others)

    def note(self, path: str, fact: Fact) -> None:
        """Remember a fact, unless more is known of the path already."""
        known = self.facts.get(path)
        if known is None or len(fact) > len(known) or known == (PRESENT,):
            self.facts[path] = fact
        elif len(fact) == len(known) == 4 and fact != known:
            self.facts[path] = _both(fact, known)

    def add(self, facts: Facts) -> None:
        """Remember what another footprint has seen."""
        for path, fact in facts.items():
            self.note(path, fact)


def _both(one: Fact, other: Fact) -> Fact:
    """What two looks at a path say: it was the same, known once by more; or it changed in between."""
    digests = _digest(one), _digest(other)
    if one[1:3] != other[1:3] or (digests[0] != digests[1] and "" not in digests):
        return UNKNOWABLE
    if one[0] == other[0]:
        return max(one, other, key=lambda fact: str(fact[3]))
    if {one[0], other[0]} != {FILE, OUTLINE}:
        return UNKNOWABLE
    if one[2] == UNPROVED and "" in digests:
        return UNKNOWABLE
    return other if one[0] == OUTLINE else one  # all of it counts


def _digest(fact: Fact) -> str:
    """The digest of a content, whatever else is told of it."""
    return str(fact[3]).partition(" ")[0] if fact[0] == OUTLINE else str(fact[3])


_open: list[Footprint] = []


class Mount:
    """While it is open, all looks go to a tree, and nothing of the disk is seen. One at a time in a process."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def __enter__(self) -> Mount:
        global _tree
        _tree = self.tree
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        global _tree
        _tree = None


_tree: Tree | None = None


def watched() -> bool:
    """Whether anybody takes down what is seen."""
    return bool(_open)


def note(facts: Facts) -> None:
    """What a result rests on that was not looked at again: it came from a cache, or from another process."""
    for footprint in _open:
        footprint.add(facts)


def note_outline(facts: Facts, outline: str) -> None:
    """Hand on what was seen of a file, of which only the outline counts."""
    for path, fact in facts.items():
        if fact[0] == FILE and len(fact) == 4 and fact != UNKNOWABLE:
            _, size, modified, digest = fact
            fact = (OUTLINE, size, modified, f"{digest if modified == UNPROVED else ''} {outline}")
        note({path: fact})


def is_file(path: str) -> bool:
    """Whether a regular file is there, or a link to one."""
    return _kind(path) == FILE


def is_directory(path: str) -> bool:
    """Whether a directory is there, or a link to one."""
    return _kind(path) == DIRECTORY


def exists(path: str) -> bool:
    """Whether anything is there, be it a link to nowhere. Raises ``ValueError`` for a name with a null byte."""
    there = os.path.lexists(path) if _tree is None else _tree.kind(path) != ABSENT
    if _open:
        _note(path, (PRESENT,) if there else (ABSENT,))
    return there


def names(path: str) -> list[str]:
    """The names in a directory, as the system lists them. Raises ``OSError``."""
    if _tree is not None:
        return _tree.names(path)
    listed(path)
    return os.listdir(path)


def version(path: str) -> tuple[int, int]:
    """The size of a file, and a time that changes with what it holds. Raises ``OSError``."""
    if _tree is not None:
        return _tree.version(path)
    status = os.stat(path)
    return status.st_size, status.st_mtime_ns


def real(path: str) -> str:
    """A path without links, as far as there are any."""
    return os.path.realpath(path) if _tree is None else os.path.abspath(path)


def mounted() -> bool:
    """Whether all looks go to a tree."""
    return _tree is not None


def listed(path: str) -> None:
    """To be called before a directory is listed: the result rests on the names in it."""
    if not _open or _tree is not None:
        return
    try:
        modified = changed(os.stat(path))
        young = _young(modified)
        _note(path, (DIRECTORY, 0, UNPROVED if young else modified, _digest_of_names(path) if young else ""))
    except OSError:
        _note(path, (ABSENT,))


def opened(path: str) -> BinaryIO:
    """A regular file, open for reading. Raises ``OSError``; also for a pipe, at which one might wait for ever, and for
    a device, which may have no end."""
    file = open(path, "rb", opener=_at_once)  # noqa: SIM115 (whoever asked closes it)
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "not a file, but a pipe or a device", path)
    return file


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for anybody at the other end."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read(path: str, most: int = -1) -> bytes:
    """The bytes of a regular file, ``most`` of them at most. Raises ``OSError``."""
    if _tree is not None:
        return _tree.read(path, most)
    try:
        with opened(path) as file:
            status = os.fstat(file.fileno())
            data = file.read(most)
    except (FileNotFoundError, NotADirectoryError):
        if _open:
            _note(path, (ABSENT,))
        raise
    except OSError:
        unreadable(path)
        raise
    seen(path, status, data)
    return data


def seen(path: str, status: os.stat_result, data: bytes | None) -> None:
    """A file was read, all of it or enough; ``status`` is from before. Without ``data``, by size and time alone."""
    if not _open or _tree is not None:
        return
    young = _young(changed(status))
    digest = digest_of(data) if data is not None and (young or any(one.digests for one in _open)) else ""
    _note(path, (FILE, status.st_size, UNPROVED if young else changed(status), digest))


def touched(path: str) -> None:
    """What was read of a file before is used again: the result rests on its being the same. Raises ``OSError``."""
    if _open and _tree is None:
        seen(path, os.stat(path), None)


def unreadable(path: str) -> None:
    """A file or directory could not be read. What rests on that can't be kept: access changes in many ways."""
    if _open:
        _note(path, UNKNOWABLE)


def confirmed(facts: Facts) -> dict[str, Fact] | None:
    """The facts, where the disk still says all of this: those of which time proves nothing brought up to date."""
    now: dict[str, Fact] = {}
    for path, fact in facts.items():
        still = _still(path, fact)
        if still is None:
            return None
        now[path] = still
    return now


def provable(facts: Facts) -> bool:
    """Whether there is a way to find out that all of this still holds."""
    return all(len(fact) == 1 or fact[2] != UNPROVED or fact[3] != "" for fact in facts.values())


def _still(path: str, fact: Fact) -> Fact | None:
    kind = fact[0]
    try:
        if kind in (PRESENT, ABSENT):
            return fact if os.path.lexists(path) == (kind == PRESENT) else None
        status = os.stat(path)
        if (FILE if kind == OUTLINE else kind) != _kind_of(status):
            return None
        if len(fact) == 1:
            return fact
        _, size, modified, digest = fact
        now = changed(status)
        resized = kind != DIRECTORY and status.st_size != size
        if now == modified and not resized:
            return fact
        if kind == OUTLINE:
            return _with_outline(path, status, str(digest))
        if resized:
            return None
        if digest == "" or digest != (_digest_of_names(path) if kind == DIRECTORY else _digest_of_file(path)):
            return None
        return (kind, size, UNPROVED if _young(now) else now, digest)
    except (OSError, ValueError):
        return None


def _with_outline(path: str, status: os.stat_result, told: str) -> Fact | None:
    """The fact of a file that changed, if its outline is still the one that was told."""
    if status.st_size > MAX_OUTLINED:
        return None
    from lint_params.source.outline import outline

    with open(path, "rb") as file:
        data = file.read(MAX_OUTLINED + 1)
    expected = told.partition(" ")[2]
    if len(data) > MAX_OUTLINED or outline(data) != expected:
        return None
    now = changed(status)
    return (OUTLINE, status.st_size, UNPROVED if _young(now) else now, f" {expected}")


def changed(status: os.stat_result) -> int:
    """When something last changed. Not the modification time alone, which can be set at will, and which a change of
    access leaves; where the other one is that of the creation (Windows), the modification is the later of the two."""
    return max(status.st_mtime_ns, status.st_ctime_ns)


def _young(modified: int) -> bool:
    """Whether something changed just now, or in the future, as clocks go."""
    return modified > time.time_ns() - YOUNG


def digest_of(data: bytes) -> str:
    """What stands for a content: no two of it are known."""
    try:
        from _blake2 import blake2b  # what hashlib has, without OpenSSL, which that loads: 5 ms of a start
    except ImportError:
        from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()


def _digest_of_file(path: str) -> str:
    with open(path, "rb") as file:
        return digest_of(file.read())


def _digest_of_names(path: str) -> str:
    return digest_of("\0".join(sorted(os.listdir(path))).encode("utf-8", "surrogateescape"))


def _kind(path: str) -> str:
    if _tree is not None:
        return _tree.kind(path)
    try:
        kind = _kind_of(os.stat(path))
    except (OSError, ValueError):
        kind = ABSENT
    if _open:
        _note(path, (kind,))
    return kind


def _kind_of(status: os.stat_result) -> str:
    if stat.S_ISREG(status.st_mode):
        return FILE
    return DIRECTORY if stat.S_ISDIR(status.st_mode) else PRESENT


def _note(path: str, fact: Fact) -> None:
    absolute = os.path.abspath(path)
    for footprint in _open:
        footprint.note(absolute, fact)
