"""EinsumDense: a dense layer over any axes. Source: ``keras/src/layers/core/einsum_dense.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint_params.keras import quantization
from lint_params.keras.arguments import as_sizes
from lint_params.keras.base import KerasLayer, Older
from lint_params.keras.core import lora, lora_rank
from lint_params.model.dimension import Dimension, equal
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape
from lint_params.model.weight import Weight
from lint_params.records import dataclass

_ARGUMENTS = (
    "equation, output_shape, activation=None, bias_axes=None, kernel_initializer='glorot_uniform', "
    "bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None"
)
_CONSTRAINTS = "kernel_constraint=None, bias_constraint=None"

_FORMS = (
    re.compile(r"(?P<inputs>[a-zA-Z]+),(?P<kernel>[a-zA-Z]+)->(?P<outputs>[a-zA-Z]+)"),
    re.compile(r"(?P<left>0)(?P<inputs>[a-zA-Z]+),(?P<kernel>[a-zA-Z]+)->0(?P<outputs>[a-zA-Z]+)"),
    re.compile(r"(?P<inputs>[a-zA-Z]{2,})0,(?P<kernel>[a-zA-Z]+)->(?P<outputs>[a-zA-Z]+)0"),
)
"""The equations that Keras takes, with ``...`` read as ``0``."""


@dataclass(frozen=True, slots=True)
class Equation:
    """``inputs,kernel->outputs``; ``left`` where the axes that ``...`` stands for come first."""

    inputs: str
    kernel: str
    outputs: str
    left: bool

    @staticmethod
    def parse(text: str) -> Equation:
        for form in _FORMS:
            match = form.match(text.replace("...", "0"))
            if match is not None:
                return Equation(match["inputs"], match["kernel"], match["outputs"], "left" in form.groupindex)
        raise Refused(f"invalid einsum equation {text!r}: it must be like 'ab,bc->ac'", "argument", "equation")


class EinsumDense(KerasLayer):
    """A kernel whose sizes the equation takes from input and output, and a bias along ``bias_axes``."""

    signature = (
        f"{_ARGUMENTS}, {_CONSTRAINTS}, lora_rank=None, lora_alpha=None, gptq_unpacked_column_size=None, "
        "quantization_config=None"
    )
    older = {"tf2": Older(f"{_ARGUMENTS}, activity_regularizer=None, {_CONSTRAINTS}")}
    generations = ("3", "tf2")

    def check(self) -> None:
        self._partial()

    def _equation(self) -> Equation:
        text = self.args.value("equation")
        if not isinstance(text, str):
            raise Refused(f"equation of EinsumDense must be a string, not {text!r}", "argument", "equation")
        return Equation.parse(text)

    def _partial(self) -> tuple[Dimension, ...]:
        return as_sizes(
            self.args.value("output_shape"), "output_shape of EinsumDense", self.setting.generation == "tf2"
        )

    def weights(self, shape: Shape) -> Iterator[Weight]:
        equation = self._equation()
        output = self._output(equation, shape)
        sizes = self._sizes(equation, shape, output)
        kernel = tuple(self._kernel_size(letter, sizes, equation) for letter in equation.kernel)
        rank = lora_rank(self, "kernel_constraint")
        if quantization.of(self) is not None:
            raise Undetermined("what EinsumDense keeps when quantized is not described")
        bias = self._bias(equation, shape, output)
        yield self.weight("kernel", kernel, trainable=rank is None)
        if bias is not None:
            yield self.weight("bias", bias)
        if rank is not None:
            before, after = [size for size in kernel[:-1] if size is not None], kernel[-1]
            if after is not None and len(before) == len(kernel) - 1:
                yield from lora(self, "lora_kernel", before, after, rank)

    def output_shape(self, shape: Shape) -> Shape:
        equation = self._equation()
        output = self._output(equation, shape)
        return Shape(output if self.setting.generation == "3" else self._computed(equation, shape, output))

    def _computed(self, equation: Equation, shape: Shape, output: Sequence[Dimension]) -> tuple[Dimension, ...]:
        """What the equation itself gives, which tf.keras 2 reports: sizes of the input before those stated."""
        stated = self._sizes(equation, shape, output)
        read = dict(zip(equation.inputs, self._lettered(equation, shape), strict=False))
        sizes = tuple((stated | read).get(letter) for letter in equation.outputs)
        elided = len(shape) - len(equation.inputs)
        return (*shape.sizes[:elided], *sizes) if equation.left else (*sizes, *shape.sizes[len(shape) - elided :])

    def _output(self, equation: Equation, shape: Shape) -> tuple[Dimension, ...]:
        """The whole output shape; refused where an axis that input and output share has two sizes."""
        rank, partial = len(shape), self._partial()
        elided = rank - len(equation.inputs)
        if elided > 0 and equation.left:
            output = (shape[0], *shape.sizes[1:elided], *partial)
        elif elided > 0:
            output = (shape[0], *partial, *shape.sizes[rank - elided :])
        else:
            output = (shape[0], *partial)
        sizes = dict(zip(equation.outputs, output[max(elided, 0) if equation.left else 0 :], strict=False))
        for letter, size in zip(equation.inputs, self._lettered(equation, shape), strict=False):
            if letter in equation.outputs and letter not in sizes:
                raise Refused(f"output_shape {partial} of EinsumDense has too few sizes", "argument", "output_shape")
            stated = sizes.get(letter)
            if stated is not None and (size is None or equal(stated, size) is False):
                raise Refused(f"sizes {size} and {stated} of the shared axis {letter!r} differ", "size", "output_shape")
        for letter in equation.outputs:
            if letter not in equation.inputs and letter not in equation.kernel:
                raise Refused(f"axis {letter!r} of the output is in neither input nor kernel", "argument", "equation")
        return output

    @staticmethod
    def _lettered(equation: Equation, shape: Shape) -> Sequence[Dimension]:
        """The sizes of the input that the equation has letters for."""
        named = len(equation.inputs)
        if len(shape) < named:
            raise Refused(f"the equation of EinsumDense needs {named} axes, the input is {shape}", "rank")
        return shape.sizes[len(shape) - named :] if equation.left else shape.sizes[:named]

    def _sizes(self, equation: Equation, shape: Shape, output: Sequence[Dimension]) -> dict[str, Dimension]:
        elided = len(shape) - len(equation.inputs) if equation.left else 0
        read = dict(zip(equation.inputs, self._lettered(equation, shape), strict=False))
        return read | dict(zip(equation.outputs, output[elided:], strict=False))

    @staticmethod
    def _kernel_size(letter: str, sizes: dict[str, Dimension], equation: Equation) -> Dimension:
        if letter not in sizes:
            raise Refused(f"axis {letter!r} of the kernel is in neither input nor output", "argument", "equation")
        return sizes[letter]

    def _bias(self, equation: Equation, shape: Shape, output: Sequence[Dimension]) -> tuple[Dimension, ...] | None:
        axes = self.args.value("bias_axes")
        if axes is None:
            return None
        if not isinstance(axes, str) or not axes or any(letter not in equation.outputs for letter in axes):
            raise Refused(
                f"bias_axes {axes!r} are not part of the output {equation.outputs!r}", "argument", "bias_axes"
            )
        elided = max(len(shape) - len(equation.inputs), 0)
        first = min(equation.outputs.index(letter) for letter in axes)
        sizes = dict(zip(equation.outputs, output[elided if equation.left else 0 :], strict=False))
        along = [sizes[letter] if letter in axes else 1 for letter in equation.outputs[first:]]
        return (*along, *(() if equation.left else (1,) * elided))
