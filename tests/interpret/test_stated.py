"""Numbers that the code can't show: what the configuration says of other packages' layers, and what comments state."""

from __future__ import annotations

from lint_params.config.load import parse
from lint_params.interpret import analyse_text
from lint_params.model.model import Model

CONFIG = b"layers:\n  hub.KerasLayer: {params: 1_000, trainable: 100, output: [1280]}\n"
HEAD = "import hub\nfrom keras.models import Sequential\nfrom keras.layers import Dense\n"


def _model(text: str, config: bytes = b"") -> Model:
    layers = parse(config, ".lint-params.yaml").layer_costs() if config else {}
    (model,) = analyse_text(HEAD + text, layers=layers).models
    return model


def test_a_layer_of_another_package_costs_what_the_configuration_says() -> None:
    model = _model("model = Sequential([hub.KerasLayer('https://example.org'), Dense(3)])", CONFIG)
    first, dense = model.layers
    assert (first.type, first.params, first.trainable) == ("KerasLayer", 1_000, 100)
    assert dense.params == 1280 * 3 + 3
    assert (model.status, model.trainable) == ("exact", dense.params + 100)


def test_without_it_the_layer_is_unknown() -> None:
    model = _model("model = Sequential([hub.KerasLayer('https://example.org'), Dense(3)])")
    assert model.status == "unknown"
    assert model.layers[0].params is None
    assert "hub is not in the project" in (model.reason or "")


def test_a_frozen_one_trains_nothing() -> None:
    model = _model("model = Sequential([hub.KerasLayer('x', trainable=False), Dense(3)])", CONFIG)
    assert model.layers[0].trainable == 0


def test_a_comment_states_what_a_layer_costs() -> None:
    text = "model = Sequential()\nmodel.add(hub.Thing())  # lint-params: params=53_680 -- measured\nmodel.add(Dense(3))"
    model = _model(text)
    assert model.layers[0].params == 53_680
    assert model.layers[1].params is None
    assert model.at_least > 53_680


def test_a_comment_speaks_of_its_own_line_only() -> None:
    text = "model = Sequential([\n    hub.A(),  # lint-params: params=7\n    hub.B(),\n])"
    model = _model(text)
    assert [layer.params for layer in model.layers] == [7, None]


def test_a_comment_does_not_overrule_what_is_counted() -> None:
    model = _model("model = Sequential()\nmodel.add(Dense(3, input_shape=(2,)))  # lint-params: params=1")
    assert model.layers[0].params == 2 * 3 + 3
