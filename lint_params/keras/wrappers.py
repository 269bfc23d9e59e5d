"""Layers around layers. Source: ``keras/src/layers/core/wrapper.py``, ``keras/src/layers/rnn/``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from lint_params.keras.base import GENERATIONS, KerasLayer, Older
from lint_params.keras.copying import fresh
from lint_params.keras.registry import lookup
from lint_params.keras.steps import Recurrent
from lint_params.model.dimension import Dimension, equal
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes, nameless
from lint_params.model.unknown import Unknown
from lint_params.model.weight import Weight


class _Around(KerasLayer):
    """A layer that holds another one, ``layer``."""

    sublayer_arguments = ("layer",)

    def check(self) -> None:
        self.inner()

    def inner(self) -> KerasLayer:
        """The layer inside; raises ``Refused`` where it is none, or one that Keras refuses itself."""
        layer = self.args.layer_value("layer")
        if layer.refused is not None:
            raise layer.refused
        return layer

    def build_sublayers(self, shape: Shape) -> None:
        self._pass(shape)

    def output_shape(self, shape: Shape) -> Shapes:
        return self._pass(shape)

    def _pass(self, shape: Shape) -> Shapes:
        """What the layer inside gives; Keras 3 builds it and asks for its output shape, but does not call it."""
        inner = self.inner()
        if self.setting.generation != "3":
            return inner.apply(shape)
        if inner.refused is not None:
            raise inner.refused
        inner.build(inner.checked(shape))
        try:
            return inner.output_of(inner.checked(shape))
        except Undetermined as open_:
            return Shape.unknown(open_.reason)


class Wrapper(_Around):
    """The base of wrappers. Keras 3 cannot call it, tf.keras gives the input back."""

    signature = "layer"

    def output_shape(self, shape: Shape) -> Shapes:
        if self.setting.generation == "3":
            raise Refused("Wrapper is abstract and can't be called", "argument", "layer")
        return shape


class TimeDistributed(_Around):
    """The layer inside at every step of axis 1. Source: ``keras/src/layers/rnn/time_distributed.py``."""

    signature = "layer"
    least_rank = 3

    def _single(self, inputs: Shapes) -> Shape:
        if isinstance(inputs, list):
            if self.setting.generation == "3":
                raise Refused(f"TimeDistributed takes one input, not a list of {len(inputs)}", "rank")
            raise Undetermined("what TimeDistributed gives for several inputs is not known")
        return super()._single(inputs)

    def build_sublayers(self, shape: Shape) -> None:
        if self._unchecked(shape):
            self.inner().built = True
        else:
            self._apply(_without_time(shape))

    def output_shape(self, shape: Shape) -> Shapes:
        inner = self.inner()
        if self._unchecked(shape):
            raise Undetermined(f"Keras lets {inner.keras_name} read {_without_time(shape)} here, of too few dimensions")
        output = self._apply(_without_time(shape))
        if isinstance(output, list):
            raise Refused(
                f"TimeDistributed takes a layer of one output; {inner.keras_name} gives {len(output)}", "rank"
            )
        if output.open:
            return output
        return Shape((output[0], _time(shape), *output.sizes[1:]))

    def _apply(self, step: Shape) -> Shapes:
        """The layer inside on one step.

        Keras 3 does not check the rank: a recurrent layer then takes the last size for its features, which for one of
        two sizes is that of the batch.
        """
        inner = self.inner()
        lenient = self.setting.generation == "3" and isinstance(inner, Recurrent) and inner.input_rank == 3
        if lenient and not step.open and len(step.sizes) == 2 and step[0] is not None:
            step = Shape((*step.sizes, step[0]))
        if lenient and not step.open and len(step.sizes) > 3:
            inner.build(step)
            return inner.output_of(step)
        if self.setting.generation == "3" and inner.built_on is not None and not inner.sublayers():
            return inner.output_of(inner.checked(step))  # a layer that is built is asked for its output shape alone
        return self._pass(step)

    def _unchecked(self, shape: Shape) -> bool:
        """Whether Keras 3, which builds the layer inside without checking its input's rank, lets a wrong one pass."""
        inner = self.inner()
        if self.setting.generation != "3" or type(inner).weights_of is not KerasLayer.weights_of:
            return False
        if (
            type(inner).weights is not KerasLayer.weights
            or inner.sublayers()
            or lookup(inner.keras_name) is not type(inner)
        ):
            return False
        try:
            inner.checked(_without_time(shape))
        except Refused as refused:
            return refused.kind == "rank"
        return False


def _without_time(shape: Shape) -> Shape:
    """The shape of one step. Of an open shape, the first known size may be the one of time."""
    if not shape.open:
        return Shape((shape[0], *shape.sizes[2:]))
    return shape if len(shape.sizes) < 2 else Shape(shape.sizes[1:], True, shape.reason)


def _time(shape: Shape) -> Dimension:
    return nameless() if shape.open else shape[1]


class Bidirectional(_Around):
    """A recurrent layer and a copy of it that reads backwards. Source: ``keras/src/layers/rnn/bidirectional.py``.

    Both are made anew from the configuration of the layer that is given, which itself stays unused.
    """

    signature = "layer, merge_mode='concat', weights=None, backward_layer=None"
    older: ClassVar[Mapping[str, Older]] = {
        "2": Older("layer, merge_mode='concat', weights=None"),
        "1": Older("layer, merge_mode='concat', weights=None"),
    }
    forward: KerasLayer | None = None
    backward: KerasLayer | None = None

    def check(self) -> None:
        inner = _recurrent(self.inner())
        backward = self.args.value("backward_layer")
        if backward is not None:
            backward = _recurrent(self.args.layer_value("backward_layer"))
        newest = self.setting.generation == "3"
        name = inner.name
        self.forward = fresh(inner, "forward_" + (name.removeprefix("forward_") if newest else name))
        if isinstance(backward, KerasLayer):
            self.backward = backward
        else:
            before = inner.args.raw("go_backwards", False)
            turned = True if newest else before if isinstance(before, Unknown) else not before
            name = "backward_" + (name.removeprefix("backward_") if newest else name)
            self.backward = fresh(inner, name, go_backwards=turned)
        self._check_directions(self.forward, self.backward)
        if self.args.value("merge_mode") is not None:
            self.args.choice("merge_mode", ("sum", "mul", "ave", "concat"))

    def _check_directions(self, forward: KerasLayer, backward: KerasLayer) -> None:
        """``_verify_layer_config`` of Keras: opposite directions, otherwise alike."""
        here, there = (layer.args.raw("go_backwards", False) for layer in (forward, backward))
        if not isinstance(here, Unknown) and not isinstance(there, Unknown) and bool(here) == bool(there):
            raise Refused("the two layers of Bidirectional need different go_backwards", "argument", "layer")
        for name in ("stateful", "return_sequences", "return_state"):
            here, there = (layer.args.raw(name, False) for layer in (forward, backward))
            if not isinstance(here, Unknown) and not isinstance(there, Unknown) and here != there:
                raise Refused(f"the two layers of Bidirectional need the same {name}", "argument", "backward_layer")

    def sublayers(self) -> Sequence[KerasLayer]:
        return [layer for layer in (self.forward, self.backward) if layer is not None]

    def _both(self) -> tuple[KerasLayer, KerasLayer]:
        if self.forward is None or self.backward is None:
            self.check()
        if self.forward is None or self.backward is None:
            raise Undetermined("the layers of Bidirectional are not known")
        return self.forward, self.backward

    def build_sublayers(self, shape: Shape) -> None:
        for layer in self._both():
            layer.apply(shape)

    def output_shape(self, shape: Shape) -> Shapes:
        forward, backward = self._both()
        here = forward.apply(shape)
        there = here if self.setting.generation == "3" else backward.apply(shape)
        first, *states = here if isinstance(here, list) else [here]
        second, *more = there if isinstance(there, list) else [there]
        merged = self._merged(first, second)
        return merged[0] if len(merged) == 1 and not states else [*merged, *states, *more]

    def _merged(self, first: Shape, second: Shape) -> list[Shape]:
        mode = self.args.value("merge_mode")
        if mode is None:
            return [first, second]
        if mode == "concat":
            a, b = first.last, second.last
            return [first.with_last(None if a is None or b is None else a + b)]
        if equal(first.last, second.last) is False:
            raise Refused(f"Bidirectional can't {mode} outputs {first} and {second}", "merge", "merge_mode")
        return [first]


def _recurrent(layer: KerasLayer) -> KerasLayer:
    """The layer, if Bidirectional can turn it around; one of the checked program may be anything."""
    if isinstance(layer, Recurrent):
        return layer
    if lookup(layer.keras_name) is type(layer):
        raise Refused(f"Bidirectional takes a recurrent layer, and {layer.keras_name} is none", "argument", "layer")
    raise Undetermined(f"how {layer.definition()} reads backwards is not known")


class SpectralNormalization(_Around):
    """The layer inside with its kernel normalised: adds a vector of the kernel's last size.

    Source: ``keras/src/layers/normalization/spectral_normalization.py``.
    """

    looks_again = GENERATIONS

    signature = "layer, power_iterations=1"
    generations: ClassVar[tuple[str, ...]] = ("3", "tf2")

    def check(self) -> None:
        self.inner()
        self.args.size("power_iterations")

    def _kernel(self) -> Weight:
        inner = self.inner()
        if inner.unsettled is not None:
            raise Undetermined(inner.unsettled)
        for name in ("kernel", "embeddings"):
            for weight in () if isinstance(inner, Recurrent) else inner.own_weights:
                if weight.name == name:
                    return weight
        raise Refused(
            f"SpectralNormalization needs a layer with a kernel or embeddings, and {inner.keras_name} has neither",
            "argument",
            "layer",
        )

    def build_sublayers(self, shape: Shape) -> None:
        super().build_sublayers(shape)
        kernel = self._kernel()
        self.own_weights.append(self.weight("vector_u", (1, kernel.shape[-1]), trainable=False, dtype=kernel.dtype))

    def weight_states(self) -> list[tuple[Weight, object]]:
        """The kernel, the vector, the rest, as Keras 3 lists them; tf.keras has the vector last."""
        found = super().weight_states()
        if not self.own_weights:
            return found
        vector, *others = found
        place = 1 if self.setting.generation == "3" else len(others)
        return [*others[:place], vector, *others[place:]]
