"""Advice: the suggested model is built in real Keras, and saves to the digit what is said."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import keras
import pytest

import lint_params.rules.advice as package
from lint_params.interpret import analyse_text
from lint_params.keras.base import KerasLayer
from lint_params.model.finding import Finding
from lint_params.rules import check_file
from lint_params.rules.advice.base import Advice, Advise, saving_text
from lint_params.rules.advice.chain import Saving, chains
from lint_params.rules.base import Context, Rule
from lint_params.rules.registry import rules
from lint_params.source.file import Cell, SourceFile
from tests.keras.test_cost import profiled
from tests.rules.models import settings

HEAD = "from keras import Sequential, layers\n"
FAMILY = [rule for rule in rules().values() if rule.code.startswith("LP4")]
ADVISERS: dict[str, Advise] = {
    module.RULE.code: module.advice
    for module in (
        importlib.import_module(f"{package.__name__}.{one.name}") for one in pkgutil.iter_modules(package.__path__)
    )
    if hasattr(module, "RULE")
}
UNPROFILED = {"LSTM", "GRU", "SimpleRNN", "Bidirectional"}
"""Loops over time, which TensorFlow's profiler does not look into."""


def advised(source: str, code: str) -> list[Advice]:
    result = analyse_text(source, "model.py")
    return [one for chain in chains(Context(result, settings("{}"))) for one in ADVISERS[code](chain)]


def told(source: str, code: str = "LP4") -> list[Finding]:
    result = analyse_text(source, "model.py")
    return check_file(result, SourceFile("model.py", (Cell(source),)), settings(f"select: [{code}]"))


@pytest.mark.parametrize(
    "wrong",
    [
        "model.add(layers.Dense(10, name='wide'))",
        "model.add(layers.Dense)",
        "model.add(keras.Input((3,)))",
    ],
)
def test_no_advice_where_keras_refuses_the_program(wrong: str) -> None:
    source = HEAD + (
        "import keras\n"
        "model = Sequential([layers.Input((13,)), layers.Dense(64, name='wide'), layers.BatchNormalization()])\n"
        "other = Sequential([layers.Input((13,)), layers.Dense(64), layers.BatchNormalization()])\n"
    )
    assert {finding.model for finding in told(source)} == {"model", "other"}
    exec(source, {})
    with pytest.raises(ValueError):
        exec(source + wrong, {})
    assert "model" not in {finding.model for finding in told(source + wrong)}
    assert told(source + wrong, "LP2")


def real(layer: KerasLayer) -> Any:
    """The layer in Keras, with the arguments that it is given."""
    given = {name: value for name, value in layer.args.values.items() if name in layer.args.given}
    made = {name: real(value) if isinstance(value, KerasLayer) else value for name, value in given.items()}
    return getattr(keras.layers, layer.keras_name)(**made)


def copied(layer: Any) -> Any:
    return type(layer).from_config(unbuilt(layer.get_config()))


def unbuilt(config: Any) -> Any:
    """A configuration without the shapes that the layers inside were built for."""
    if isinstance(config, dict):
        return {key: unbuilt(value) for key, value in config.items() if key != "build_config"}
    return [unbuilt(value) for value in config] if isinstance(config, list) else config


def suggested(model: Any, advice: Advice) -> Any:
    """The model of real Keras with the change made."""
    before, after = model.layers[: advice.start], model.layers[advice.stop :]
    return keras.Sequential(
        [
            keras.Input(batch_shape=model.input_shape, dtype=model.inputs[0].dtype),
            *map(copied, before),
            *map(real, advice.new),
            *map(copied, after),
        ]
    )


def built(source: str, variable: str = "model") -> Any:
    keras.utils.clear_session(free_memory=False)
    names: dict[str, Any] = {}
    exec(source, names)
    return names[variable]


def products(model: Any) -> int | None:
    """The multiply-accumulates of a model as TensorFlow's profiler counts them, where it can."""
    if UNPROFILED & {type(layer).__name__ for layer in model.layers} or None in model.input_shape[1:]:
        return None
    return profiled(lambda x: model(x, training=False), tuple(model.input_shape[1:]))


def compare(source: str, code: str) -> Iterator[Advice]:
    """Every piece of advice of a rule about a program, having been followed in real Keras."""
    originals: dict[str, tuple[Any, int | None]] = {}
    for advice in advised(source, code):
        name = advice.chain.model.variable or "model"
        if name not in originals:
            model = built(source, name)
            originals[name] = (model, products(model))
        model, was = originals[name]
        changed = suggested(model, advice)
        assert changed.output_shape == model.output_shape
        assert model.count_params() - changed.count_params() == advice.saving.params
        now = None if was is None else products(changed)
        if was is not None and now is not None:
            assert was - now == advice.saving.macs
        yield advice


INVALID = [
    pytest.param(rule.code, example.source, id=f"{rule.code}-{number}")
    for rule in FAMILY
    for number, example in enumerate(rule.invalid)
]


@pytest.mark.parametrize(("code", "source"), INVALID)
def test_what_is_advised_saves_what_is_said(code: str, source: str) -> None:
    found = list(compare(source, code))
    assert found
    messages = [finding.message for finding in told(source, code)]
    for advice in found:
        assert any(f"{abs(advice.saving.params):,}" in text or "as many parameters" in text for text in messages)


def test_every_rule_of_the_family_is_compared() -> None:
    assert set(ADVISERS) == {rule.code for rule in FAMILY}
    assert len(FAMILY) == 11


@pytest.mark.parametrize("rule", FAMILY, ids=lambda rule: rule.code)
def test_advice_is_opt_in_and_fails_nothing(rule: Rule) -> None:
    source = rule.invalid[0].source
    assert {finding.severity for finding in told(source, rule.code)} == {"note"}
    result = analyse_text(source, "model.py")
    default = check_file(result, SourceFile("model.py", (Cell(source),)), settings("{}"))
    assert rule.code not in {finding.code for finding in default}


NUMBERS = [
    (Saving(1200, 5000), 4000, "saves 1,200 of 4,000 parameters and 5,000 multiply-accumulates"),
    (Saving(0, 0), 4000, "as many parameters and multiply-accumulates"),
    (Saving(12, 0), None, "saves 12 parameters, as many multiply-accumulates"),
    (Saving(-7, 3), 9, "adds 7 parameters, saves 3 multiply-accumulates"),
    (Saving(7, -3), 9, "saves 7 of 9 parameters, adds 3 multiply-accumulates"),
    (Saving(7, None), 9, "saves 7 of 9 parameters; how many multiply-accumulates, open sizes decide"),
    (Saving(0, None), 9, "as many parameters; how many multiply-accumulates, open sizes decide"),
]


@pytest.mark.parametrize(("saving", "total", "text"), NUMBERS)
def test_a_saving_in_words(saving: Saving, total: int | None, text: str) -> None:
    assert saving_text(saving, total) == text


PIECES = [
    "layers.Dense({}, activation='relu')", "layers.Dense({})", "layers.Dense({}, use_bias=False)",
    "layers.BatchNormalization()", "layers.Dropout(0.5)", "layers.LSTM({}, return_sequences=True)",
    "layers.GRU({}, return_sequences=True, reset_after=False)", "layers.LSTM({}, recurrent_dropout=0.1)",
    "layers.Bidirectional(layers.LSTM({}, return_sequences=True, activation='relu'))",
    "layers.TimeDistributed(layers.Dense({}))", "layers.Conv1D({}, 5, padding='same')",
    "layers.Conv1D({}, 3, strides=2, padding='same', activation='relu')", "layers.BatchNormalization(axis=1)",
    "layers.Flatten()", "layers.MaxPooling1D(2, padding='same')", "layers.SimpleRNN({}, return_sequences=True)",
    "layers.SeparableConv1D({}, 7, padding='same')", "layers.Activation('relu')",
]  # fmt: skip


def program(random: Random) -> str:
    """A model of layers at random that Keras accepts, as far as we know."""
    steps, features = random.choice([(4, 128), (30, 40), (12, 300)])
    lines = [HEAD + "model = Sequential()", f"model.add(layers.Input(({steps}, {features})))"]
    for _ in range(random.randint(3, 8)):
        line = f"model.add({random.choice(PIECES).format(random.choice([3, 16, 64, 200]))})"
        (model,) = analyse_text("\n".join([*lines, line])).models
        if not any(layer.fault for layer in model.layers):
            lines.append(line)
    return "\n".join([*lines, "model.compile('adam', 'mse')"]) + "\n"


def advice_over(programs: int) -> Counter[str]:
    """How often each rule gave advice about random programs, all of it followed in Keras."""
    random, given = Random(4), Counter[str]()
    for _ in range(programs):
        source = program(random)
        for code in ADVISERS:
            given[code] += len(list(compare(source, code)))
    return given


def test_advice_about_random_models() -> None:
    assert sum(advice_over(8).values()) > 8


@pytest.mark.long
def test_advice_about_many_random_models() -> None:
    given = advice_over(300)
    assert {code for code, number in given.items() if number} >= {"LP401", "LP402", "LP403", "LP404", "LP406", "LP407"}


SILENT = {
    "units": "Dense(units), layers.BatchNormalization()",
    "a bias or none": "Dense(8, use_bias=biased), layers.BatchNormalization()",
    "a constraint": "Dense(8, bias_constraint='non_neg'), layers.BatchNormalization()",
    "a penalty of the output": "Dense(8, activity_regularizer='l2'), layers.BatchNormalization()",
    "a frozen normalisation": "Dense(8), layers.BatchNormalization(trainable=False)",
    "layers between": "Dense(8), *more, layers.BatchNormalization()",
    "an activation": "Dense(8, activation=chosen), layers.Dense(4)",
    "a frozen layer": "Dense(8, trainable=False), layers.Dense(4)",
    "arguments of a kernel": "Reshape((4, 5)), layers.LSTM(8, unroll=unrolled)",
    "an activation of a kernel": "Reshape((4, 5)), layers.LSTM(8, activation=chosen)",
    "weights from elsewhere": "Embedding(20_000, 256, embeddings_initializer=chosen)",
}
PROGRAMS = {
    "shared": "shared = layers.Dense(20)\nmodel = Sequential([layers.Input((20,)), shared, shared])\n",
    "a part": (
        "part = Sequential([layers.Input((20,)), layers.Dense(8), layers.Dropout(0.5)])\n"
        "whole = Sequential([part, layers.Dense(1, activation='relu')])\npart.compile('adam', 'mse')\n"
    ),
    "a class of the program": (
        "class Dense(layers.Layer):\n    def call(self, x):\n        return x\n"
        "model = Sequential([layers.Input((20, 4)), layers.TimeDistributed(Dense())])\n"
    ),
    "channels first by configuration": (
        "import keras\nkeras.config.set_image_data_format('channels_first')\n"
        "model = Sequential([layers.Input((8, 28, 28)), layers.Conv2D(64, 3), layers.BatchNormalization()])\n"
    ),
    **{name: f"model = Sequential([layers.Input((20,)), layers.{text}])\n" for name, text in SILENT.items()},
}


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS)
def test_what_is_not_known_gives_no_advice(source: str) -> None:
    head = "from settings import units, biased, chosen, unrolled, more\n"
    assert told(head + HEAD + source) == []
