"""What checks of single files gave in earlier runs."""

from __future__ import annotations

import json

from lint_params.cache.files import Files
from lint_params.cli.checking import Checked, Plan
from lint_params.config.settings import Settings
from lint_params.records import dataclass, field
from lint_params.source.disk import Facts, digest_of


@dataclass(slots=True)
class CheckedFiles:
    """The memory of ``lint_params.cli.checking.checked``.

    Only what a check itself says is kept: nothing where fixes are looked for, a baseline is brought up to date, or a
    budget for the whole project needs the models.
    """

    files: Files
    plan: Plan
    _digests: dict[int, tuple[Settings, str]] = field(default_factory=dict)

    def key(self, path: str, settings: Settings, root: str) -> str | None:
        if self.plan != Plan() or any(budget.scope == "project" for budget in settings.budgets):
            return None
        return json.dumps([path, root, self._digest(settings)])

    def recall(self, key: str, settings: Settings) -> Checked | None:
        entry = self.files.result(key)
        if entry is None:
            return None
        from lint_params.cache.codec import to_counts, to_findings, to_lines

        try:
            path, counts = entry["path"], to_counts(entry["counts"])
            findings, lines = to_findings(entry["findings"]), to_lines(entry["lines"])
            return Checked(str(path), settings, findings, (), lines, *counts)
        except (KeyError, TypeError, ValueError):
            return None

    def keep(self, key: str, value: Checked, facts: Facts) -> None:
        from lint_params.cache.codec import from_findings, from_lines

        self.files.keep_result(
            key,
            facts,
            {
                "path": value.path,
                "findings": from_findings(value.findings),
                "lines": from_lines(value.lines),
                "counts": [value.models, value.layers, value.not_counted],
            },
        )

    def _digest(self, settings: Settings) -> str:
        """What stands for settings: of what they are made, which is written with ``pickle`` but never read with it."""
        known = self._digests.get(id(settings))
        if known is None:
            import pickle

            known = self._digests[id(settings)] = (settings, digest_of(pickle.dumps(settings, protocol=4)))
        return known[1]
