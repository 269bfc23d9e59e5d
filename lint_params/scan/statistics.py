"""What the output of a scan holds, in numbers: read column by column, however much there is."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lint_params.records import dataclass, field
from lint_params.scan.output import Output

DECADES = 19
"""Powers of ten that 64 bits hold."""

_NAMES = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")
_NUMBERS = re.compile(r"\b\d[\d,._]*\b")
_DOTTED = re.compile(r"[\w\]\[]*(?:\w[.\[(]|_)\S*")

_TELLING = (".shape", "args.", "len(", "config", ".size", ".nunique", "vocab")


@dataclass(slots=True)
class Statistics:
    """Of files and models, and the most frequent of some kinds.

    ``sizes`` counts models with all parameters known by how many digits their number has less one. ``reasons`` are why
    models could not be counted, names and numbers in them left out.
    """

    files: int = 0
    bytes: int = 0
    read: int = 0
    not_counted: int = 0
    cpu: float = 0.0
    models: Counter[str] = field(default_factory=Counter)
    layers: Counter[str] = field(default_factory=Counter)
    sizes: Counter[int] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    parameters: int = 0
    output_bytes: int = 0


def statistics(output: Output) -> Statistics:
    """The statistics of what is in the output."""
    found = Statistics()
    for told in output.done().values():
        found.files += _whole(told["files"])
        found.bytes += _whole(told["bytes"])
        found.read += _whole(told["read"])
        found.not_counted += _whole(told["not_counted"])
        cpu = told["cpu"]
        found.cpu += cpu if isinstance(cpu, (int, float)) else 0.0
    for batch in _columns(output, "models", found, "status", "params", "reason"):
        found.models.update(_counts(batch.column("status")))
        params = batch.column("params").drop_null()
        found.parameters += pc.sum(params).as_py() or 0
        decades = pc.floor(pc.log10(pc.max_element_wise(params.cast(pa.float64()), 1.0)))
        found.sizes.update({int(decade): number for decade, number in _counts(decades).items()})
        open_ones = batch.filter(pc.field("status") != "exact")
        for reason, number in _counts(open_ones.column("reason")).items():
            found.reasons[kind_of(reason)] += number
    for batch in _columns(output, "layers", found, "type"):
        found.layers.update(_counts(batch.column("type")))
    for batch in _columns(output, "findings", found, "code"):
        found.findings.update(_counts(batch.column("code")))
    for batch in _columns(output, "errors", found, "kind"):
        found.errors.update(_counts(batch.column("kind")))
    return found


def kind_of(reason: str | None) -> str:
    """A reason without what is particular to one program: names and numbers in it."""
    text = _DOTTED.sub(_kept, _NAMES.sub("…", reason or "no reason"))
    return _NUMBERS.sub("…", text)


def _kept(code: re.Match[str]) -> str:
    """What of code in a reason is alike in many programs: that it is a shape, an argument of a command line …"""
    return next((f"…{word}…" for word in _TELLING if word in code[0]), "…")


def _columns(output: Output, table: str, found: Statistics, *names: str) -> Iterator[pa.RecordBatch]:
    folder = os.path.join(output.path, table)
    for name in sorted(os.listdir(folder)):
        if name.startswith("part-"):
            path = os.path.join(folder, name)
            found.output_bytes += os.path.getsize(path)
            with pq.ParquetFile(path) as file:
                yield from file.iter_batches(columns=list(names))


def _counts(column: pa.Array) -> dict[str, int]:
    return {each["values"]: each["counts"] for each in column.value_counts().to_pylist()}


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
