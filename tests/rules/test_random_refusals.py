"""Random chains, as programs: what Keras accepts gives no finding of LP2, what it refuses gives one, at that layer.

``pytest -m long tests/rules/test_random_refusals.py`` judges 1,000 chains that Keras accepts and 300 that it refuses.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from lint_params.interpret import analyse_text
from lint_params.rules import check_file
from lint_params.source.file import Cell, SourceFile
from tests.keras.grid import Make
from tests.keras.test_random_chains import Chain, chains, real_rows
from tests.rules.models import settings as configured

HEADS = {"3": "from keras import Sequential, layers\n", "tf2": "from tf_keras import Sequential, layers\n"}


def written(value: object) -> str:
    """A value, layers among it, as a program has it."""
    if isinstance(value, Make):
        given = [written(item) for item in value.args] + [
            f"{key}={written(item)}" for key, item in value.kwargs.items()
        ]
        return f"layers.{value.name}({', '.join(given)})"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return repr(value)


def program(chain: Chain) -> str:
    """The chain as a program, one layer a line from the third line on."""
    lines = [f"model = Sequential([layers.Input({chain.inputs[1:]}, batch_size={chain.inputs[0]})])"]
    lines += [f"model.add({written(link)})" for link in chain.links]
    return HEADS[chain.generation] + "\n".join(lines) + "\n"


@dataclass
class Judged:
    """How many chains Keras accepts and refuses, and those about which we say something else."""

    accepted: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def judge(self, chain: Chain) -> None:
        rows, words = real_rows(chain)
        source = program(chain)
        findings = check_file(
            analyse_text(source, "model.py"), SourceFile("model.py", (Cell(source),)), configured("select: [LP2]")
        )
        lines = [finding.span.line for finding in findings]
        if not words:
            self.accepted += 1
            self.wrong += [f"{chain}\n  {finding.message}" for finding in findings]
            return
        self.refused += 1
        if lines != [len(rows) + 2]:
            self.missed.append(f"{chain}\n  Keras: {words[:300]}\n  ours: {[one.message for one in findings]}")


def judged(examples: int) -> Judged:
    """The judgement of so many chains, the same ones every time."""
    result = Judged()

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(chains())
    def each(chain: Chain) -> None:
        result.judge(chain)

    each()
    return result


def verify(result: Judged) -> None:
    print(
        f"{result.accepted} accepted, {len(result.wrong)} wrong; {result.refused} refused, {len(result.missed)} missed"
    )
    assert not result.wrong, "\n".join(result.wrong)
    assert len(result.missed) <= 0.05 * result.refused, "\n".join(result.missed)


def test_random_chains_in_part() -> None:
    result = judged(80)
    assert result.accepted > 30
    assert result.refused > 10
    verify(result)


@pytest.mark.long
def test_random_chains() -> None:
    result = judged(2500)
    assert result.accepted >= 1000
    assert result.refused >= 300
    verify(result)
