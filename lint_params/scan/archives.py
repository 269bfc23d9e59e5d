"""Archives, read as they are: nothing of them is ever written anywhere.

One of a few thousand files is one project, whose files see each other. In a larger one, each first folder is.
"""

from __future__ import annotations

import bz2
import gzip
import itertools
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, cast

from lint_params.records import replace
from lint_params.scan.jsonlines import opened
from lint_params.scan.records import LARGEST, MOST_BYTES, MOST_FILES, SUFFIXES, Batch, Row, batches, owned, too_large

RATIO = 200
"""How many times its packed size a large file of text is at most; what claims more is made to fill memory."""
RATIO_FROM = 1_000_000
TAR_RATIO = 1_000
"""The same of a whole packed archive, which is mostly headers where files are small."""


def cuts(path: str, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of members: several of a large zip file, which says where each is. A tar file is read through at once."""
    try:
        if not _is_zip(path):
            raise zipfile.BadZipFile
        with zipfile.ZipFile(path) as archive:
            members = len(archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        yield 0, 1 << 62  # what is wrong is told by who reads it
        return
    size = max(size, MOST_FILES)
    for first in range(0, members, size):
        yield first, min(first + size, members)


def contents(path: str, first: int, last: int) -> Iterator[Batch]:
    """The files of a stretch of an archive, those together that see each other."""
    if not _is_zip(path):
        yield from _grouped(_tar_rows(path))
        return
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) <= MOST_FILES:
            yield from _grouped(_zip_rows(archive, members, 0))
        else:
            yield from batches(owned(map(_by_folder, _zip_rows(archive, members, max(first - 1, 0))), first, last))


def _is_zip(path: str) -> bool:
    return path.lower().endswith(".zip")


def _grouped(rows: Iterator[Row]) -> Iterator[Batch]:
    """A small archive as one batch; a large one by its first folders."""
    head: list[Row] = []
    size = 0
    for row in rows:
        head.append(row)
        size += len(row.content or b"")
        if len(head) > MOST_FILES or size > MOST_BYTES:
            yield from batches(map(_by_folder, itertools.chain(head, rows)))
            return
    yield from batches(head)


def _by_folder(row: Row) -> Row:
    folder, slash, _ = row.path.removeprefix("./").partition("/")
    return replace(row, repo=folder if slash else None)


def _zip_rows(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], first: int) -> Iterator[Row]:
    for position, member in enumerate(members[first:], first):
        if member.is_dir() or stat.S_ISLNK(member.external_attr >> 16) or not _matters(member.filename):
            continue
        yield _zip_row(archive, member, position)


def _zip_row(archive: zipfile.ZipFile, member: zipfile.ZipInfo, position: int) -> Row:
    row = Row(position, "", member.filename)
    if member.flag_bits & 1:
        return replace(row, problem="encrypted")
    if member.file_size > LARGEST:
        return replace(row, problem=too_large(member.file_size))
    if member.file_size > max(RATIO_FROM, RATIO * member.compress_size):
        return replace(row, problem=f"{member.file_size:,} bytes packed into {member.compress_size:,}: not read")
    try:
        with archive.open(member) as file:
            data = file.read(LARGEST + 1)  # whatever size it claims
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error) as error:
        return replace(row, problem=f"can't be read: {error}")
    return replace(row, problem=too_large(len(data))) if len(data) > LARGEST else replace(row, content=data)


def _tar_rows(path: str) -> Iterator[Row]:
    packed = not path.lower().endswith(".tar")
    most = max(RATIO_FROM, TAR_RATIO * os.path.getsize(path)) if packed else None
    with _stream(path) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        for position, member in enumerate(archive):
            if most is not None and member.offset + member.size > most:
                yield Row(position, "", "", problem=f"more than {TAR_RATIO:,} times its packed size: not read further")
                return
            archive.members.clear()  # type: ignore[attr-defined]  # which would hold every member to the end
            if not member.isfile() or not _matters(member.name):
                continue
            if member.size > LARGEST:
                yield Row(position, "", member.name, problem=too_large(member.size))
                continue
            file = archive.extractfile(member)
            data = b"" if file is None else file.read(LARGEST + 1)
            yield Row(position, "", member.name, data)


def _stream(path: str) -> IO[bytes]:
    """The bytes of an archive, unpacked: ``tarfile`` would take a packed stream that breaks off for its end."""
    name = path.lower()
    if name.endswith((".gz", ".tgz")):
        return cast("IO[bytes]", gzip.open(path))
    if name.endswith((".bz2", ".tbz2")):
        return cast("IO[bytes]", bz2.open(path))
    return cast("IO[bytes]", lzma.open(path)) if name.endswith((".xz", ".txz")) else opened(path)


def _matters(name: str) -> bool:
    return name.lower().endswith(SUFFIXES)
