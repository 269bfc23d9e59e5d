"""What recurrent layers are made of: the cell, which is one step, and the layer that runs it over time.

Source: ``keras/src/layers/rnn/rnn.py``, ``keras/src/layers/rnn/stacked_rnn_cells.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from lint_params.keras.arguments import settled
from lint_params.keras.base import KerasLayer
from lint_params.keras.registry import lookup
from lint_params.model.dimension import Count, Dimension, Size
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes, nameless
from lint_params.model.unknown import Unknown
from lint_params.model.weight import Weight

BEGINNINGS = "kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros'"
PENALTIES = "kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None"
LIMITS = "kernel_constraint=None, recurrent_constraint=None, bias_constraint=None"
DROPOUTS = "dropout=0.0, recurrent_dropout=0.0"
TF2_RANDOM = "seed=None, force_generator=False, rng_type=None"
"""What ``BaseRandomLayer`` of tf.keras takes."""
RETURNS = "return_sequences=False, return_state=False, go_backwards=False, stateful=False"


def gate_weights(layer: KerasLayer, features: Count, gates: int, biases: int = 1) -> Iterator[Weight]:
    """Kernel, recurrent kernel and bias of ``gates`` gates; ``biases`` is 2 where input and state have one each."""
    units = layer.args.size("units")
    yield layer.weight("kernel", (features, units * gates), gates=gates)
    yield layer.weight("recurrent_kernel", (units, units * gates), gates=gates)
    if layer.args.flag("use_bias"):
        shape = (units * gates,) if biases == 1 else (biases, units * gates)
        yield layer.weight("bias", shape, gates=gates)


class Cell(KerasLayer):
    """One step of a recurrent layer: reads an input and its states, and gives an output and new states."""

    generations: ClassVar[tuple[str, ...]] = ("3", "tf2", "2")

    def state_sizes(self) -> list[Count]:
        """The size of every state."""
        raise Undetermined(f"the states of {self.keras_name} are unknown")

    def output_size(self) -> Count:
        """The size of the output of a step."""
        raise Undetermined(f"the output size of {self.keras_name} is unknown")

    def output_shape(self, shape: Shape) -> Shapes:
        raise Refused(f"{self.keras_name} is called with an input and its states: wrap it in RNN", "missing", "states")


def require_cell(cell: KerasLayer) -> None:
    """Refuse a layer that Keras knows and that has no states; a layer of the checked program may have them."""
    if not isinstance(cell, Cell) and lookup(cell.keras_name) is type(cell):
        raise Refused(
            f"a cell of RNN needs the attribute state_size, which {cell.keras_name} has not", "argument", "cell"
        )


def states_of(cell: KerasLayer) -> list[Count]:
    """The state sizes of a cell; one of the checked program says them by its attribute ``state_size``."""
    if isinstance(cell, Cell):
        return cell.state_sizes()
    value = settled(
        getattr(cell, "state_size", Unknown("it is not a cell of Keras")), f"state_size of {cell.keras_name}"
    )
    return [_state(item, cell) for item in (value if isinstance(value, (list, tuple)) else [value])]


def _state(value: object, cell: KerasLayer) -> Count:
    if isinstance(value, Unknown):
        return value.size()
    if isinstance(value, (int, Size)) and not isinstance(value, bool):
        return value
    raise Undetermined(f"state_size of {cell.keras_name} is not a whole number")


def size_of_output(cell: KerasLayer) -> Count:
    """What a step of a cell gives: its ``output_size``, or the size of its first state."""
    if isinstance(cell, Cell):
        return cell.output_size()
    value = getattr(cell, "output_size", None)
    if value is not None:
        return _state(value, cell)
    return states_of(cell)[0]


class Recurrent(KerasLayer):
    """What all layers over time steps share: (batch, time, features) to the last output, or to all of them."""

    input_rank: ClassVar[int | None] = 3
    takes_input_length = True

    def checked(self, inputs: Shapes) -> Shapes:
        """A stateful layer needs the batch size, an unrolled one (of tf.keras, when called) the number of steps."""
        if isinstance(inputs, Shape) and not inputs.open and len(inputs.sizes) > 1:
            batch, steps = self.batch_and_steps(inputs)
            if batch is None and self._is("stateful"):
                raise Refused(
                    f"a stateful {self.keras_name} needs the batch size, which is None", "undefined", "stateful"
                )
            if steps is None and self._is("unroll") and self.setting.generation != "3":
                raise Refused(f"{self.keras_name} cannot unroll an unknown number of steps", "undefined", "unroll")
        return super().checked(inputs)

    def _is(self, name: str) -> bool:
        value = self.args.raw(name, False)
        return not isinstance(value, (Unknown, Size)) and bool(value)

    def batch_and_steps(self, shape: Shape) -> tuple[Dimension, Dimension]:
        """The sizes of batch and time; tf.keras can have time first."""
        if shape.open:
            return None, nameless()
        if self._is("time_major"):
            return shape[1], shape[0]
        return shape[0], shape[1]

    def step(self, shape: Shape) -> Sequence[Dimension]:
        """The sizes, without the batch, of what a step gives."""
        return (self.args.size("units"),)

    def state_shapes(self, shape: Shape, batch: Dimension) -> list[Shape]:
        """The shapes of the last states, for ``return_state``."""
        return []

    def output_shape(self, shape: Shape) -> Shapes:
        batch, steps = self.batch_and_steps(shape)
        step = tuple(self.step(shape))
        try:
            if self.args.flag("return_sequences"):
                leading: tuple[Dimension, ...] = (steps, batch) if self._is("time_major") else (batch, steps)
            else:
                leading = (batch,)
            with_states = self.args.flag("return_state")
        except Undetermined as open_:
            if self.args.raw("return_state", False) is False:
                return Shape.unknown(open_.reason, *step)
            raise
        output = Shape((*leading, *step))
        return [output, *self.state_shapes(shape, batch)] if with_states else output
