"""The summary of a scan, for people and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lint_params.report.escape import printable
from lint_params.report.json import dumps
from lint_params.report.style import Style
from lint_params.rules.registry import rule
from lint_params.scan.output import Output
from lint_params.scan.statistics import Statistics, statistics

MOST = 15
"""Lines of a list in the text."""

BAR = 24
STATUSES = ("exact", "partial", "unknown")


def report(output: Output, format: str, style: Style) -> str:
    """What there is in the output."""
    found = statistics(output)
    return dumps(_document(found)) if format == "json" else "\n".join(_lines(found, style)) + "\n"


def _document(found: Statistics) -> dict[str, object]:
    models = found.models.total()
    return {
        "version": 1,
        "files": found.files,
        "bytes": found.bytes,
        "files_read": found.read,
        "models": models,
        "models_by_status": {status: found.models[status] for status in STATUSES},
        "share_counted": round(found.models["exact"] / models, 6) if models else None,
        "not_counted": found.not_counted,
        "parameters": found.parameters,
        "models_by_size": [
            {"from": 10**decade if decade else 0, "below": 10 ** (decade + 1), "models": number}
            for decade, number in sorted(found.sizes.items())
        ],
        "layers": _listed(found.layers),
        "reasons": _listed(found.reasons),
        "findings": _listed(found.findings),
        "errors": _listed(found.errors),
        "cpu_seconds": round(found.cpu, 3),
        "output_bytes": found.output_bytes,
    }


def _listed(counter: Counter[str]) -> dict[str, int]:
    return dict(_sorted(counter))


def _sorted(counter: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, equal ones by name, so that the order is always the same."""
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))


def _lines(found: Statistics, style: Style) -> Iterator[str]:
    models = found.models.total()
    yield (
        f"{found.files:,} files ({_bytes(found.bytes)}), {found.read:,} of them read for models: {models:,} models, "
        f"{found.layers.total():,} layers, {found.parameters:,} parameters"
    )
    if models:
        told = (f"{found.models[status]:,} {status} ({found.models[status] / models:.1%})" for status in STATUSES)
        yield f"counted: {', '.join(told)}"
    if found.not_counted:
        yield f"not counted: {found.not_counted:,} models of other kinds (functional or subclassed)"
    sizes = [(_range(decade), number) for decade, number in sorted(found.sizes.items())]
    yield from _block("Models by parameters", sizes, style)
    yield from _block("Layers", _sorted(found.layers), style)
    yield from _block("Why models were not counted", _sorted(found.reasons), style)
    yield from _block("Findings", [(f"{code} {rule(code).summary}", n) for code, n in _sorted(found.findings)], style)
    yield from _block("Errors", _sorted(found.errors), style)


def _block(title: str, rows: list[tuple[str, int]], style: Style) -> Iterator[str]:
    if not rows:
        return
    total, most = sum(number for _, number in rows), max(number for _, number in rows)
    yield ""
    yield style.paint(title, "bold")
    for name, number in rows[:MOST]:
        bar = ("█" if style.unicode else "#") * max(1, round(BAR * number / most))
        yield f"  {number:>12,}  {number / total:6.1%}  {style.paint(f'{bar:<{BAR}}', 'dim')}  {printable(name)}"
    if len(rows) > MOST:
        yield f"  {sum(number for _, number in rows[MOST:]):>12,}  in {len(rows) - MOST:,} others"


def _range(decade: int) -> str:
    return f"{0 if decade == 0 else 10**decade:,} to {10 ** (decade + 1) - 1:,}"


def _bytes(size: int) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1_000:
            return f"{size:,.4g} {unit}"
        size /= 1_000  # type: ignore[assignment]
    return f"{size:,.4g} TB"
