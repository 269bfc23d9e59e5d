"""The baseline: what it recognises again, how it goes down, and what it refuses to read."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_params.config.errors import ConfigError
from lint_params.history.baseline import Baseline, RecordedFinding, RecordedModel, dumps, parse
from lint_params.history.ratchet import Looked, updated
from lint_params.interpret import analyse_text
from lint_params.model.finding import Finding
from lint_params.model.model import Span

FILE = "/project/baseline.json"
HEAD = "from keras import Sequential, layers\n"


def finding(layer: str | None, actual: int | None, code: str = "LP101", line: int = 1) -> Finding:
    span = Span("model.py", line, 1, line, 2)
    return Finding(code, "error", "it is over", span, "model", layer, actual, None if actual is None else 1)


def recorded(*findings: Finding) -> Baseline:
    baseline = Baseline(FILE)
    kept = [RecordedFinding(baseline.relative("model.py"), f.code, f.model, f.layer, f.actual) for f in findings]
    return Baseline(FILE, (), tuple(kept))


def new(before: Sequence[Finding], now: Sequence[Finding]) -> list[tuple[str | None, int | float | None]]:
    return [(one.layer, one.actual) for one in recorded(*before).unrecorded("model.py", now)]


def test_what_is_recorded_is_not_told_again_wherever_it_stands() -> None:
    before = [finding("dense_1", 50), finding("dense_2", 60), finding(None, None, "LP301")]
    assert new(before, before) == []
    assert new(before, [finding("dense_1", 50, line=90), finding(None, None, "LP301", line=7)]) == []


def test_what_grew_is_told_with_what_it_was() -> None:
    (told,) = recorded(finding("lstm", 50)).unrecorded("model.py", [finding("lstm", 51)])
    assert told.message == "it is over; 50 in the baseline"
    assert new([finding("lstm", 50)], [finding("lstm", 50), finding("lstm_1", 50)]) == [("lstm_1", 50)]
    assert new([finding("lstm", 50)], [finding("lstm", 49)]) == []


def test_a_layer_that_is_numbered_anew_is_the_same() -> None:
    before = [finding("dense_1", 50), finding("dense_4", 70)]
    assert new(before, [finding("dense_2", 50), finding("dense_5", 70)]) == []
    assert new(before, [finding("dense_1", 40), finding("dense_2", 50), finding("dense_5", 70)]) == [("dense_1", 40)]


def test_other_codes_models_and_files_are_others() -> None:
    assert new([finding("lstm", 50)], [finding("lstm", 50, "LP103")]) == [("lstm", 50)]
    assert new([finding("lstm", 50)], [finding("gru", 50)]) == [("gru", 50)]
    assert len(recorded(finding("lstm", 50)).unrecorded("other.py", [finding("lstm", 50)])) == 1


amounts = st.lists(st.tuples(st.sampled_from(["dense", "dense_1", "lstm"]), st.integers(1, 9)), max_size=6)


@given(amounts)
def test_nothing_new_where_nothing_changed(pairs: list[tuple[str, int]]) -> None:
    findings = [finding(layer, actual) for layer, actual in pairs]
    assert new(findings, list(reversed(findings))) == []


@given(amounts, amounts)
def test_never_more_of_one_kind_than_recorded_goes_untold(
    before: list[tuple[str, int]], now: list[tuple[str, int]]
) -> None:
    told = new([finding(*pair) for pair in before], [finding(*pair) for pair in now])
    for stem in ("dense", "lstm"):
        then = sorted((actual for layer, actual in before if layer.startswith(stem)), reverse=True)
        silent = [actual for layer, actual in now if layer.startswith(stem)]
        for layer, actual in told:
            if str(layer).startswith(stem):
                silent.remove(int(actual or 0))
        silent.sort(reverse=True)
        assert len(silent) <= len(then)
        assert all(a <= b for a, b in zip(silent, then, strict=False))


def looked(source: str, *findings: Finding, path: str = "model.py") -> Looked:
    return Looked(path, findings, analyse_text(HEAD + source, path))


def dense(units: int, variable: str = "model") -> str:
    return f"{variable} = Sequential([layers.Input((9,)), layers.Dense({units})])\n"


def params(baseline: Baseline) -> list[int]:
    return [model.params for model in baseline.models]


def test_models_are_known_again_after_lines_moved() -> None:
    first = updated(Baseline(FILE), [looked(dense(10))], ["model.py"], upwards=True)
    moved = updated(first, [looked("\n\nx = 1\n" + dense(10))], ["model.py"], upwards=False)
    assert dumps(moved) == dumps(first)


def test_it_goes_down_by_itself_and_up_only_when_told() -> None:
    first = updated(Baseline(FILE), [looked(dense(10), finding("dense", 100))], ["model.py"], upwards=True)
    assert params(first) == [100]
    smaller = updated(first, [looked(dense(8), finding("dense", 80))], ["model.py"], upwards=False)
    assert params(smaller) == [80]
    assert [one.actual for one in smaller.findings] == [80]
    larger = updated(smaller, [looked(dense(10), finding("dense", 100))], ["model.py"], upwards=False)
    assert params(larger) == [80]
    assert [one.actual for one in larger.findings] == [80]
    assert larger.models[0].layers == smaller.models[0].layers
    assert params(updated(smaller, [looked(dense(10))], ["model.py"], upwards=True)) == [100]
    assert updated(smaller, [looked("")], ["model.py"], upwards=False) == Baseline(FILE)


def test_new_models_are_recorded_but_raise_no_total() -> None:
    first = updated(Baseline(FILE), [looked(dense(10))], ["model.py"], upwards=True)
    more = looked(dense(10) + dense(20, "other"), finding("dense_1", 200))
    second = updated(first, [more], ["model.py"], upwards=False)
    assert [(model.variable, model.params, model.adds) for model in second.models] == [
        ("model", 100, 100),
        ("other", 200, 0),
    ]
    assert second.findings == ()


def test_files_that_were_not_looked_at_stay_as_they_are() -> None:
    here = __file__
    baseline = Baseline(FILE)
    entry = RecordedModel(baseline.relative(here), None, "model", "sequential", 5, True, 5, {})
    gone = RecordedModel(baseline.relative("/nowhere/at_all.py"), None, "model", "sequential", 5, True, 5, {})
    after = updated(Baseline(FILE, (entry, gone)), [looked(dense(10))], ["model.py"], upwards=False)
    assert entry in after.models
    assert gone not in after.models
    assert entry not in updated(Baseline(FILE, (entry,)), [], [here], upwards=False).models


def test_shared_weights_add_once() -> None:
    source = (
        "part = layers.Dense(10)\na = Sequential([layers.Input((9,)), part])\n"
        "b = Sequential([layers.Input((9,)), part, layers.Dense(1)])\n"
    )
    baseline = updated(Baseline(FILE), [looked(source)], ["model.py"], upwards=True)
    assert [(model.params, model.adds) for model in baseline.models] == [(100, 100), (111, 11)]


def test_a_lower_bound_is_recorded_as_one() -> None:
    source = "model = Sequential([layers.Input((9,)), layers.Dense(n)])\n"
    (model,) = updated(Baseline(FILE), [looked(source)], ["model.py"], upwards=True).models
    assert not model.exact


def test_what_is_written_is_read_again() -> None:
    full = updated(Baseline(FILE), [looked(dense(10), finding("dense", 100))], ["model.py"], upwards=True)
    assert parse(dumps(full), FILE) == full
    assert dumps(full).endswith(b"}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"version": 2, "models": [], "findings": []}',
        '{"version": 1, "models": []}',
        '{"version": 1, "models": [{}], "findings": []}',
        '{"version": 1, "models": [], "findings": [5]}',
        '{"version": 1, "models": [], "findings": [{"path": 1, "code": "", "model": "", "layer": "", "actual": 1}]}',
        '{"version": 1, "models": [], "findings": [{"path": "", "code": "", "model": "", "layer": "", "actual": ""}]}',
        "\udcff",
        "[" * 100_000,
    ],
)
def test_what_is_no_baseline_is_told(text: str) -> None:
    with pytest.raises(ConfigError) as told:
        parse(text.encode("utf-8", "surrogateescape"), FILE)
    assert "baseline" in str(told.value)


def test_a_baseline_is_json_that_people_can_read() -> None:
    full = updated(Baseline(FILE), [looked(dense(10))], ["model.py"], upwards=True)
    (model,) = json.loads(dumps(full))["models"]
    assert model["layers"] == {"dense": 100}
