"""What makes a finding the same one in the next run, wherever its lines have moved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lint_params.model.finding import Finding
from lint_params.report import Report


def fingerprints(report: Report) -> Iterator[str]:
    """The fingerprint of each finding, in order, as 32 hexadecimal digits; each is there once.

    It is made of the rule, the file, and the model and layer by name; where a finding belongs to neither, of the source
    line it points to, else of its message. Of findings equal in all that, it counts which one it is.
    """
    seen: dict[str, int] = {}
    for finding in report.findings:
        key = "\0".join(_parts(finding, report))
        seen[key] = seen.get(key, 0) + 1
        # Truncated SHA-256: nothing here is a secret, and both readers show it as an opaque word.
        yield hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _parts(finding: Finding, report: Report) -> Iterator[str]:
    span = finding.span
    yield from (finding.code, span.path, finding.model or "", finding.layer or "")
    if finding.model is None and finding.layer is None:
        yield report.lines.get((span.path, span.cell, span.line), "").strip() or finding.message
