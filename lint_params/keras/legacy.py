"""How stand-alone Keras 1 and 2 wrote the arguments that many layers share.

Keras 2.0 to 2.3 took the names of Keras 1 with a warning (``keras/legacy/interfaces.py`` of 2.3.1); Keras 1 is read
after ``keras/layers/`` of 1.2.2.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from lint_params.keras.base import Call, Older
from lint_params.model.dimension import Size
from lint_params.model.errors import Refused
from lint_params.model.unknown import Unknown

BACKEND_ORDER = {"th": "channels_first", "tf": "channels_last", "default": None}
"""``dim_ordering`` of Keras 1, and what ``data_format`` it is."""

FORMAT = {"dim_ordering": "data_format"}
BEGINNINGS = {
    "init": "kernel_initializer",
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
}
CONVOLUTION = {"nb_filter": "filters", "border_mode": "padding", "subsample": "strides", **FORMAT, **BEGINNINGS}
CONVOLUTION_1D = {"filter_length": "kernel_size", "subsample_length": "strides", **CONVOLUTION}
POOLING = {"border_mode": "padding", **FORMAT}
POOLING_1D = {"pool_length": "pool_size", "stride": "strides", **POOLING}

KERNEL_SIDES = {2: ("nb_row", "nb_col"), 3: ("kernel_dim1", "kernel_dim2", "kernel_dim3")}
"""The arguments in which Keras 1 took the sides of a kernel, by rank."""


def keras_1(signature: str, renamed: Mapping[str, str] | None = None, steps: bool = False) -> Older:
    """How Keras 1 wrote a layer; kernel sides and ``dim_ordering`` are turned into ``kernel_size`` and ``data_format``.

    ``steps`` is set for layers over steps, whose channels always came last.
    """
    return Older(signature, renamed or {}, steps_last if steps else modern)


def keras_2(signature: str, renamed: Mapping[str, str] | None = None, kernel_rank: int = 0) -> Older:
    """How stand-alone Keras 2 wrote a layer, with the names of Keras 1 that it still took.

    ``kernel_rank`` is given for the convolutions whose kernel sides it took one by one.
    """
    return Older(
        signature, renamed or {}, modern, functools.partial(joined_kernel, kernel_rank) if kernel_rank else None
    )


def modern(values: dict[str, object]) -> dict[str, object]:
    """Values of Keras 1 as today's."""
    order = values.get("data_format")
    if isinstance(order, str) and order in BACKEND_ORDER:
        values["data_format"] = BACKEND_ORDER[order]
    for sides in KERNEL_SIDES.values():
        if all(side in values for side in sides):
            values["kernel_size"] = tuple(values.pop(side) for side in sides)
    return values


def steps_last(values: dict[str, object]) -> dict[str, object]:
    """Values of a layer over steps that had no ``data_format``, as today's."""
    return modern(values) | {"data_format": "channels_last"}


def joined_kernel(rank: int, call: Call) -> Call:
    """``Conv2D(32, 3, 3)`` and ``Conv2D(32, nb_row=3, nb_col=3)`` as ``Conv2D(32, (3, 3))``.

    Source: ``conv2d_args_preprocessor`` and ``conv3d_args_preprocessor`` in ``keras/legacy/interfaces.py``.
    """
    filters, placed, keywords = call.positional[:1], call.positional[1:], dict(call.keywords)
    named = [side for side in KERNEL_SIDES[rank][len(placed) :] if side in keywords]
    whole = (int, Size, Unknown)
    if len(placed) + len(named) != rank or not all(isinstance(side, whole) for side in placed):
        return call
    if rank == 2 and len(placed) == 2 and not {"padding", "strides", "data_format"}.isdisjoint(keywords):
        raise Refused(
            "Keras 2 takes the kernel sides by place, or strides by name, but not both", "argument", "strides"
        )
    kernel = (*placed, *(keywords.pop(side) for side in named))
    return Call(filters, {**keywords, "kernel_size": kernel}, call.rest)
