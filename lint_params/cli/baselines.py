"""Baseline files brought up to date with what a check has found."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence

from lint_params.cli.checking import Checked, Plan, baseline_of
from lint_params.cli.console import warn
from lint_params.cli.options import Stop
from lint_params.config.settings import Settings
from lint_params.history.baseline import Baseline, dumps
from lint_params.model.finding import Finding
from lint_params.records import dataclass
from lint_params.report.escape import printable
from lint_params.source.writing import write_atomically


@dataclass(frozen=True, slots=True)
class Written:
    """A baseline file as it now is; ``upwards`` where it holds all there is."""

    baseline: Baseline
    upwards: bool


def update(
    settings: Settings,
    checked: Sequence[Checked],
    of_project: Sequence[Finding],
    passed: Collection[str],
    plan: Plan,
) -> Written:
    """Write the baseline of a configuration anew: ``checked`` are the files that have it, ``of_project`` the findings
    about them together, ``passed`` the paths of all files that were looked at. One that was not there yet holds all
    there is."""
    from lint_params.history.ratchet import Looked, updated

    assert settings.baseline is not None
    upwards = plan.upwards or plan.anew or not os.path.exists(settings.baseline)
    before = baseline_of(settings, plan)
    assert before is not None
    looked = [Looked(one.path, one.every, None if one.analysed is None else one.analysed.result) for one in checked]
    for path in dict.fromkeys(finding.span.path for finding in of_project):
        looked.append(Looked(path, tuple(finding for finding in of_project if finding.span.path == path)))
    configuration = [settings.path] if settings.path is not None else []
    after = updated(before, looked, [*passed, *configuration], upwards)
    save(after)
    return Written(after, upwards)


def save(baseline: Baseline) -> None:
    """Write a baseline, where that changes anything; what can't be written ends the command."""
    data = dumps(baseline)
    try:
        if os.path.exists(baseline.file):
            with open(baseline.file, "rb") as file:
                if file.read() == data:
                    return
        write_atomically(baseline.file, data)
    except OSError as error:
        warn(f"lint-params: can't write {printable(baseline.file)}: {error.strerror}")
        raise Stop(2) from None
