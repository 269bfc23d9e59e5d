"""Every example of every rule: run through the linter, and those that Keras is said to refuse through Keras."""

from __future__ import annotations

import keras
import pytest

from lint_params.config.load import parse
from lint_params.history.baseline import Baseline
from lint_params.history.ratchet import Looked, updated
from lint_params.interpret import analyse_text
from lint_params.rules import check_file
from lint_params.rules.base import Example, Rule
from lint_params.rules.registry import rules
from lint_params.source.file import Cell, SourceFile

EXAMPLES = [
    pytest.param(rule, example, wanted, id=f"{rule.code}-{kind}-{number}")
    for rule in rules().values()
    for kind, examples, wanted in (("valid", rule.valid, False), ("invalid", rule.invalid, True))
    for number, example in enumerate(examples)
]


@pytest.mark.parametrize(("rule", "example", "wanted"), EXAMPLES)
def test_examples(rule: Rule, example: Example, wanted: bool) -> None:
    result = analyse_text(example.source, "model.py")
    settings = parse(example.config.encode(), ".lint-params.yaml")
    baseline = None
    if example.baseline is not None:
        assert settings.baseline is not None
        was = Looked("model.py", (), analyse_text(example.baseline, "model.py"))
        baseline = updated(Baseline(settings.baseline), [was], ["model.py"], upwards=True)
    found = check_file(result, SourceFile("model.py", (Cell(example.source),)), settings, baseline)
    assert (rule.code in {finding.code for finding in found}) is wanted, [finding.message for finding in found]


@pytest.mark.parametrize(
    ("rule", "example", "wanted"), [case for case in EXAMPLES if str(case.values[0].code).startswith("LP2")]
)
def test_keras_refuses_what_is_said_to_be_refused(rule: Rule, example: Example, wanted: bool) -> None:
    keras.utils.clear_session(free_memory=False)
    if wanted:
        with pytest.raises((ValueError, TypeError)):
            exec(example.source, {})
    else:
        names: dict[str, object] = {}
        exec(example.source, names)
        assert [model for model in names.values() if isinstance(model, keras.Sequential) and model.built]
