"""How long it takes to write 10,000 findings in each format, beyond finding them, and the memory that takes::

python benchmarks/formats.py [NUMBER]
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lint_params.model.finding import Edit, Finding, Fix
from lint_params.model.model import Span
from lint_params.report import FORMATS, Report, writer
from lint_params.report.style import Style

MESSAGE = "LSTM 'lstm_2' has 53,680 parameters, budget 50,000 (+7.4%): 4*(650*20 + 20*20 + 20); at most 18 units fit"
LINE = "    model.add(LSTM(20, return_sequences=True))"


def findings(number: int) -> Iterator[Finding]:
    for one in range(number):
        span = Span(f"src/models/package_{one // 10}.py", 10 + one % 10, 15, 10 + one % 10, 46)
        fix = Fix("use 18 units", (Edit(span, "LSTM(18, return_sequences=True)"),)) if one % 4 == 0 else None
        yield Finding("LP101", "error", MESSAGE, span, "model", f"lstm_{one % 10}", 53_680, 50_000, fix)


def main(number: int) -> None:
    found = tuple(findings(number))
    report = Report(found, lines={(one.span.path, None, one.span.line): LINE for one in found})
    print(f"{number:,} findings")
    print(f"{'format':<8} {'seconds':>8} {'MB written':>11} {'MB of memory':>13}")
    for name in FORMATS:
        module = writer(name)
        start = time.perf_counter()
        size = sum(len(piece) for piece in module.write(report, Style()))
        seconds = time.perf_counter() - start
        tracemalloc.start()
        for _ in module.write(report, Style()):
            pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"{name:<8} {seconds:>8.2f} {size / 1e6:>11.1f} {peak / 1e6:>13.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000)
