"""Cells: one step of a recurrent layer, for ``RNN``. Source: ``keras/src/layers/rnn/``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from lint_params.keras.arguments import settled
from lint_params.keras.base import KerasLayer, Older
from lint_params.keras.steps import (
    BEGINNINGS,
    DROPOUTS,
    LIMITS,
    PENALTIES,
    TF2_RANDOM,
    Cell,
    gate_weights,
    require_cell,
    size_of_output,
    states_of,
)
from lint_params.model.dimension import Count
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape
from lint_params.model.weight import Weight


class _GatedCell(Cell):
    gates: ClassVar[int] = 1
    states: ClassVar[int] = 1

    def check(self) -> None:
        self.args.size("units")

    def biases(self) -> int:
        return 1

    def weights(self, shape: Shape) -> Iterator[Weight]:
        yield from gate_weights(self, shape.features(self.keras_name), self.gates, self.biases())

    def state_sizes(self) -> list[Count]:
        return [self.output_size()] * self.states

    def output_size(self) -> Count:
        return self.args.size("units")


class SimpleRNNCell(_GatedCell):
    """One gate. Source: ``keras/src/layers/rnn/simple_rnn.py``."""

    signature = f"units, activation='tanh', use_bias=True, {BEGINNINGS}, {PENALTIES}, {LIMITS}, {DROPOUTS}, seed=None"
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(signature.replace("seed=None", f"{TF2_RANDOM}, enable_caching_device=None")),
        "2": Older(signature.replace(", seed=None", "")),
    }


class GRUCell(_GatedCell):
    """Three gates. Source: ``keras/src/layers/rnn/gru.py``; ``reset_after`` is false in stand-alone Keras 2."""

    _BEFORE = (
        f"units, activation='tanh', recurrent_activation='sigmoid', use_bias=True, {BEGINNINGS}, {PENALTIES}, "
        f"{LIMITS}, {DROPOUTS}, "
    )
    signature = _BEFORE + "reset_after=True, seed=None, implementation=2"
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(_BEFORE + f"reset_after=True, {TF2_RANDOM}, enable_caching_device=None, implementation=2"),
        "2": Older(_BEFORE + "implementation=1, reset_after=False"),
    }
    gates = 3

    def biases(self) -> int:
        return 2 if self.args.flag("reset_after") else 1


class LSTMCell(_GatedCell):
    """Four gates, two states. Source: ``keras/src/layers/rnn/lstm.py``."""

    _BEFORE = (
        f"units, activation='tanh', recurrent_activation='sigmoid', use_bias=True, {BEGINNINGS}, "
        f"unit_forget_bias=True, {PENALTIES}, {LIMITS}, {DROPOUTS}, "
    )
    signature = _BEFORE + "seed=None, implementation=2"
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(_BEFORE + f"{TF2_RANDOM}, enable_caching_device=None, implementation=2"),
        "2": Older(_BEFORE + "implementation=1"),
    }
    gates = 4
    states = 2


class StackedRNNCells(Cell):
    """Cells one on another. Source: ``keras/src/layers/rnn/stacked_rnn_cells.py``."""

    signature = "cells"
    older: ClassVar[Mapping[str, Older]] = {"tf2": Older("cells, reverse_state_order=False")}

    def check(self) -> None:
        for cell in self.cells():
            require_cell(cell)

    def cells(self) -> list[KerasLayer]:
        value = self.args.value("cells")
        if not isinstance(value, (list, tuple)):
            raise Refused("cells of StackedRNNCells must be a list of cells", "argument", "cells")
        cells = [settled(cell, "a cell of StackedRNNCells") for cell in value]
        if not all(isinstance(cell, KerasLayer) for cell in cells):
            raise Refused("cells of StackedRNNCells must be a list of cells", "argument", "cells")
        return [cell for cell in cells if isinstance(cell, KerasLayer)]

    def sublayers(self) -> Sequence[KerasLayer]:
        try:
            return self.cells()
        except (Refused, Undetermined):
            return ()

    def build_sublayers(self, shape: Shape) -> None:
        for cell in self.cells():
            cell.build(shape)
            shape = Shape((shape[0], size_of_output(cell)))

    def state_sizes(self) -> list[Count]:
        return [size for cell in self.cells() for size in states_of(cell)]

    def output_size(self) -> Count:
        cells = self.cells()
        if not cells:
            raise Refused("StackedRNNCells needs at least one cell", "argument", "cells")
        return size_of_output(cells[-1])


class AbstractRNNCell(Cell):
    """The base of cells in tf.keras, without weights. Source: ``tf_keras/src/layers/rnn/abstract_rnn_cell.py``."""

    generations: ClassVar[tuple[str, ...]] = ("tf2",)
