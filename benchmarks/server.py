"""From a keystroke to its diagnostics, after the debounce, against libcst's own parse and positions of the same text::

    python benchmarks/server.py [FILE …]

Without files: a twelfth of the programs of ``tests/cases``, and some of them joined to larger files. For each, a number
is typed again and again, so that the text is new every time. ``inspect`` is the analysis in this process, ``server``
the whole way through a real server, from the message of the change to that with the diagnostics; both as multiples of
``libcst.parse_module`` and its ``PositionProvider``, of which the median is what counts.
"""

from __future__ import annotations

import asyncio
import functools
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import libcst
from libcst.metadata import MetadataWrapper, PositionProvider

from lint_params.server.analysis import Inspector
from lint_params.server.worker import Worker
from tests.server.session import ROOT, editor

ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Row:
    """Seconds that one file takes, medians of the rounds."""

    name: str
    lines: int
    libcst: float
    inspect: float
    server: float


def typed(text: str) -> Iterator[str]:
    """The text with a number typed at its end, another one each time."""
    for number in range(10, 10 + ROUNDS):
        yield f"{text.rstrip()}\nlast = {number}\n"


async def row_of(name: str, path: Path, text: str) -> Row:
    """All three in turns, so that whatever else the machine does weighs on each alike."""
    inspector, worker = Inspector(isolated=True), Worker()
    times: list[tuple[float, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        async with editor(Path(folder), debounce=0, workspace=False) as one:
            uri = one.open("model.py", text)
            await one.diagnostics(uri)
            for number, changed in enumerate(typed(text), 2):
                start = time.perf_counter()
                MetadataWrapper(libcst.parse_module(changed)).resolve(PositionProvider)
                parsed = time.perf_counter()
                await worker.run(functools.partial(inspector.inspect, str(path), changed.encode()))
                inspected = time.perf_counter()
                one.change(uri, changed)
                while len(one.published[uri]) < number:
                    await asyncio.sleep(0.0002)
                times.append((parsed - start, inspected - parsed, time.perf_counter() - inspected))
    worker.stop()
    parse, inspection, server = (statistics.median(column) for column in zip(*times[1:], strict=True))
    return Row(name, text.count("\n"), parse, inspection, server)


def texts(names: list[str]) -> Iterator[tuple[str, Path, str]]:
    if names:
        for name in names:
            yield name, Path(name), Path(name).read_text()
        return
    cases = [path for path in sorted((ROOT / "tests" / "cases").glob("*/*.py")) if _is_utf8(path)]
    for path in cases[::12]:
        yield path.relative_to(ROOT / "tests" / "cases").as_posix(), path, path.read_text()
    for number in (20, 60):
        scripts = [path.read_text() for path in cases if path.parent.name == "scripts"]
        body = "\n".join((scripts * number)[:number])
        yield f"{number} scripts", ROOT / "model.py", body


def _is_utf8(path: Path) -> bool:
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return True


async def main(names: list[str]) -> None:
    rows = []
    print(f"{'file':<44} {'lines':>6} {'libcst':>9} {'inspect':>8} {'server':>8}")
    for name, path, text in texts(names):
        row = await row_of(name, path, text)
        rows.append(row)
        figures = f"{row.libcst * 1000:>6.1f} ms {row.inspect / row.libcst:>7.2f}x {row.server / row.libcst:>7.2f}x"
        print(f"{name[:44]:<44} {row.lines:>6} {figures}", flush=True)
    medians = [statistics.median(getattr(row, name) / row.libcst for row in rows) for name in ("inspect", "server")]
    print(f"{'median':<44} {'':>6} {'':>9} {medians[0]:>7.2f}x {medians[1]:>7.2f}x")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
