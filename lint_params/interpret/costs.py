"""What a layer of another package costs, as the configuration says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lint_params.keras.arguments import Arguments as LayerArguments
from lint_params.keras.base import KerasLayer, Setting
from lint_params.model.errors import Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight


class Cost(Protocol):
    """An entry of ``layers:``: parameters, how many of them train, and the output shape without the batch."""

    @property
    def name(self) -> str: ...
    @property
    def params(self) -> int: ...
    @property
    def trainable(self) -> int: ...
    @property
    def output(self) -> tuple[int | None, ...] | None: ...


class CostedLayer(KerasLayer):
    """A layer of which only what the configuration says is known."""

    def __init__(self, cost: Cost, setting: Setting, name: str) -> None:
        self.cost = cost
        self.type_name = cost.name.rsplit(".", 1)[-1]
        super().__init__(LayerArguments({}, set(), self.type_name), setting, name)

    @property
    def class_name(self) -> str:
        return self.type_name

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        if self.cost.trainable:
            yield self.weight("trainable", (self.cost.trainable,))
        if self.cost.params > self.cost.trainable:
            yield self.weight("frozen", (self.cost.params - self.cost.trainable,), trainable=False)

    def output_of(self, inputs: Shapes) -> Shapes:
        if self.cost.output is None:
            raise Undetermined(f"the configuration does not say what {self.cost.name} gives")
        return Shape((inputs[0] if isinstance(inputs, Shape) else None, *self.cost.output))

    def definition(self) -> str:
        return f"{self.type_name}()"
