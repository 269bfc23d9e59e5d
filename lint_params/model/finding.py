"""One thing to tell the user, whichever rule found it and however it is written out."""

from __future__ import annotations

from lint_params.model.model import Span
from lint_params.records import dataclass

SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of ``span`` by ``text``."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a finding, with the words that offer them.

    ``saves`` is how many parameters the model has fewer for it; with 0, every layer that is counted keeps its count.
    """

    message: str
    edits: tuple[Edit, ...]
    saves: int = 0


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: ``code`` is the rule's, ``severity`` one of ``SEVERITIES``, ``actual`` and ``limit`` the numbers."""

    code: str
    severity: str
    message: str
    span: Span
    model: str | None = None
    layer: str | None = None
    actual: int | float | None = None
    limit: int | float | None = None
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    budget: str | None = None
    """The place of the budget entry that decided it (``.lint-params.yaml:3``), for ``--verbose``."""
