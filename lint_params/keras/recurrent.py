"""Recurrent layers and their cells. Source: ``keras/src/layers/rnn/``.

The weights of a gated layer are kept as Keras keeps them, the gates side by side in the last axis, so that an LSTM's
formula reads ``4*(13*5 + 5*5 + 5)``. Keras 1 could keep every gate apart (``consume_less``); the count is the same
(``keras/layers/recurrent.py`` of 1.2.2: ``W_i``, ``U_i``, ``b_i``, ``W_c`` …).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from lint_params.keras.base import Call, KerasLayer, Older, bind
from lint_params.keras.cells import StackedRNNCells
from lint_params.keras.steps import (
    BEGINNINGS,
    DROPOUTS,
    LIMITS,
    PENALTIES,
    RETURNS,
    TF2_RANDOM,
    Cell,
    Recurrent,
    gate_weights,
    require_cell,
    size_of_output,
    states_of,
)
from lint_params.model.dimension import Dimension
from lint_params.model.errors import Refused
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight

_LAYER = f"{PENALTIES}, activity_regularizer=None, {LIMITS}, {DROPOUTS}"
_TF2_EXTRA = "enable_caching_device=None, zero_output_for_mask=False"
_KERAS_1 = (
    "output_dim, init='glorot_uniform', inner_init='orthogonal', {gates}W_regularizer=None, U_regularizer=None, "
    "b_regularizer=None, dropout_W=0.0, dropout_U=0.0, return_sequences=False, go_backwards=False, stateful=False, "
    "unroll=False, consume_less='cpu'"
)
RENAMED = {
    "output_dim": "units",
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "forget_bias_init": "unit_forget_bias",
    "inner_activation": "recurrent_activation",
    "W_regularizer": "kernel_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "b_regularizer": "bias_regularizer",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "consume_less": "implementation",
}
"""Names of Keras 1, which Keras 2 still took (``keras/legacy/interfaces.py``, ``legacy_recurrent_support``)."""


class _GatedLayer(Recurrent):
    gates: ClassVar[int] = 1
    states: ClassVar[int] = 1

    def check(self) -> None:
        self.args.size("units")
        use_cudnn = self.args.raw("use_cudnn", "auto")
        if isinstance(use_cudnn, (str, int, float)) and use_cudnn not in ("auto", True, False):
            raise Refused(f"use_cudnn of {self.keras_name} must be 'auto', True or False", "argument", "use_cudnn")

    def biases(self) -> int:
        return 1

    def weights(self, shape: Shape) -> Iterator[Weight]:
        yield from gate_weights(self, shape.features(self.keras_name), self.gates, self.biases())

    def state_shapes(self, shape: Shape, batch: Dimension) -> list[Shape]:
        return [Shape((batch, self.args.size("units")))] * self.states


class SimpleRNN(_GatedLayer):
    """One gate: ``in*units + units*units + units``. Source: ``keras/src/layers/rnn/simple_rnn.py``."""

    _BEFORE = f"units, activation='tanh', use_bias=True, {BEGINNINGS}, {_LAYER}, {RETURNS}, unroll=False"
    signature = _BEFORE + ", seed=None, zero_output_for_mask=False"
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(_BEFORE + f", time_major=False, {_TF2_EXTRA}"),
        "2": Older(_BEFORE + ", implementation=1", RENAMED),
        "1": Older(_KERAS_1.format(gates="activation='tanh', "), RENAMED),
    }


class GRU(_GatedLayer):
    """Three gates. Source: ``keras/src/layers/rnn/gru.py``.

    With ``reset_after``, the default of Keras 3 and tf.keras 2, input and state have a bias each; stand-alone Keras 2
    (``keras/layers/recurrent.py``) has it false, Keras 1 had no such argument.
    """

    _BEFORE = (
        f"units, activation='tanh', recurrent_activation='sigmoid', use_bias=True, {BEGINNINGS}, {PENALTIES}, "
        f"activity_regularizer=None, {LIMITS}, {DROPOUTS}, "
    )
    signature = (
        _BEFORE + f"seed=None, {RETURNS}, unroll=False, reset_after=True, use_cudnn='auto', implementation=2, "
        "zero_output_for_mask=False"
    )
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(
            _BEFORE + f"{RETURNS}, unroll=False, time_major=False, reset_after=True, implementation=2, "
            f"{TF2_RANDOM}, {_TF2_EXTRA}"
        ),
        "2": Older(_BEFORE + f"implementation=1, {RETURNS}, unroll=False, reset_after=False", RENAMED),
        "1": Older(_KERAS_1.format(gates="activation='tanh', inner_activation='hard_sigmoid', "), RENAMED),
    }
    gates = 3

    def biases(self) -> int:
        if self.setting.generation == "1":
            return 1
        return 2 if self.args.flag("reset_after") else 1


class LSTM(_GatedLayer):
    """Four gates, two states: ``4*(in*units + units*units + units)``. Source: ``keras/src/layers/rnn/lstm.py``."""

    _BEFORE = (
        f"units, activation='tanh', recurrent_activation='sigmoid', use_bias=True, {BEGINNINGS}, "
        f"unit_forget_bias=True, {PENALTIES}, activity_regularizer=None, {LIMITS}, {DROPOUTS}, "
    )
    signature = (
        _BEFORE + f"seed=None, {RETURNS}, unroll=False, use_cudnn='auto', implementation=2, zero_output_for_mask=False"
    )
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(
            _BEFORE + f"{RETURNS}, time_major=False, unroll=False, implementation=2, {TF2_RANDOM}, {_TF2_EXTRA}"
        ),
        "2": Older(_BEFORE + f"implementation=1, {RETURNS}, unroll=False", RENAMED),
        "1": Older(
            _KERAS_1.format(gates="forget_bias_init='one', activation='tanh', inner_activation='hard_sigmoid', "),
            RENAMED,
        ),
    }
    gates = 4
    states = 2


class CuDNNGRU(_GatedLayer):
    """A GRU of two biases in one vector of 6*units. Source: ``keras/layers/cudnn_recurrent.py`` of 2.3.1, and
    ``tf_keras/src/layers/rnn/cudnn_gru.py`` (``tf.compat.v1.keras.layers``)."""

    signature = (
        f"units, {BEGINNINGS}, {PENALTIES}, activity_regularizer=None, {LIMITS}, return_sequences=False, "
        "return_state=False, go_backwards=False, stateful=False"
    )
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(signature + ", time_major=False, unroll=False, zero_output_for_mask=False"),
        "2": Older(signature.replace("go_backwards=False, ", "")),
    }
    generations: ClassVar[tuple[str, ...]] = ("tf2", "2")
    gates = 3

    def weights(self, shape: Shape) -> Iterator[Weight]:
        units = self.args.size("units")
        yield self.weight("kernel", (shape.features(self.keras_name), units * self.gates), gates=self.gates)
        yield self.weight("recurrent_kernel", (units, units * self.gates), gates=self.gates)
        yield self.weight("bias", (units * self.gates * 2,), gates=self.gates)


class CuDNNLSTM(CuDNNGRU):
    """An LSTM of two biases in one vector of 8*units. Source: as for :class:`CuDNNGRU`."""

    signature = CuDNNGRU.signature.replace("'zeros', ", "'zeros', unit_forget_bias=True, ")
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(signature + ", time_major=False, unroll=False, zero_output_for_mask=False"),
        "2": Older(signature.replace("go_backwards=False, ", "")),
    }
    gates = 4
    states = 2


class RNN(Recurrent):
    """A cell, or a list of cells, over time. Source: ``keras/src/layers/rnn/rnn.py``."""

    signature = f"cell, {RETURNS}, unroll=False, zero_output_for_mask=False"
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(f"cell, {RETURNS}, unroll=False, time_major=False, zero_output_for_mask=False"),
        "2": Older(f"cell, {RETURNS}, unroll=False"),
    }
    generations: ClassVar[tuple[str, ...]] = ("3", "tf2", "2")
    input_rank: ClassVar[int | None] = None
    least_rank = 3

    _stacked: StackedRNNCells | None = None
    """The cells of a list, put together."""

    def check(self) -> None:
        value = self.args.value("cell")
        if isinstance(value, (list, tuple)):
            bound = bind(StackedRNNCells, Call((value,)), self.setting.generation)
            self._stacked = StackedRNNCells(bound, self.setting, "stacked_rnn_cells")
            if self._stacked.refused is not None:
                raise self._stacked.refused
            if not value and self.setting.generation == "3":
                raise Refused("RNN needs at least one cell", "argument", "cell")
        else:
            require_cell(self.cell())

    def cell(self) -> KerasLayer:
        return self._stacked or self.args.layer_value("cell")

    def sublayers(self) -> Sequence[KerasLayer]:
        cell = self._stacked or self.args.raw("cell")
        return [cell] if isinstance(cell, KerasLayer) else []

    def checked(self, inputs: Shapes) -> Shapes:
        """Keras 3 lets inputs of more dimensions pass; tf.keras calls the cell, and its cells take two.

        Of two sizes, Keras 3 takes that of the batch for the features, if it is known.
        """
        if self.setting.generation == "3" and isinstance(inputs, Shape) and not inputs.open:
            batch = inputs.sizes[0] if len(inputs.sizes) == 2 else None
            inputs = inputs if batch is None else Shape((*inputs.sizes, batch))
        checked = super().checked(inputs)
        if self.setting.generation != "3" and isinstance(checked, Shape) and self._of_keras(self.sublayers()):
            return checked.of_rank(3, "RNN")
        return checked

    def _of_keras(self, cells: Sequence[KerasLayer]) -> bool:
        return bool(cells) and all(
            self._of_keras(cell.sublayers()) if isinstance(cell, StackedRNNCells) else isinstance(cell, Cell)
            for cell in cells
        )

    def build_sublayers(self, shape: Shape) -> None:
        batch, _ = self.batch_and_steps(shape)
        rest = Shape((batch, *shape.sizes[2:])) if not shape.open else shape
        self.cell().build(rest)

    def _check_again(self, inputs: Shapes) -> None:
        if self.setting.generation in self.looks_again and self.unsettled is None:
            self.build_sublayers_of(inputs)  # the cell looks again

    def open_reason(self) -> str | None:
        return super().open_reason() or (None if self.sublayers() else "the cell of RNN is unknown")

    def step(self, shape: Shape) -> Sequence[Dimension]:
        return (size_of_output(self.cell()),)

    def state_shapes(self, shape: Shape, batch: Dimension) -> list[Shape]:
        """One shape a state, in a flat list; Keras 3 nests those of stacked cells."""
        return [Shape((batch, size)) for size in states_of(self.cell())]
