"""Symbolic tensors: what a layer called on a tensor gives, and how it was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Union

from lint_params.keras.base import KerasLayer
from lint_params.model.shape import Shape, Shapes
from lint_params.records import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One call that made tensors: a layer, or a plain operation (``shape_of``), on input tensors."""

    inputs: tuple[Tensor, ...]
    layer: KerasLayer | None = None
    shape_of: Callable[[Sequence[Shape]], Shapes] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Tensor:
    """A tensor of which the shape is known as far as the source says; ``index`` among the outputs of its node."""

    shape: Shape
    node: Node | None = None
    index: int = 0
    dtype: str = "float32"
    reason: str = ""

    def __repr__(self) -> str:
        return f"a tensor {self.shape}"


Tensors = Union[Tensor, list[Tensor]]


def call_layer(layer: KerasLayer, tensors: Sequence[Tensor]) -> Tensors:
    """A layer called on tensors: builds it on their shapes, gives its outputs as tensors; raises ``Refused``."""
    shapes = [tensor.shape for tensor in tensors]
    result = layer.apply(shapes[0] if len(shapes) == 1 else shapes)
    node = Node(tuple(tensors), layer)
    if isinstance(result, Shape):
        return Tensor(result, node)
    return [Tensor(shape, node, index) for index, shape in enumerate(result)]
