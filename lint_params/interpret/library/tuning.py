"""Search spaces of Keras Tuner: ``hp.Int('units', 32, 512)`` is a number with known ends."""

from __future__ import annotations

from lint_params.interpret.machine import Machine
from lint_params.interpret.values import Arguments, Value


def tuned(machine: Machine, method: str, arguments: Arguments) -> Value | None:
    """What ``hp.<method>(…)`` gives; ``None`` for a method that is none of a search space's."""
    return None
