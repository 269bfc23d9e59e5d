"""Formulas over widths: at any widths they give what real Keras gives for the model with those widths."""

from __future__ import annotations

import random

import pytest

from lint_params.model.model import Model
from lint_params.model.shape import Shape
from lint_params.page.whatif import PASSING, WIDE, WhatIf, evaluated, polynomial, whatif_of
from tests.history.test_compare import Chains
from tests.interpret.programs import models, only
from tests.keras.grid import clear, judge
from tests.page.programs import PROGRAMS, counts, in_keras_with, widths_of

CHAINS = 20


def whatif(model: Model) -> WhatIf:
    found = whatif_of(model)
    assert found is not None
    return found


def agrees(text: str, found: WhatIf, widths: list[int], generation: str = "3") -> None:
    """Every figure, the formulas' too, is Keras' at these widths."""
    real = in_keras_with(text, found.knobs, widths, generation)
    said = [
        (evaluated(one.params, widths), tuple(evaluated(size, widths) for size in one.output.sizes))
        for one in found.layers
    ]
    assert said == counts(real)
    assert evaluated(found.params, widths) == real.count_params()
    trained = sum(weight.shape.num_elements() for weight in real.trainable_weights)
    assert evaluated(found.trainable or 0, widths) == trained
    names = {f"w{index}_": width for index, width in enumerate(widths)}
    assert [eval(one.formula, names) for one in found.layers] == [count for count, _ in said]
    shapes = [[tuple(evaluated(size, widths) for size in shape) for shape in one.weights] for one in found.layers]
    assert sorted(map(sorted, shapes)) == sorted(
        sorted(tuple(weight.shape) for weight in layer.variables if not weight.name.startswith("seed"))
        for layer in real.layers
    )


@pytest.fixture(autouse=True)
def forget() -> None:
    clear(judge("3"))


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_at_other_widths(name: str) -> None:
    model, chance = only(PROGRAMS[name]), random.Random(9)
    found = whatif(model)
    for _ in range(3):
        agrees(PROGRAMS[name], found, [chance.choice((1, 2, 3, 7, 40)) for _ in found.knobs])


def test_random_chains_at_random_widths() -> None:
    chains, varied = Chains(17), 0
    for _ in range(CHAINS):
        links = ",\n    ".join(link.text for link in chains.chain())
        text = f"model = Sequential([\n    Input((9, 6)),\n    {links},\n])\n"
        model = only(text)
        found = whatif_of(model)
        wide = sum(f"({width}" in link for link in links.split(",\n") for width in range(2, 17))
        assert (found is None) == (wide == 0), text
        if found is not None:
            varied += 1
            agrees(text, found, [chains.random.randint(1, 12) for _ in found.knobs])
    assert varied > CHAINS // 2


def test_a_width_that_others_are_tied_to_has_no_knob() -> None:
    """Groups must divide it, or a shape is fixed: no slider may lead to a model that Keras refuses."""
    model = only(PROGRAMS["groups"])
    assert list(widths_of(model, whatif(model).knobs)) == ["dense_1", "dense_2"]


@pytest.mark.parametrize(
    "layers",
    [
        "Dense(4), Lambda(lambda x: x)",
        "Conv2D(8, 3, data_format='channels_first'), Conv2D(2, 1, data_format='channels_first')",
        "Dense(8), GroupNormalization(4)",
        "Dense(8), Permute((3, 1, 2)), Conv2D(2, 3)",
        "Dense(8), Sequential([Dense(3)])",
    ],
)
def test_widths_that_only_seem_free(layers: str) -> None:
    model = max(models(f"model = Sequential([Input((9, 9, 8)), {layers}])\n"), key=lambda each: len(each.layers))
    found = whatif_of(model)
    assert found is None or not any(knob.layer == 0 for knob in found.knobs)


SEQUENCE, PICTURE, VOLUME = "(8, 3)", "(8, 9, 3)", "(8, 7, 6, 3)"
ARGUMENTS = {
    "Dense": "3", "Embedding": "10, 4", "LSTM": "3", "GRU": "3", "SimpleRNN": "3", "Bidirectional": "GRU(3)",
    "TimeDistributed": "Dense(3)", "Dropout": "0.5", "Activation": "'tanh'", "RepeatVector": "2",
    "GaussianNoise": "0.5", "GaussianDropout": "0.5", "AlphaDropout": "0.5",
    "DepthwiseConv1D": "2, depth_multiplier=3", "DepthwiseConv2D": "2, depth_multiplier=3",
    "AveragePooling1D": "2", "AveragePooling2D": "2", "AveragePooling3D": "2",
}  # fmt: skip
"""What classes are called with; convolutions with 3 and 2, those that drop out with a half, others with nothing."""


def _call(name: str) -> str:
    if "Conv" in name and name not in ARGUMENTS:
        return f"{name}(3, 2)"
    return f"{name}({ARGUMENTS.get(name, '0.5' if 'SpatialDropout' in name else '')})"


def _input(name: str) -> str:
    if name == "RepeatVector":
        return "(3,)"
    return PICTURE if "2D" in name else VOLUME if "3D" in name else SEQUENCE


@pytest.mark.parametrize("generation", ["3", pytest.param("tf2", marks=pytest.mark.long)])
def test_each_class_on_the_lists_reads_any_width(generation: str) -> None:
    """Behind a layer of width 1, where what can't be divided or reduced would show, for every class on the lists."""
    for name in sorted((WIDE | PASSING) - {"Embedding"}):
        text = f"model = Sequential([Input({_input(name)}), Dense(4), {_call(name)}, Dense(2)])\n"
        if name == "Flatten":
            text = text.replace("Dense(4)", "Dense(4), Dropout(0.1)")
        found = whatif(only(text, keras=generation))
        assert found.knobs[0].layer == 0, name
        assert (name in WIDE) == (len(found.knobs) == 3), name
        agrees(text, found, [1, *(3 for _ in found.knobs[1:])], generation)


def test_only_polynomials_go_into_a_page() -> None:
    for text in PROGRAMS.values():
        found = whatif(only(text))
        now = [knob.value for knob in found.knobs]
        for one in found.layers:
            sizes = [one.params, *(size for shape in one.weights for size in shape)]
            for size in sizes:
                terms = polynomial(size)
                assert terms is not None
                value = 0
                for factor, knobs in terms:
                    for knob in knobs:
                        factor *= now[knob]
                    value += factor
                assert value == evaluated(size, now)
            assert isinstance(one.output, Shape)
