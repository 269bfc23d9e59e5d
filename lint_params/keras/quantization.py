"""What a quantized dtype policy makes of a layer's weights.

A layer made with ``dtype="int8_from_float32"`` (or ``int4/128_from_float32``, ``float8_from_float32``) keeps integers
and scales in place of its kernel. Source: ``_int8_build`` and its like in ``keras/src/layers/core/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_params.keras.base import KerasLayer
from lint_params.model.dimension import Count, ceiling_divide
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.weight import Weight
from lint_params.records import dataclass

AMAX_HISTORY = 1024
"""``QuantizedFloat8DTypePolicy.default_amax_history_length``."""


@dataclass(frozen=True, slots=True)
class Quantization:
    """A mode (``int8``, ``int4``, ``float8``), and for int4 how many inputs share a scale."""

    name: str
    block: int | None = None

    def kernel(self, layer: KerasLayer, name: str, inputs: Count, outputs: Count) -> Iterator[Weight]:
        """A matrix kept in integers: int4 packs two outputs into a byte."""
        if self.name == "int8":
            yield layer.weight(name, (inputs, outputs), False, "int8")
            yield layer.weight(f"{name}_scale", (outputs,), False)
            return
        yield layer.weight(name, (inputs, ceiling_divide(outputs, 2)), False, "int8")
        groups = (outputs,) if self.block is None else (ceiling_divide(inputs, self.block), outputs)
        yield from self._scales(layer, name, groups, inputs)

    def embeddings(self, layer: KerasLayer, words: Count, size: Count) -> Iterator[Weight]:
        """A table kept in integers, with scales by word."""
        packed = size if self.name == "int8" else ceiling_divide(size, 2)
        yield layer.weight("embeddings", (words, packed), False, "int8")
        if self.name == "int8":
            yield layer.weight("embeddings_scale", (words,), False)
            return
        groups = (words,) if self.block is None else (words, ceiling_divide(size, self.block))
        yield from self._scales(layer, "embeddings", groups, size)

    def reverse_embeddings(self, layer: KerasLayer, words: Count, size: Count) -> Iterator[Weight]:
        """The table that maps back, kept in integers."""
        packed = size if self.name == "int8" else ceiling_divide(size, 2)
        groups = (words,) if self.block is None else (ceiling_divide(size, self.block), words)
        yield layer.weight("reverse_embeddings", (packed, words), False, "int8")
        yield layer.weight("reverse_embeddings_scale", groups, False)
        if self.block is not None:
            yield layer.weight("reverse_embeddings_zero", groups, False)

    def _scales(self, layer: KerasLayer, name: str, groups: Sequence[Count], inputs: Count) -> Iterator[Weight]:
        yield layer.weight(f"{name}_scale", groups, False)
        if self.block is not None:
            yield layer.weight(f"{name}_zero", groups, False, "int8")
            yield layer.weight("g_idx", (inputs,), False, "float32")

    def float8(self, layer: KerasLayer) -> Iterator[Weight]:
        """The scales and histories that float8 training keeps beside the kernel."""
        for name in ("inputs", "kernel", "outputs_grad"):
            yield layer.weight(f"{name}_scale", (), dtype="float32")
            yield layer.weight(f"{name}_amax_history", (AMAX_HISTORY,), dtype="float32")


def of(layer: KerasLayer, known: Sequence[str] = ("int8", "int4", "float8")) -> Quantization | None:
    """How a layer is quantized from the start, ``None`` where it is not."""
    policy = layer.args.raw("dtype")
    name = policy if isinstance(policy, str) else layer.setting.dtype
    mode, found, _ = name.partition("_from_")
    if not found or layer.setting.generation != "3":
        return None
    base, _, block = mode.partition("/")
    if base in ("gptq", "awq"):
        raise Undetermined(f"what {layer.keras_name} keeps when quantized to {mode} is not described")
    if base not in known:
        raise Refused(f"{layer.keras_name} can't be quantized to {mode}", "argument", "dtype")
    if base == "int4" and layer.args.raw("quantization_config") is not None:
        raise Undetermined("the block size of quantization_config is unknown")
    return Quantization(base, int(block) if block.isdecimal() else None)
