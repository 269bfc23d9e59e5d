"""Where a scan writes: a folder of Parquet files for each table, a mark for each partition that is done.

A partition's files are written aside and renamed, its mark comes last; so whatever ends a scan, and whenever, each
partition is there whole or is done again.
"""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Iterator, Mapping
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from lint_params.scan.tables import SCHEMAS, Record

ROWS = 2_000
"""Of a table that are in memory before they are written."""

MANIFEST, DONE, JOURNALS, LOCK = "scan.json", "done", "journal", ".lock"
VERSION = 1


class Refused(Exception):
    """Why a folder can't be the output of this scan."""


class Output:
    """The folder that a scan writes into."""

    def __init__(self, path: str) -> None:
        self.path = os.path.abspath(path)

    def prepare(self, manifest: Mapping[str, object]) -> None:
        """Make the folder, or take it up where an earlier run left it; raises ``Refused`` where it is of another scan.

        What an earlier run left half done is removed: whoever calls this holds the ``lock``.
        """
        known = self.manifest()
        if known is not None:
            differing = [name for name in sorted({*known, *manifest}) if known.get(name) != manifest.get(name)]
            if differing:
                raise Refused(f"{self.path} is the output of another scan: {_told(differing, known, manifest)}")
        for name in (*SCHEMAS, DONE, JOURNALS):
            os.makedirs(os.path.join(self.path, name), exist_ok=True)
            for file in os.listdir(os.path.join(self.path, name)):
                if file.startswith(".") or name == JOURNALS:
                    os.unlink(os.path.join(self.path, name, file))
        if known is None:
            self._write(os.path.join(self.path, MANIFEST), {"version": VERSION, **manifest})

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other scans out of the folder; raises ``Refused`` where one is at it, or something else is in it."""
        if os.path.exists(self.path) and not os.path.isdir(self.path):
            raise Refused(f"{self.path} is no folder")
        if os.path.isdir(self.path) and set(os.listdir(self.path)) - {LOCK} and self.manifest() is None:
            raise Refused(f"{self.path} is not empty, and not the output of a scan")
        os.makedirs(self.path, exist_ok=True)
        with open(os.path.join(self.path, LOCK), "ab") as file:
            try:
                import fcntl
            except ImportError:  # Windows has no such locks
                yield
                return
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(f"another scan is writing to {self.path}") from None
            yield

    def manifest(self) -> dict[str, object] | None:
        """What the output is of, if it is one; raises ``Refused`` where that can't be read."""
        try:
            with open(os.path.join(self.path, MANIFEST), encoding="utf-8") as file:
                document = json.load(file)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise Refused(f"{os.path.join(self.path, MANIFEST)} can't be read: {error}") from None
        if not isinstance(document, dict) or document.pop("version", None) != VERSION:
            raise Refused(f"{self.path} is the output of another version of this program")
        return document

    def done(self) -> dict[int, dict[str, object]]:
        """What is known of each partition that is done."""
        found = {}
        for name in sorted(os.listdir(os.path.join(self.path, DONE))):
            number, _, ending = name.partition(".")
            if ending == "json" and number.isdigit():
                with open(os.path.join(self.path, DONE, name), encoding="utf-8") as file:
                    found[int(number)] = json.load(file)
        return found

    def journal(self, number: int) -> str:
        return os.path.join(self.path, JOURNALS, f"{number:06}")

    def mark(self, number: int, told: Mapping[str, object]) -> None:
        """Say that a partition is done."""
        self._write(os.path.join(self.path, DONE, f"{number:06}.json"), told)

    def _write(self, path: str, document: Mapping[str, object]) -> None:
        from lint_params.source.writing import write_atomically

        write_atomically(path, json.dumps(document, indent=2).encode())


class Tables:
    """The files of one partition while they are written; nothing is seen of them before ``keep``."""

    def __init__(self, output: Output, number: int) -> None:
        self._paths = {name: os.path.join(output.path, name, f"part-{number:06}.parquet") for name in SCHEMAS}
        mark = uuid.uuid4().hex
        self._aside = {
            name: os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.{mark}")
            for name, path in self._paths.items()
        }
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._waiting: dict[str, list[Record]] = {name: [] for name in SCHEMAS}
        self.rows = dict.fromkeys(SCHEMAS, 0)

    def __enter__(self) -> Tables:
        for name, schema in SCHEMAS.items():
            self._writers[name] = pq.ParquetWriter(self._aside[name], schema, compression="zstd")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for writer in self._writers.values():
            with contextlib.suppress(OSError):
                writer.close()
        for path in self._aside.values():
            with contextlib.suppress(OSError):
                os.unlink(path)

    def add(self, table: str, row: Record) -> None:
        self.rows[table] += 1
        self._waiting[table].append(row)
        if len(self._waiting[table]) >= ROWS:
            self._flush(table)

    def keep(self) -> None:
        """Put the files where they belong."""
        for name, writer in self._writers.items():
            self._flush(name)
            writer.close()
        for name, path in self._paths.items():
            os.replace(self._aside[name], path)

    def _flush(self, name: str) -> None:
        if self._waiting[name]:
            self._writers[name].write_table(pa.Table.from_pylist(self._waiting[name], SCHEMAS[name]))
            self._waiting[name] = []


def _told(differing: list[str], known: Mapping[str, object], now: Mapping[str, object]) -> str:
    what = "; ".join(f"{name} was {_short(known.get(name))}, is {_short(now.get(name))}" for name in differing)
    return f"{what}. Name another folder with -o, or remove it"


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
