"""JSON Lines with a file of code in each object; packed ones are read by one process from beginning to end."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import IO, cast

import pyarrow as pa

from lint_params.scan.inputs import Columns, NoInput
from lint_params.scan.records import LARGEST, Row, too_large

LINE = 2 * LARGEST
"""Bytes of a line beyond which it is not read: content with everything escaped."""

BYTES = 10_000
"""That a file of code takes, about: how many bytes are a partition."""

_PACKED = {".gz": "gzip", ".bz2": "bz2", ".zst": "zstd"}


def cuts(path: str, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of bytes; a line belongs to the one that it begins in."""
    length = os.path.getsize(path)
    if packing(path) is not None:
        yield 0, 1 << 62
        return
    for first in range(0, length, size * BYTES):
        yield first, min(first + size * BYTES, length)


def rows(path: str, columns: Columns, first: int) -> Iterator[Row]:
    """The rows from the one before ``first`` on, to the end of the file."""
    with opened(path) as file:
        position = _line_before(file, first) if first else 0
        while line := file.readline(LINE + 1):
            length = len(line)
            while not line.endswith(b"\n") and len(line) > LINE and (rest := file.readline(LINE)):
                length += len(rest)
                if rest.endswith(b"\n"):
                    break
            if length > LINE:
                yield Row(position, None, "", problem=too_large(length))
            elif line.strip():
                yield _row(position, line, columns)
            position += length


def packing(path: str) -> str | None:
    """How a file is packed, by its name."""
    return _PACKED.get(os.path.splitext(path)[1].lower())


def opened(path: str) -> IO[bytes]:
    """A file, unpacked as it is read."""
    if packing(path) is None:
        return open(path, "rb")
    import io

    return cast("IO[bytes]", io.BufferedReader(pa.input_stream(path, compression=packing(path)), 1 << 20))


def _line_before(file: IO[bytes], place: int) -> int:
    """Go to the beginning of the last line that begins before a place, and say where that is."""
    at, step = place, 1 << 16
    while at > 0:
        begin = max(0, at - step)
        file.seek(begin)
        # A line end just before ``place`` begins a line at ``place`` itself.
        found = file.read(min(at, place - 1) - begin).rfind(b"\n")
        if found >= 0:
            at = begin + found + 1
            break
        at = begin
    file.seek(at)
    return at


def _row(position: int, line: bytes, columns: Columns) -> Row:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Row(position, None, "", problem=f"not JSON: {error}")
    if not isinstance(document, dict):
        return Row(position, None, "", problem="not a JSON object")
    try:
        path, content, repo = columns.chosen(list(document), "the line")
    except NoInput as error:
        return Row(position, None, "", problem=str(error)[:300])
    name, text, owner = document[path], document[content], None if repo is None else document[repo]
    owner = owner if isinstance(owner, str) else None
    if not isinstance(name, str) or not isinstance(text, str):
        what = "path" if not isinstance(name, str) else "content"
        return Row(position, owner, name if isinstance(name, str) else "", problem=f"the {what} is no text")
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > LARGEST:
        return Row(position, owner, name, problem=too_large(len(data)))
    return Row(position, owner, name, data)
