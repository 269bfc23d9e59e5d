"""What is written out, one module a format; each turns a :class:`Report` into text, piece by piece."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from lint_params.records import dataclass, field
from lint_params.report.style import Style

if TYPE_CHECKING:
    from lint_params.model.finding import Finding

FORMATS = {
    "text": "text",
    "json": "json",
    "github": "github",
    "sarif": "sarif",
    "gitlab": "gitlab",
    "rdjson": "rdjson",
    "junit": "junit",
}
"""Names of the formats of ``check``, and the modules here that write them."""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check: findings in order, and what was looked at.

    ``lines`` holds the source lines that findings and their fixes touch by path, cell and line number; ``fail_on`` is
    the severity from which the run fails, ``never`` where none does.
    """

    findings: tuple[Finding, ...] = ()
    files: int = 0
    models: int = 0
    layers: int = 0
    not_counted: int = 0
    lines: Mapping[tuple[str, int | None, int], str] = field(default_factory=dict)
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
    fail_on: str = "error"
    problems: tuple[str, ...] = ()
    """What kept files from being checked: paths that are not there, errors of this program. The run then fails."""

    def count(self, severity: str) -> int:
        """How many findings are of a severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def reaches(self, severity: str) -> bool:
        """Whether a finding is at or above a severity; none is at ``never``."""
        if not self.findings:
            return False
        from lint_params.model.finding import SEVERITIES

        if severity not in SEVERITIES:
            return False
        return any(SEVERITIES.index(finding.severity) <= SEVERITIES.index(severity) for finding in self.findings)


class Writer(Protocol):
    """A module of a format: ``write`` gives the text in pieces, so that a long report is never held as a whole."""

    def write(self, report: Report, style: Style) -> Iterator[str]: ...


def writer(format: str) -> Writer:
    """The module that writes a format of ``FORMATS``."""
    return cast("Writer", importlib.import_module(f"lint_params.report.{FORMATS[format]}"))
