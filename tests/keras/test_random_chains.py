"""Random chains of layers: ours and real Keras agree layer by layer, or refuse the same one.

``LINT_PARAMS_CHAINS=50000 pytest tests/keras/test_random_chains.py`` is the long run; every run with that variable set
draws other chains.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from lint_params.keras.base import KerasLayer, Setting
from lint_params.keras.registry import lookup
from lint_params.model.errors import Refused
from lint_params.model.shape import Shape
from tests.keras.grid import Make, Sizes, clear, judge, make, words
from tests.keras.grid import _real_layer as real_layer
from tests.keras.grid import _real_weight as real_weight
from tests.truth.kept import kept

EXAMPLES = int(os.environ.get("LINT_PARAMS_CHAINS", "0"))
PARTS = 20
"""Tests that the chains are dealt out to; each draws others."""
LONGEST = 6

Kwargs = Mapping[str, st.SearchStrategy[object]]


@dataclass(frozen=True)
class Draw:
    """A layer class with what its arguments are drawn from, for inputs of ``ranks``, batch included."""

    name: str
    kwargs: Kwargs
    ranks: tuple[int, ...]
    generations: tuple[str, ...] = ("3", "tf2")


def some(*values: object) -> st.SearchStrategy[object]:
    return st.sampled_from(values)


ANY = (2, 3, 4, 5)
BIAS: Kwargs = {"use_bias": some(True, False)}
UNITS: Kwargs = {"units": some(1, 2, 3, 5, 8)}
RETURNS: Kwargs = {"return_sequences": some(True, True, False)}


def layer(name: str, *ranks: int, **kwargs: st.SearchStrategy[object]) -> Draw:
    return Draw(name, kwargs, ranks or ANY)


def newest(name: str, *ranks: int, **kwargs: st.SearchStrategy[object]) -> Draw:
    """A layer of Keras 3 alone."""
    return Draw(name, kwargs, ranks or ANY, ("3",))


def _windows(rank: int) -> list[Draw]:
    """Convolutions, pooling, padding … over ``rank`` axes."""
    at = rank + 2
    window = {
        "kernel_size": some(1, 2, 3, 5),
        "padding": some("valid", "same"),
        "strides": some(1, 1, 2),
        "dilation_rate": some(1, 1, 1, 2),
    }
    pool = {"pool_size": some(1, 2, 3), "strides": some(None, 1, 2), "padding": some("valid", "same")}
    found = [
        layer(f"Conv{rank}D", at, **window, **BIAS, filters=some(1, 2, 4, 6), groups=some(1, 1, 1, 2)),
        layer(
            f"Conv{rank}DTranspose", at, filters=some(1, 2, 4), kernel_size=some(1, 2, 3), strides=some(1, 2),
            padding=some("valid", "same"), **BIAS,
        ),
        layer(f"MaxPooling{rank}D", at, **pool),
        layer(f"AveragePooling{rank}D", at, **pool),
        layer(f"GlobalMaxPooling{rank}D", at, keepdims=some(True, False)),
        layer(f"GlobalAveragePooling{rank}D", at, keepdims=some(True, False)),
        layer(f"ZeroPadding{rank}D", at, padding=some(1, 2)),
        layer(f"Cropping{rank}D", at, cropping=some(1, 2)),
        layer(f"UpSampling{rank}D", at, size=some(1, 2)),
        layer(f"SpatialDropout{rank}D", at, rate=some(0.5)),
        newest(f"AdaptiveAveragePooling{rank}D", at, output_size=some(1, 2)),
    ]  # fmt: skip
    if rank < 3:
        found.append(
            layer(
                f"SeparableConv{rank}D", at, **window, **BIAS, filters=some(2, 4), depth_multiplier=some(1, 2),
            )
        )  # fmt: skip
        found.append(layer(f"DepthwiseConv{rank}D", at, **window, **BIAS, depth_multiplier=some(1, 2)))
        found.append(
            layer(
                f"ConvLSTM{rank}D", at + 1, filters=some(2, 3), kernel_size=some(1, 2), padding=some("valid", "same"),
                **RETURNS, **BIAS,
            )
        )  # fmt: skip
    return found


def _made(name: str, **kwargs: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.fixed_dictionaries(kwargs).map(lambda values: Make(name, (), values))


RECURRENT = st.one_of(
    _made("LSTM", **UNITS, **RETURNS, **BIAS),
    _made("GRU", **UNITS, **RETURNS, **BIAS, reset_after=some(True, False)),
    _made("SimpleRNN", **UNITS, **RETURNS),
)
CELL = st.one_of(_made("LSTMCell", **UNITS), _made("GRUCell", **UNITS, **BIAS), _made("SimpleRNNCell", **UNITS))
EACH_VECTOR = st.one_of(
    _made("Dense", **UNITS, **BIAS), _made("Dropout", rate=some(0.3)), _made("BatchNormalization"),
    _made("RepeatVector", n=some(2)), _made("Embedding", input_dim=some(10), output_dim=some(2, 3)),
)  # fmt: skip
EACH_SEQUENCE = st.one_of(
    RECURRENT, _made("Dense", **UNITS), _made("Flatten"),
    _made("Conv1D", filters=some(2, 3), kernel_size=some(1, 2, 3), padding=some("valid", "same")),
    _made("MaxPooling1D", pool_size=some(1, 2)), _made("GlobalAveragePooling1D"),
)  # fmt: skip
EACH_IMAGE = st.one_of(
    _made("Conv2D", filters=some(2, 3), kernel_size=some(1, 2, 3), padding=some("valid", "same")),
    _made("MaxPooling2D"), _made("Flatten"), _made("GlobalMaxPooling2D"), _made("Dense", **UNITS),
    _made("ZeroPadding2D"),
)  # fmt: skip

DRAWS = [
    layer("Dense", **UNITS, **BIAS),
    layer("Dense", units=some(1, 4), trainable=some(False)),
    layer("Dropout", rate=some(0.2)),
    layer("Activation", activation=some("relu", "softmax", "tanh")),
    layer("BatchNormalization", center=some(True, False), scale=some(True, False), axis=some(-1, -1, 1)),
    layer("LayerNormalization", center=some(True, False), axis=some(-1, -1, 1)),
    layer("GroupNormalization", groups=some(1, 2, -1), center=some(True, False)),
    layer("UnitNormalization"),
    newest("RMSNormalization"),
    layer("Flatten"),
    layer("Reshape", target_shape=some((-1,), (1, -1), (-1, 1), (2, -1), (-1, 2, 1), (1, 1, 1, -1))),
    layer("GaussianNoise", stddev=some(0.1)),
    layer("AlphaDropout", rate=some(0.1)),
    layer("ActivityRegularization", l1=some(0.1)),
    newest("Masking"),  # tf.keras also runs the masks, which some layers cannot read
    layer("ReLU"),
    layer("ELU"),
    layer("LeakyReLU"),
    layer("Softmax"),
    layer("PReLU", shared_axes=some(None, None, (1,))),
    newest("Identity"),
    layer("Rescaling", scale=some(0.5)),
    layer("Normalization", axis=some(-1, None)),
    layer("Embedding", 2, 3, input_dim=some(5, 9), output_dim=some(1, 3)),
    layer("RepeatVector", 2, n=some(1, 3)),
    layer("Discretization", 2, bin_boundaries=some([0.0, 1.0]), output_mode=some("multi_hot", "count")),
    layer("Permute", 3, dims=some((2, 1), (1, 2))),
    layer("Permute", 4, dims=some((2, 1, 3), (3, 1, 2))),
    layer("LSTM", 3, **UNITS, **RETURNS, **BIAS),
    layer("GRU", 3, **UNITS, **RETURNS, **BIAS, reset_after=some(True, False)),
    layer("SimpleRNN", 3, **UNITS, **RETURNS),
    layer("RNN", 3, cell=st.one_of(CELL, st.lists(CELL, min_size=1, max_size=3)), **RETURNS),
    layer("Bidirectional", 3, layer=RECURRENT, merge_mode=some("concat", "sum", "ave")),
    layer("TimeDistributed", 3, layer=EACH_VECTOR),
    layer("TimeDistributed", 4, layer=EACH_SEQUENCE),
    layer("TimeDistributed", 5, layer=EACH_IMAGE),
    newest("SpectralNormalization", 2, 3, 4, layer=_made("Dense", **UNITS, **BIAS)),
    layer("Resizing", 4, height=some(3, 4), width=some(2, 5)),
    layer("CenterCrop", 4, height=some(2), width=some(2, 3)),
    layer("RandomFlip", 4, mode=some("horizontal")),
    *(draw for rank in (1, 2, 3) for draw in _windows(rank)),
]
INPUTS = st.one_of(
    st.tuples(some(None, 2), some(1, 3, 4, 12)),
    st.tuples(some(None, 2), some(4, 6, 9, None), some(1, 2, 6)),
    st.tuples(some(None), some(5, 8), some(4, 7, 8), some(1, 3, 4)),
    st.tuples(some(None), some(3, 4), some(5, 6), some(4, 6), some(1, 2)),
)


@dataclass(frozen=True)
class Chain:
    """Layers in a row on an input; the last one may be refused."""

    generation: str
    inputs: Sizes
    links: tuple[Make, ...]

    def __str__(self) -> str:
        return f"{self.generation} {self.inputs}: " + ", ".join(map(str, self.links))


@st.composite
def chains(draw: Callable[..., object]) -> Chain:
    generation = draw(some("3", "3", "tf2"))
    inputs = draw(INPUTS)
    assert isinstance(generation, str)
    assert isinstance(inputs, tuple)
    shape, links = Shape(inputs), []
    for _ in range(draw(st.integers(1, LONGEST))):  # type: ignore[call-overload]
        fitting = [found for found in DRAWS if generation in found.generations and len(shape.sizes) in found.ranks]
        anything = [found for found in DRAWS if generation in found.generations]
        chosen = draw(st.sampled_from(fitting if fitting and draw(st.integers(0, 11)) else anything))
        assert isinstance(chosen, Draw)
        values = draw(st.fixed_dictionaries(dict(chosen.kwargs)))
        assert isinstance(values, dict)
        links.append(Make(chosen.name, (), values))
        try:
            output = make(links[-1], Setting(generation)).apply(shape)
        except Refused:
            break
        if not isinstance(output, Shape) or output.open or 0 in output.sizes:  # tf.keras can't run on nothing
            break
        shape = output
    return Chain(generation, inputs, tuple(links))


Row = tuple[object, ...]
"""What is compared of one layer: its weights and its output, or ``("refused",)``."""


def real_rows(chain: Chain) -> tuple[list[Row], str]:
    """Real Keras' rows, and its words where it refuses."""
    rows, words = kept(f"chain {chain}", lambda: _asked(chain))
    return rows, words


def _asked(chain: Chain) -> tuple[list[Row], str]:
    keras = judge(chain.generation)
    clear(keras)
    tensor = keras.Input(shape=chain.inputs[1:], batch_size=chain.inputs[0])
    rows: list[Row] = []
    for link in chain.links:
        try:
            made = real_layer(keras, link)
            tensor = made(tensor)  # type: ignore[operator]
        except Exception as error:
            return [*rows, ("refused",)], f"{type(error).__name__}: {error}"
        trained = {id(weight) for weight in made.trainable_weights}  # type: ignore[attr-defined]
        weights = [real_weight(weight, id(weight) in trained) for weight in made.weights]  # type: ignore[attr-defined]
        rows.append((made.count_params(), weights, tuple(tensor.shape)))  # type: ignore[attr-defined]
    return rows, ""


def our_rows(chain: Chain) -> tuple[list[Row], str]:
    """Our rows, and our words where we refuse; an output that we do not know is ``None``, and the last row."""
    shape = Shape(chain.inputs)
    rows: list[Row] = []
    for link in chain.links:
        try:
            made = make(link, Setting(chain.generation))
            output = made.apply(shape)
        except Refused as refused:
            return [*rows, ("refused",)], words(refused)
        assert made.open_reason() is None, f"{chain}: {made.open_reason()}"
        known = isinstance(output, Shape) and not output.open
        rows.append((made.count(), _weights(made), tuple(output.sizes) if known else None))  # type: ignore[union-attr]
        if not known:
            return rows, ""
        shape = output  # type: ignore[assignment]
    return rows, ""


def _weights(made: KerasLayer) -> list[tuple[object, ...]]:
    return [(w.name, tuple(w.shape), w.dtype, trains is True) for w, trains in made.all_weights()]


def compare(chain: Chain) -> None:
    found, ours = our_rows(chain)
    truth, theirs = real_rows(chain)
    if found and found[-1][-1] is None:  # what comes out is not known, the weights are, if Keras accepts
        assert len(truth) == len(found), f"{chain}\n  Keras: {theirs}"
        last = found[-1] if truth[-1] == ("refused",) else (*truth[-1][:-1], None)
        truth = [*truth[:-1], last]
    assert found == truth, f"{chain}\n  Keras: {theirs or truth}\n  ours:  {ours or found}"


@pytest.mark.parametrize("part", range(PARTS))
def test_random_chains(part: int) -> None:
    @settings(
        max_examples=(EXAMPLES or 2000) // PARTS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(chains())
    def drawn(chain: Chain) -> None:
        compare(chain)

    (drawn if EXAMPLES else seed(part)(drawn))()


def test_every_layer_that_is_drawn_is_described() -> None:
    assert all(lookup(drawn.name) is not None for drawn in DRAWS)
