"""Parquet files with a file of code in each row."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from lint_params.scan.inputs import Columns
from lint_params.scan.records import LARGEST, Row, too_large

BATCH_BYTES = 8_000_000
"""Of rows that are in memory at a time, by what a row of the file takes on average."""

BATCH_ROWS = 64
"""That are in memory at a time at most: a row that is stored as "the same as before" takes next to nothing there."""

SLICES = 16
"""Parts at most that a row group is cut into: whoever reads the last of them reads over all before."""


def cuts(path: str, columns: Columns, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of rows of about ``size``, along row groups where these are not much larger.

    Raises ``NoInput`` where the columns are not there; what else is wrong with a file is told by who reads it.
    """
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError):
        yield 0, 1
        return
    with file:
        columns.chosen(file.schema_arrow.names, path)
        groups = [file.metadata.row_group(index).num_rows for index in range(file.metadata.num_row_groups)]
    first = end = 0
    for rows in groups:
        if end > first and end - first + rows > size:
            yield first, end
            first = end
        if rows > size:
            parts = min(-(-rows // size), SLICES)
            bounds = [first + rows * part // parts for part in range(parts + 1)]
            yield from itertools.pairwise(bounds)
            first = end + rows
        end += rows
    if end > first:
        yield first, end


def rows(path: str, columns: Columns, first: int) -> Iterator[Row]:
    """The rows from the one before ``first`` on, to the end of the file."""
    with pq.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False) as file:
        names = columns.chosen(file.schema_arrow.names, path)
        wanted = [name for name in names if name is not None]
        position, groups = _from(file.metadata, max(first - 1, 0))
        total = sum(file.metadata.row_group(group).total_byte_size for group in groups)
        average = max(1, total // max(1, file.metadata.num_rows - position))
        several = max(1, min(BATCH_ROWS, BATCH_BYTES // average))
        for batch in file.iter_batches(several, groups, wanted, use_threads=False):
            skipped = min(max(first - 1 - position, 0), batch.num_rows)
            taken = batch.slice(skipped)
            position += skipped
            yield from _rows(position, *(None if name is None else taken.column(name) for name in names))
            position += taken.num_rows


def _from(metadata: pq.FileMetaData, row: int) -> tuple[int, list[int]]:
    """The row groups from the one on that holds a row, and the number of the first row in them."""
    start = 0
    for group in range(metadata.num_row_groups):
        length = metadata.row_group(group).num_rows
        if row < start + length:
            return start, list(range(group, metadata.num_row_groups))
        start += length
    return start, []


def _rows(position: int, paths: pa.Array, contents: pa.Array, repos: pa.Array | None) -> Iterator[Row]:
    names = paths.cast(pa.string()).to_pylist()
    owners = [None] * len(names) if repos is None else repos.cast(pa.string()).to_pylist()
    for at, (path, repo, content) in enumerate(zip(names, owners, _bytes(contents), strict=True), position):
        if path is None:
            yield Row(at, repo, "", problem="the row has no path")
        elif content is None:
            yield Row(at, repo, path, problem="the row has no content")
        elif len(content) > LARGEST:
            yield Row(at, repo, path, problem=too_large(len(content)))
        else:
            yield Row(at, repo, path, content)


def _bytes(contents: pa.Array) -> Iterator[bytes | None]:
    if isinstance(contents, pa.DictionaryArray):
        contents = contents.dictionary_decode()
    kind = contents.type
    if not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind)):
        contents = contents.cast(pa.large_string()).cast(pa.large_binary())
    for scalar in contents:
        yield scalar.as_py()
