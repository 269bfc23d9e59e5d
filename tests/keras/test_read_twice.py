"""A layer that has weights already and reads an input of another size: ours and real Keras both take it, or neither."""

from __future__ import annotations

import pytest

from lint_params.keras.base import Setting
from lint_params.model.errors import Refused
from lint_params.model.shape import Shape
from tests.keras.grid import Make, Sizes, clear, judge, make
from tests.keras.grid import _real_layer as real_layer
from tests.truth.kept import kept

FLAT, STEPS, IMAGE, VOLUME = (None, 6), (None, 8, 6), (None, 8, 8, 6), (None, 8, 8, 8, 6)
LAYERS: list[tuple[Make, Sizes]] = [
    (Make("Dense", (4,)), FLAT),
    (Make("EinsumDense", ("ab,bc->ac", 4)), FLAT),
    (Make("PReLU", ()), FLAT),
    (Make("BatchNormalization", ()), FLAT),
    (Make("LayerNormalization", ()), FLAT),
    (Make("GroupNormalization", (2,)), IMAGE),
    (Make("Conv1D", (4, 3)), STEPS),
    (Make("Conv2D", (4, 3)), IMAGE),
    (Make("Conv3D", (4, 3)), VOLUME),
    (Make("Conv1DTranspose", (4, 3)), STEPS),
    (Make("Conv2DTranspose", (4, 3)), IMAGE),
    (Make("DepthwiseConv1D", (3,)), STEPS),
    (Make("DepthwiseConv2D", (3,)), IMAGE),
    (Make("SeparableConv1D", (4, 3)), STEPS),
    (Make("SeparableConv2D", (4, 3)), IMAGE),
    (Make("SimpleRNN", (4,)), STEPS),
    (Make("GRU", (4,)), STEPS),
    (Make("LSTM", (4,)), STEPS),
    (Make("ConvLSTM1D", (4, 3)), (None, 5, 8, 6)),
    (Make("RNN", (Make("LSTMCell", (4,)),)), STEPS),
    (Make("TimeDistributed", (Make("Dense", (4,)),)), STEPS),
    (Make("Bidirectional", (Make("GRU", (4,)),)), STEPS),
]


def wider(shape: Sizes) -> Sizes:
    return (*shape[:-1], 10)


def in_keras(layer: Make, shape: Sizes, generation: str) -> bool | None:
    """Whether Keras takes the wider input too; ``None`` where it does not have the layer."""

    def ask() -> bool | None:
        keras = judge(generation)
        clear(keras)
        if not hasattr(keras.layers, layer.name):
            return None
        real = real_layer(keras, layer)
        real(keras.Input(batch_shape=shape) if generation == "3" else keras.Input(shape[1:]))
        try:
            second = wider(shape)
            real(keras.Input(batch_shape=second) if generation == "3" else keras.Input(second[1:]))
        except Exception:  # of Keras and of TensorFlow
            return False
        return True

    taken: bool | None = kept(f"read twice {generation} {layer} {shape}", ask)
    return taken


@pytest.mark.parametrize("generation", ["3", "tf2"])
@pytest.mark.parametrize(("layer", "shape"), LAYERS, ids=[str(layer) for layer, _ in LAYERS])
def test_a_second_input_of_another_size(layer: Make, shape: Sizes, generation: str) -> None:
    taken = in_keras(layer, shape, generation)
    if taken is None:
        with pytest.raises(Refused):
            make(layer, Setting(generation))
        return
    ours = make(layer, Setting(generation))
    ours.apply(Shape(shape))
    if taken:
        ours.apply(Shape(wider(shape)))
    else:
        with pytest.raises(Refused) as refused:
            ours.apply(Shape(wider(shape)))
        assert refused.value.kind in ("incompatible", "rank"), refused.value
