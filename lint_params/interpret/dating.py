"""Programs that no import and no argument dates, but that the generation they are read as refuses to build."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.interpret.machine import Machine
from lint_params.keras.base import KerasLayer
from lint_params.keras.convolution_base import Convolution
from lint_params.keras.models import InputLayer, Step
from lint_params.model.shape import Shape


def dated(machine: Machine) -> Iterator[str]:
    """Older generations that take a chain of the run which this one refuses."""
    if machine.tensorflow and machine.input_again:
        yield "tf2"
    for made in machine.models:
        refused = next((step for step in made.model.steps if step.refused is not None), None)
        if refused is None or refused.refused is None:
            continue
        if machine.tensorflow and _reads_more_axes(refused):
            yield "tf2"
        if refused.refused.kind == "size" and any(map(_has_sides, made.model.layers)):
            yield "2"


def _reads_more_axes(step: Step) -> bool:
    """Whether Keras refuses a layer here for its rank that tf.keras 2 takes."""
    layer = step.layer
    if step.refused is None or step.refused is not layer.refused:
        return False
    if isinstance(layer, InputLayer):
        return True
    if not isinstance(layer, Convolution) or not isinstance(step.input_shape, Shape) or step.input_shape.open:
        return False
    return step.refused.kind == "rank" and len(step.input_shape) > layer.spatial_rank + 2


def _has_sides(layer: KerasLayer) -> bool:
    """Whether a square kernel and its strides may be the two sides of a kernel: ``Conv2D(32, 3, 3)``."""
    if not isinstance(layer, Convolution) or layer.spatial_rank != 2 or "strides" not in layer.args.given:
        return False
    return isinstance(layer.args.raw("kernel_size"), int) and isinstance(layer.args.raw("strides"), int)
