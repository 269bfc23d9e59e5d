"""How fast a scan is, with one worker and with more, over files made from a seed::

    python benchmarks/scan.py [--files 100000] [--workers 1 2] [--rounds 3]

One file in a hundred holds a model, as in the trees of ``benchmarks/speed.py``. Throughput is files a second from the
first partition to the last, and once more with the start of the command. Ratios are of pairs run one after the other;
that of the processor's time is what more workers can give at best, where others keep the machine busy.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.speed import ROOT, SEED_MODEL, plain

MANY = 100_000_000

GROUP = 1_000
"""Rows of a row group, as data sets of code have them."""

SCHEMA = pa.schema([("repo", pa.string()), ("path", pa.string()), ("content", pa.string())])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--bytes", type=int, default=8_000, help="of a file, on average")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = options.keep or Path(folder)
        scratch.mkdir(parents=True, exist_ok=True)
        data = scratch / "files.parquet"
        if not data.exists():
            make_data(data, options.files, options.bytes)
        print(f"{options.files:,} files, {data.stat().st_size / 1e6:,.0f} MB of Parquet")
        print(f"{'round':>5} {'workers':>7} {'files/s':>9} {'with start':>10} {'cpu s':>7} {'output MB':>9}")
        speeds: dict[int, list[float]] = {number: [] for number in options.workers}
        cpu: dict[int, list[float]] = {number: [] for number in options.workers}
        for turn in range(options.rounds):
            for number in options.workers:
                out = scratch / f"out-{turn}-{number}"
                told, seconds, whole = scan(data, out, number)
                speeds[number].append(options.files / seconds)
                cpu[number].append(told["cpu_seconds"])
                print(
                    f"{turn + 1:>5} {number:>7} {options.files / seconds:>9,.0f} {options.files / whole:>10,.0f} "
                    f"{told['cpu_seconds']:>7} {told['output_bytes'] / 1e6:>9.2f}",
                    flush=True,
                )
        first, *others = options.workers
        for number in others:
            ratios = [ours / theirs for ours, theirs in zip(speeds[number], speeds[first], strict=True)]
            at_best = [number / first * theirs / ours for ours, theirs in zip(cpu[number], cpu[first], strict=True)]
            for what, values in (("", ratios), (", by the processor's time", at_best)):
                low, middle, high = min(values), statistics.median(values), max(values)
                print(f"{number} workers against {first}{what}: min {low:.2f}, median {middle:.2f}, max {high:.2f}")
        estimate(options.files, cpu[first], told["output_bytes"])


def estimate(files: int, cpu: list[float], output: float) -> None:
    """What a thousand times as many files would take, and more, by the processor's time with one worker."""
    hours = statistics.median(cpu) / files * MANY / 3_600
    print(
        f"{MANY:,} files: {hours:,.0f} hours of a processor, {output / files * MANY / 1e9:.1f} GB of output; ", end=""
    )
    print(", ".join(f"{hours / cores:,.1f} h with {cores} cores" for cores in (8, 64, 512)))


def make_data(path: Path, files: int, size: int) -> None:
    """Rows in the order of repositories of 40 files, written group by group."""
    dice = random.Random(20)
    model = SEED_MODEL.read_text(encoding="utf-8")
    pieces = [plain(dice, 2 * size) for _ in range(500)]
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for start in range(0, files, GROUP):
            numbers = range(start, min(start + GROUP, files))
            texts = [dice.choice(pieces)[: dice.randrange(size // 4, 2 * size - size // 4)] for _ in numbers]
            texts = [model + text if number % 100 == 7 else text for number, text in zip(numbers, texts, strict=True)]
            # A text that is cut off must end at a line, or it can't be parsed.
            texts = [text[: text.rfind("\ndef ") + 1] for text in texts]
            columns = {
                "repo": [f"owner/package_{number // 40:05}" for number in numbers],
                "path": [f"part_{number % 4}/module_{number:06}.py" for number in numbers],
                "content": texts,
            }
            writer.write_table(pa.table(columns, SCHEMA))


def scan(data: Path, out: Path, workers: int) -> tuple[dict[str, float], float, float]:
    """What a scan says, the seconds from its first partition's beginning to its last one's end, and those of it all."""
    command = [sys.executable, "-m", "lint_params", "scan", str(data), "-o", str(out), "--output-format", "json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    done = subprocess.run(
        [*command, "--workers", str(workers)], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    whole = time.perf_counter() - start
    marks = [(path.stat().st_mtime, json.loads(path.read_text())["seconds"]) for path in (out / "done").iterdir()]
    busy = max(end for end, _ in marks) - min(end - seconds for end, seconds in marks)
    return json.loads(done.stdout), busy, whole


if __name__ == "__main__":
    main()
