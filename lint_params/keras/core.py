"""Core layers: Dense, Embedding, Lambda and the like. Source: ``keras/src/layers/core/``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

from lint_params.keras import legacy, quantization
from lint_params.keras.arguments import as_sizes
from lint_params.keras.base import GENERATIONS, KerasLayer, Older
from lint_params.model.dimension import Count, Dimension, equal
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight

_DENSE = (
    "units, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', "
    "kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, "
    "bias_constraint=None"
)
_DENSE_1 = (
    "init='glorot_uniform', activation=None, weights=None, W_regularizer=None, b_regularizer=None, "
    "activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True, input_dim=None"
)
_UNITS = {"output_dim": "units"} | legacy.BEGINNINGS


class Dense(KerasLayer):
    """A kernel of inputs x units and a bias of units. Source: ``keras/src/layers/core/dense.py``."""

    looks_again = GENERATIONS

    signature = f"{_DENSE}, lora_rank=None, lora_alpha=None, quantization_config=None"
    older = {
        "tf2": Older(_DENSE),
        "2": legacy.keras_2(_DENSE, _UNITS),
        "1": legacy.keras_1(f"output_dim, {_DENSE_1}", _UNITS),
    }
    least_rank = 2

    def check(self) -> None:
        self.units()

    def units(self) -> Count:
        """The size of the output; the generations before Keras 3 took ``32.0`` for 32."""
        value = self.args.raw("units")
        if isinstance(value, (float, str)) and self.setting.generation == "tf2":
            with contextlib.suppress(ValueError, OverflowError):
                self.args.values["units"] = int(value)
        return self.args.size("units", 0 if self.setting.generation == "tf2" else 1)

    def weights(self, shape: Shape) -> Iterator[Weight]:
        inputs, units = shape.features("Dense"), self.units()
        rank = lora_rank(self, "kernel_constraint")
        bias = [self.weight("bias", (units,))] if self.args.flag("use_bias") else []
        mode = quantization.of(self)
        if mode is None or mode.name == "float8":
            kernel = self.weight("kernel", (inputs, units), trainable=rank is None)
            yield from mode.float8(self) if mode else ()
            yield from [kernel, *bias]
            yield from lora(self, "lora_kernel", (inputs,), units, rank)
        else:
            yield from bias
            yield from lora(self, "lora_kernel", (inputs,), units, rank)
            yield from mode.kernel(self, "kernel", inputs, units)

    def output_shape(self, shape: Shape) -> Shape:
        return shape.with_last(self.units())


def lora_rank(layer: KerasLayer, constraint: str) -> Count | None:
    """The rank of a layer's low-rank adapter, ``None`` where it has none; refused together with a constraint."""
    layer.args.value("lora_rank")
    rank = layer.args.optional_size("lora_rank", 0) or None
    if rank is not None and layer.args.value(constraint) is not None:
        raise Refused(f"lora is incompatible with {constraint}", "argument", "lora_rank")
    return rank


def lora(layer: KerasLayer, name: str, before: Sequence[Count], after: Count, rank: Count | None) -> Iterator[Weight]:
    """The two float32 matrices of a low-rank adapter, which train in place of the kernel."""
    if rank is not None:
        yield layer.weight(f"{name}_a", (*before, rank), dtype="float32")
        yield layer.weight(f"{name}_b", (rank, after), dtype="float32")


class TimeDistributedDense(Dense):
    """``Dense`` over steps, of Keras 1 alone: ``keras/layers/core.py`` of 1.2.2."""

    signature = _DENSE
    older = {"1": legacy.keras_1(f"output_dim, {_DENSE_1}, input_length=None", _UNITS)}
    generations = ("1",)
    input_rank = 3


class MaxoutDense(KerasLayer):
    """The largest of several dense outputs: ``keras/legacy/layers.py`` of 2.3.1, ``keras/layers/core.py`` of 1.2.2."""

    signature = f"output_dim, nb_feature=4, {_DENSE_1}"
    generations = ("2", "1")
    input_rank = 2

    @property
    def declares_input_dim(self) -> bool:
        return True  # named in the signature, and the size of the input all the same

    def weights(self, shape: Shape) -> Iterator[Weight]:
        units, features = self.args.size("output_dim"), self.args.size("nb_feature")
        yield self.weight("W", (features, shape.features("MaxoutDense"), units))
        if self.args.flag("bias"):
            yield self.weight("b", (features, units))

    def output_shape(self, shape: Shape) -> Shape:
        return shape.with_last(self.args.size("output_dim"))


class Highway(KerasLayer):
    """A dense layer with a gate: ``keras/legacy/layers.py`` of 2.3.1, ``keras/layers/core.py`` of 1.2.2."""

    signature = _DENSE_1
    generations = ("2", "1")
    input_rank = 2

    @property
    def declares_input_dim(self) -> bool:
        return True  # named in the signature, and the size of the input all the same

    def weights(self, shape: Shape) -> Iterator[Weight]:
        size = shape.features("Highway")
        for ending in ("", "_carry"):
            yield self.weight(f"W{ending}", (size, size))
        for ending in ("", "_carry") if self.args.flag("bias") else ():
            yield self.weight(f"b{ending}", (size,))


class Embedding(KerasLayer):
    """A row of ``output_dim`` numbers for each of ``input_dim`` words.

    Source: ``keras/src/layers/core/embedding.py``.
    """

    signature = (
        "input_dim, output_dim, embeddings_initializer='uniform', embeddings_regularizer=None, "
        "embeddings_constraint=None, mask_zero=False, weights=None, lora_rank=None, lora_alpha=None, "
        "quantization_config=None, input_length=None"
    )
    older = {
        "tf2": Older(
            "input_dim, output_dim, embeddings_initializer='uniform', embeddings_regularizer=None, "
            "activity_regularizer=None, embeddings_constraint=None, mask_zero=False, input_length=None, sparse=False, "
            "use_one_hot_matmul=False"
        ),
        "2": legacy.keras_2(
            "input_dim, output_dim, embeddings_initializer='uniform', embeddings_regularizer=None, "
            "activity_regularizer=None, embeddings_constraint=None, mask_zero=False, input_length=None, dropout=None",
            {
                "init": "embeddings_initializer",
                "W_regularizer": "embeddings_regularizer",
                "W_constraint": "embeddings_constraint",
            },
        ),
        "1": legacy.keras_1(
            "input_dim, output_dim, init='uniform', input_length=None, W_regularizer=None, activity_regularizer=None, "
            "W_constraint=None, mask_zero=False, weights=None, dropout=0.0",
            {
                "init": "embeddings_initializer",
                "W_regularizer": "embeddings_regularizer",
                "W_constraint": "embeddings_constraint",
            },
        ),
    }

    def check(self) -> None:
        self.args.size("input_dim")
        self.args.size("output_dim")

    def declared_input(self) -> Shape | None:
        """Before Keras 3 an ``Embedding`` declared (batch, input_length) by itself, known or not."""
        declared = super().declared_input()
        if declared is not None or self.setting.generation == "3":
            return declared
        batch = self.args.raw("batch_size")
        length = self.args.raw("input_length") or None
        sizes = as_sizes(length, "input_length of Embedding", floats=True) if length is not None else (None,)
        return Shape((batch if isinstance(batch, int) else None, *sizes))

    def weights(self, shape: Shape) -> Iterator[Weight]:
        words, size = self.args.size("input_dim"), self.args.size("output_dim")
        rank = lora_rank(self, "embeddings_constraint")
        mode = quantization.of(self, ("int8", "int4"))
        if mode is None:
            yield self.weight("embeddings", (words, size), trainable=rank is None)
        yield from lora(self, "lora_embeddings", (words,), size, rank)
        if mode is not None:
            yield from mode.embeddings(self, words, size)

    def output_shape(self, shape: Shape) -> Shape:
        length = self.args.value("input_length") or None
        if length is not None and self.setting.generation in ("1", "2"):
            shape = self._of_length(shape, as_sizes(length, "input_length of Embedding", floats=True))
        return shape + (self.args.size("output_dim"),)  # noqa: RUF005 - a shape may be open

    def _of_length(self, shape: Shape, lengths: tuple[Dimension, ...]) -> Shape:
        """The input, known to be of the declared length. Source: ``keras/layers/embeddings.py`` of 2.3.1."""
        shape = shape.of_rank(len(lengths) + 1, f"Embedding with input_length {lengths}")
        for length, size in zip(lengths, shape.sizes[1:], strict=True):
            if equal(length, size) is False:
                raise Refused(
                    f"input_length of Embedding is {length}, but its input is {shape}", "size", "input_length"
                )
        return Shape((shape[0], *(b if a is None else a for a, b in zip(lengths, shape.sizes[1:], strict=True))))


class ReversibleEmbedding(Embedding):
    """An embedding that also maps back, by the same matrix or by one of its own.

    Source: ``keras/src/layers/core/reversible_embedding.py``.
    """

    signature = (
        "input_dim, output_dim, tie_weights=True, embeddings_initializer='uniform', embeddings_regularizer=None, "
        "embeddings_constraint=None, mask_zero=False, reverse_dtype=None, logit_soft_cap=None, weights=None, "
        "lora_rank=None, lora_alpha=None, quantization_config=None, input_length=None"
    )
    older = {}
    generations = ("3",)

    def weights(self, shape: Shape) -> Iterator[Weight]:
        words, size = self.args.size("input_dim"), self.args.size("output_dim")
        tied = self.args.flag("tie_weights")
        mode = quantization.of(self, ("int8", "int4"))
        yield from super().weights(shape)
        if not tied and mode is None:
            yield self.weight("reverse_embeddings", (size, words))
        elif not tied and mode is not None:
            yield from mode.reverse_embeddings(self, words, size)


class Masking(KerasLayer):
    """Source: ``keras/src/layers/core/masking.py``."""

    signature = "mask_value=0.0"


class Identity(KerasLayer):
    """Whatever goes in, one tensor or several. Source: ``keras/src/layers/core/identity.py``."""

    generations = ("3", "tf2")

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        return iter(())

    def output_of(self, inputs: Shapes) -> Shapes:
        return inputs


@runtime_checkable
class ShapeFunction(Protocol):
    """A function of the checked program that can say what shape it makes of one, with more arguments or none."""

    def output_shape(self, shape: Shapes, more: Mapping[str, object]) -> Shapes: ...


class Lambda(KerasLayer):
    """A function of the program as a layer. Source: ``keras/src/layers/core/lambda_layer.py``.

    ``output_shape`` decides where it is given, but in tf.keras 2, which reports what the function itself makes.
    """

    signature = "function, output_shape=None, mask=None, arguments=None"

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        if isinstance(self.args.raw("function"), KerasLayer):
            raise Undetermined("the function of Lambda is a layer, which is not followed")
        return iter(())

    def output_of(self, inputs: Shapes) -> Shapes:
        declared, function = self.args.value("output_shape"), self.args.raw("function")
        follows = isinstance(function, ShapeFunction) and not isinstance(function, KerasLayer)
        if declared is not None and not (follows and self.setting.generation == "tf2"):
            return self._declared(declared, inputs)
        if isinstance(function, ShapeFunction) and not isinstance(function, KerasLayer):
            more = self.args.value("arguments")
            return function.output_shape(inputs, more if isinstance(more, dict) else {})
        raise Undetermined("what the function of Lambda makes of its input is unknown; output_shape= would say it")

    def _declared(self, declared: object, inputs: Shapes) -> Shapes:
        """The output shape that the program states, without the batch."""
        first = inputs if isinstance(inputs, Shape) else inputs[0]
        if isinstance(declared, ShapeFunction) or not isinstance(declared, (tuple, list, Shape)):
            raise Undetermined("output_shape of Lambda is computed")
        if any(isinstance(item, (tuple, list)) for item in declared):
            shapes = [as_sizes(item, "output_shape of Lambda", self.setting.generation != "3") for item in declared]
            return [Shape((first[0], *sizes)) for sizes in shapes]
        return Shape((first[0], *as_sizes(declared, "output_shape of Lambda", self.setting.generation != "3")))
