"""Budgets: which entry decides, what is exceeded, and how a finding reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lint_params.interpret.result import FileResult
from lint_params.model.dimension import Size
from lint_params.model.finding import Finding
from lint_params.model.model import Model
from lint_params.model.weight import Weight
from lint_params.rules.project import check_project
from tests.rules.models import findings, made, model, of, seed, settings, span


def told(config: str, *models: Model) -> list[tuple[str, str, str | None]]:
    return [(finding.code, finding.severity, finding.layer) for finding in findings(config, *models)]


def one(config: str, *models: Model) -> Finding:
    (finding,) = findings(config, *models)
    return finding


def test_the_message_of_a_layer() -> None:
    finding = one("budgets:\n  - max-params: 50_000\n", seed())
    assert finding.message == (
        "LSTM 'lstm_3' has 53,680 parameters, budget 50,000 (+7.4%): 4*(650*20 + 20*20 + 20); at most 18 units fit"
    )
    assert (finding.actual, finding.limit, finding.budget) == (53_680, 50_000, ".lint-params.yaml:2")
    assert (finding.span, finding.model, finding.layer) == (span(7), "model", "lstm_3")


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("[{max-params: 53_680}]", []),
        ("[{max-params: 53_679}]", ["error"]),
        ("[{warn-params: 50k}]", ["warning"]),
        ("[{warn-params: 50k, max-params: 60k}]", ["warning"]),
        ("[{warn-params: 50k, max-params: 51k}]", ["error"]),
        ("[{max-params: 1}, {max-params: 60k}]", []),
        ("[{max-params: 60k}, {max-params: 53k}]", ["error"]),
        ("[{max-params: 53k}, {warn-params: 60k}]", ["error"]),
        ("[{max-params: 53k}, {type: LSTM, max-params: null}]", []),
        ("[{max-params: 53k}, {type: GRU, max-params: null}]", ["error"]),
        ("[{max-params: 53k}, {type: 'L*', max-params: null}]", []),
        ("[{max-params: 53k}, {name: lstm_3, max-params: null}]", []),
        ("[{max-params: 53k}, {name: ['*_2', '*_3'], max-params: null}]", []),
        ("[{max-params: 53k}, {name: lstm_3, type: GRU, max-params: null}]", ["error"]),
        ("[{max-params: 53k}, {paths: ['model.py'], max-params: null}]", []),
        ("[{max-params: 53k}, {paths: ['src/**'], max-params: null}]", ["error"]),
        ("[{max-params: 53k, warn-params: 1}, {max-params: null, warn-params: 50k}]", ["warning"]),
        ("[{type: Dense, max-params: 3_899}]", ["error"]),
        ("[{type: TimeDistributed, max-params: 3_899}]", ["error"]),
        ("[{type: Dense, max-params: 3_900}]", []),
        ("[{max-trainable: 53_679}]", ["error"]),
        ("[{max-trainable: 53_680}]", []),
        ("[{max-share: 87%}]", ["error"]),
        ("[{max-share: 88%}]", []),
        ("[{max-size: 214_720}]", []),
        ("[{max-size: 214_719}]", ["error"]),
        ("[{max-size: 53_680, as: int8}]", []),
        ("[{max-size: 53_679}, {as: int8}]", ["error"]),
        ("[{max-size: 60_000, as: int8}, {as: null}]", ["error"]),
        ("[{for: model, max-params: 61_460}]", []),
        ("[{for: model, max-params: 61_459}]", ["error"]),
        ("[{for: model, warn-params: 61_459}]", ["warning"]),
        ("[{for: model, max-trainable: 61_459}]", ["error"]),
        ("[{for: model, max-params: 1}, {for: model, name: model, max-params: null}]", []),
        ("[{for: model, max-params: 1}, {for: model, name: sequential, max-params: null}]", []),
        ("[{for: model, max-params: 1}, {name: model, max-params: null}]", ["error"]),
        ("[{for: model, max-size: 245_840}]", []),
        ("[{for: model, max-size: 245_839}]", ["error"]),
        ("[{for: model, max-size: 61_459, as: int8}]", ["error"]),
    ],
)
def test_which_entry_decides(config: str, expected: list[str]) -> None:
    assert [finding.severity for finding in findings(f"budgets: {config}", seed())] == expected


def test_aspects_are_told_by_their_codes() -> None:
    config = (
        "budgets: [{name: lstm_3, max-params: 1, max-size: 1, max-share: 1%}, {for: model, max-params: 1, max-size: 1}]"
    )
    assert told(config, seed()) == [
        ("LP102", "error", None),
        ("LP103", "error", None),
        ("LP101", "error", "lstm_3"),
        ("LP103", "error", "lstm_3"),
        ("LP104", "error", "lstm_3"),
    ]
    assert told(f"{config}\nignore: [LP102, LP103]", seed()) == [
        ("LP101", "error", "lstm_3"),
        ("LP104", "error", "lstm_3"),
    ]


def test_the_entry_that_decided_is_told() -> None:
    assert one("budgets:\n  - max-params: 1\n  - max-params: 50k\n", seed()).budget == ".lint-params.yaml:3"


def test_of_the_variants_the_worst_is_told() -> None:
    small = model((13,), made("Dense", 10), variant={"units": 10})
    large = model((13,), made("Dense", 20), variant={"units": 20})
    larger = model((13,), made("Dense", 30), variant={"units": 30})
    finding = one("budgets: [{max-params: 100}]", small, larger, large)
    assert finding.actual == larger.params
    assert finding.message.endswith(" (with units=30)")
    assert one("budgets: [{for: model, max-params: 100}]", small, larger, large).actual == larger.params


def test_layers_made_at_one_place_in_a_loop_are_several() -> None:
    found = model((13,), *(made("Dense", 100) for _ in range(3)))
    looped = of([replace(layer, span=span(4)) for layer in found.layers])
    assert [finding.layer for finding in findings("budgets: [{max-params: 10k}]", looped)] == ["dense_1", "dense_2"]
    assert [finding.layer for finding in findings("budgets: [{max-params: 10k}]", looped, looped)] == [
        "dense_1",
        "dense_2",
    ]


def test_lower_bounds_break_budgets() -> None:
    features = Size.symbol("x.shape[2]")
    found = model((400, features), made("LSTM", 200))
    over = [finding for finding in findings("budgets: [{max-params: 50k}]", found) if finding.code == "LP101"]
    assert over[0].message.startswith(f"LSTM 'lstm_0' has at least {found.at_least:,} parameters, budget 50,000 (")
    assert "4*(x.shape[2]*200 + 200*200 + 200)" in over[0].message
    assert not [finding for finding in findings("budgets: [{max-params: 200k}]", found) if finding.code == "LP101"]
    sizes = [
        finding for finding in findings("budgets: [{for: model, max-size: 50k}]", found) if finding.code == "LP103"
    ]
    assert f"at least {found.at_least * 4:,} bytes" in sizes[0].message


def test_a_nested_model_is_told_only_where_no_layer_inside_is_the_cause() -> None:
    def nested(units: int) -> Model:
        inner = model((100,), made("Dense", units), made("Dense", units), line=10, variable="inner")
        as_layer = replace(
            inner.layers[0], type="Sequential", name="inner", span=span(4), layers=inner.layers, params=inner.params,
            at_least=inner.at_least, weights=tuple(w for layer in inner.layers for w in layer.weights), formula=None,
        )  # fmt: skip
        return of([as_layer])

    assert [finding.layer for finding in findings("budgets: [{max-params: 10k}]", nested(60))] == []
    assert [finding.layer for finding in findings("budgets: [{max-params: 9k}]", nested(60))] == ["inner"]
    assert [finding.layer for finding in findings("budgets: [{max-params: 10k}]", nested(100))] == [
        "dense_0",
        "dense_1",
    ]
    config = "budgets: [{max-params: 10k}, {type: Sequential, max-params: 10k}]"
    assert [finding.layer for finding in findings(config, nested(100))] == ["inner", "dense_0", "dense_1"]
    shares = findings("budgets: [{max-share: 55%}, {type: Sequential, max-share: null}]", nested(60))
    assert [(finding.layer, finding.model) for finding in shares] == [("dense_0", "inner")]


def test_a_layer_of_another_file_is_told_at_the_call() -> None:
    far = span(9, path="layers.py")
    found = model((13,), made("Dense", 100))
    called = of([replace(found.layers[0], span=far)], made_at=replace(far, line=8))
    finding = one("budgets: [{max-params: 100}]", called)
    assert finding.span == called.span
    assert finding.related[0].span == far


def test_no_budgets_no_findings() -> None:
    assert findings("{}", seed()) == []


def project(config: str, *models: Model) -> list[Finding]:
    results = [FileResult(found.span.path, (found,)) for found in models]
    return check_project(results, settings(config))


def at(path: str, found: Model, **more: object) -> Model:
    return replace(found, span=replace(found.span, path=path), **more)  # type: ignore[arg-type]


def test_the_project_adds_models_up() -> None:
    two = at("a.py", seed()), at("sub/b.py", seed())
    (finding,) = project("budgets:\n  - {for: project, max-params: 122_919}\n", *two)
    assert finding.message == "the project has 122,920 parameters in 2 models, budget 122,919 (+<0.1%): 1 over"
    assert (finding.code, finding.span.path, finding.span.line) == ("LP102", ".lint-params.yaml", 2)
    assert project("budgets: [{for: project, max-params: 122_920}]", *two) == []
    assert [f.code for f in project("budgets: [{for: project, max-size: 491_679}]", *two)] == ["LP103"]
    assert project("budgets: [{for: project, max-size: 491_680}]", *two) == []
    assert [f.actual for f in project("budgets: [{for: project, max-trainable: 1}]", *two)] == [122_920]
    assert project("budgets: [{for: project, paths: sub/, max-params: 61_460}]", *two) == []
    assert [f.actual for f in project("budgets: [{for: project, paths: sub/, max-params: 61_459}]", *two)] == [61_460]
    assert project("budgets: [{for: project, max-params: 1}]\nignore: LP102", *two) == []


def test_the_project_counts_each_model_once() -> None:
    builder = at("builder.py", seed())
    callers = [at(path, seed(), made_at=builder.span) for path in ("train.py", "evaluate.py")]
    assert [f.actual for f in project("budgets: [{for: project, max-params: 1}]", builder, *callers)] == [61_460]
    # A model that stands in another one shares its weights.
    inner = seed()
    outer = of([replace(inner.layers[0], name="inner", layers=inner.layers)], line=30)
    result = FileResult("model.py", (inner, outer))
    (finding,) = check_project([result], settings("budgets: [{for: project, max-params: 1}]"))
    assert finding.actual == inner.params


def test_a_weight_of_unknown_size_counts_what_it_has_at_least() -> None:
    features = Size.symbol("n")
    found = at("a.py", model((features,), made("Dense", 7)))
    (finding,) = project("budgets: [{for: project, max-params: 1}]", found)
    assert finding.message.startswith("the project has at least 14 parameters in 1 model")
    assert Weight("w", (features, 7)).count.low == 7  # type: ignore[union-attr]
