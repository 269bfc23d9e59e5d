"""Operations on images and sequences: convolutions, pooling, resizing, padding of spatial axes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lint_params.interpret.library import Handler
from lint_params.interpret.library import tensor_shapes as rules
from lint_params.interpret.library.tensor_values import (
    BACKEND,
    OPS,
    argument,
    as_tensor,
    at,
    flag,
    integer,
    items_of,
    operation,
    size_of,
    sizes_from,
    word,
)
from lint_params.interpret.machine import Machine
from lint_params.interpret.values import Arguments, Value
from lint_params.keras.spatial import window_length
from lint_params.model.dimension import Count, Dimension, floor_divide
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape

NN = ("tensorflow.nn", "tensorflow.compat.v1.nn")
IMAGE = ("tensorflow.image", "tensorflow.compat.v1.image", "tensorflow.compat.v2.image")


def channels_first(data_format: Value) -> bool:
    """Whether channels stand before the spatial axes (``NCHW``, ``channels_first``)."""
    return data_format is not None and word(data_format, "data_format") in ("channels_first", "ncw", "nchw", "ncdhw")


def spatial(value: Value, rank: int, first: bool) -> list[Count]:
    """A window or stride by spatial axis: from one number, one an axis, or one for batch and channels too."""
    sizes = sizes_from(value, "a window")
    if len(sizes) == 1:
        sizes = sizes * rank
    if len(sizes) == rank + 2:
        sizes = sizes[2:] if first else sizes[1:-1]
    found = [size for size in sizes if size is not None]
    if len(found) != rank:
        raise Undetermined("a window is not known")
    return found


def parts(shape: Shape, rank: int, first: bool) -> tuple[Dimension, list[Dimension], Dimension]:
    """The batch, the spatial sizes and the channels."""
    sizes = shape.of_rank(rank + 2, "the operation").sizes
    return (sizes[0], list(sizes[2:]), sizes[1]) if first else (sizes[0], list(sizes[1:-1]), sizes[-1])


def joined(batch: Dimension, lengths: Sequence[Dimension], channels: Dimension, first: bool) -> Shape:
    return Shape((batch, channels, *lengths) if first else (batch, *lengths, channels))


def convolved(rank: int, depthwise: bool = False) -> Handler:
    """A convolution: the kernel is (*window, inputs, filters), of a depthwise one (*window, inputs, multiplier)."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        values = [
            argument(arguments, 0, "input", "inputs", "x", "value"),
            argument(arguments, 1, "filters", "kernel", "filter", "depthwise_kernel"),
        ]
        strides = argument(arguments, 2, "strides", "stride", default=1)
        padding = argument(arguments, 3, "padding", default="valid")
        layout = argument(arguments, 4, "data_format")
        dilation = argument(arguments, 5, "dilations", "dilation_rate", default=1)

        def shape_of(shapes: Sequence[Shape]) -> Shape:
            first = channels_first(layout)
            batch, lengths, _ = parts(shapes[0], rank, first)
            kernel = shapes[1].of_rank(rank + 2, "the kernel").sizes
            steps = spatial(strides, rank, first)
            spread = spatial(1 if dilation is None else dilation, rank, first)
            mode = word(padding, "the padding")
            made = [window_length(length, _known(window), step, mode, wide)
                    for length, window, step, wide in zip(lengths, kernel, steps, spread, strict=False)]  # fmt: skip
            channels = rules.times(kernel[-2], kernel[-1]) if depthwise else kernel[-1]
            return joined(batch, made, channels, first)

        return operation(machine, values, shape_of, (strides, padding, layout, dilation))

    return run


def _known(size: Dimension) -> Count:
    if size is None:
        raise Undetermined("the size of the kernel is not known")
    return size


for _rank in (1, 2, 3):
    at((*NN, *BACKEND), f"conv{_rank}d")(convolved(_rank))
at((*NN, *BACKEND), "depthwise_conv2d depthwise_conv2d_native")(convolved(2, depthwise=True))


@at(OPS, "conv")
def conv(machine: Machine, arguments: Arguments) -> Value:
    """``keras.ops.conv``: of the rank of its kernel."""
    return _by_rank(machine, arguments, convolved, argument(arguments, 1, "kernel"))


@at(OPS, "depthwise_conv")
def depthwise(machine: Machine, arguments: Arguments) -> Value:
    return _by_rank(machine, arguments, lambda rank: convolved(rank, depthwise=True), argument(arguments, 1, "kernel"))


def _by_rank(machine: Machine, arguments: Arguments, make: Callable[[int], Handler], ranked: Value) -> Value:
    """An operation over as many axes as an operand has beside batch and channels."""
    shape = as_tensor(machine, ranked).shape
    if shape.open or len(shape.sizes) < 3:
        reason = shape.reason or "over how many axes it works is not known"
        return operation(machine, [argument(arguments, 0, "inputs")], lambda shapes: Shape.unknown(reason))
    return make(len(shape.sizes) - 2)(machine, arguments)


def pooled(rank: int, every: bool = False) -> Handler:
    def run(machine: Machine, arguments: Arguments) -> Value:
        value = argument(arguments, 0, "input", "inputs", "x", "value")
        window = argument(arguments, 1, "ksize", "pool_size")
        strides = argument(arguments, 2, "strides")
        padding = argument(arguments, 3, "padding", default="valid")
        layout = argument(arguments, 4, "data_format")

        def shape_of(shapes: Sequence[Shape]) -> Shape:
            first = channels_first(layout)
            batch, lengths, channels = parts(shapes[0], rank, first)
            windows = spatial(window, rank, first)
            default = [1] * rank if every else windows
            steps = spatial(strides, rank, first) if strides is not None else default
            mode = word(padding, "the padding")
            made = [window_length(*each, mode) for each in zip(lengths, windows, steps, strict=True)]
            return joined(batch, made, channels, first)

        return operation(machine, [value], shape_of, (window, strides, padding, layout))

    return run


for _rank, _names in ((1, "1d"), (2, "2d"), (3, "3d")):
    at(NN, f"max_pool{_names} avg_pool{_names}")(pooled(_rank))
at(NN, "max_pool avg_pool")(pooled(2))
for _rank in (2, 3):
    at(BACKEND, f"pool{_rank}d")(pooled(_rank, every=True))


@at(OPS, "max_pool average_pool")
def ops_pool(machine: Machine, arguments: Arguments) -> Value:
    return _by_rank(machine, arguments, pooled, argument(arguments, 0, "inputs"))


@at(IMAGE, "resize")
def resize_in_tensorflow(machine: Machine, arguments: Arguments) -> Value:
    return _resized(machine, arguments, argument(arguments, 3, "preserve_aspect_ratio", default=False))


@at(IMAGE, "resize_images")
def resize_images(machine: Machine, arguments: Arguments) -> Value:
    """As it was before TensorFlow 2."""
    return _resized(machine, arguments, argument(arguments, 4, "preserve_aspect_ratio", default=False))


@at(
    (*IMAGE, *OPS),
    "resize_bilinear resize_nearest_neighbor resize_bicubic resize_with_pad resize_with_crop_or_pad "
    "resize_image_with_crop_or_pad",
)
def resize_to(machine: Machine, arguments: Arguments) -> Value:
    return _resized(machine, arguments)


@at(OPS, "resize")
def resize(machine: Machine, arguments: Arguments) -> Value:
    return _resized(machine, arguments)


def _resized(machine: Machine, arguments: Arguments, keep: Value = False) -> Value:
    """Images to a height and width: given as a pair, or one after the other."""
    value = argument(arguments, 0, "images", "image")
    size = argument(arguments, 1, "size", "target_height")
    width = argument(arguments, 2, "target_width")
    layout = argument(arguments, 8, "data_format")

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        pair = items_of(size)
        if pair is not None and len(pair) != 2:
            raise Undetermined("a size is a height and a width")
        height, across = (size_of(item) for item in (pair if pair is not None else (size, width)))
        sizes = rules.known(shapes[0])
        if flag(keep):
            raise Undetermined("the size depends on the image")
        if len(sizes) < 3:
            raise Undetermined("an image has three axes")
        if channels_first(layout):
            return Shape((*sizes[:-2], height, across))
        return Shape((*sizes[:-3], height, across, sizes[-1]))

    return operation(machine, [value], shape_of, (size, width, layout, keep))


KEPT = """
    adjust_brightness adjust_contrast adjust_gamma adjust_hue adjust_saturation convert_image_dtype flip_left_right
    flip_up_down hsv_to_rgb per_image_standardization random_brightness random_contrast random_flip_left_right
    random_flip_up_down random_hue random_saturation rgb_to_hsv rgb_to_yiq rgb_to_yuv yiq_to_rgb yuv_to_rgb
"""


@at(IMAGE, KEPT)
def image_kept(machine: Machine, arguments: Arguments) -> Value:
    return operation(machine, [argument(arguments, 0, "image", "images")], lambda shapes: shapes[0])


@at((*IMAGE, "keras.ops.image"), "rgb_to_grayscale")
def grayscale(machine: Machine, arguments: Arguments) -> Value:
    return operation(machine, [argument(arguments, 0, "images")], lambda shapes: shapes[0].with_last(1))


@at(IMAGE, "grayscale_to_rgb")
def to_rgb(machine: Machine, arguments: Arguments) -> Value:
    return operation(machine, [argument(arguments, 0, "images")], lambda shapes: shapes[0].with_last(3))


@at(IMAGE, "random_crop")
def crop(machine: Machine, arguments: Arguments) -> Value:
    size = argument(arguments, 1, "size")
    return operation(machine, [argument(arguments, 0, "value")], lambda shapes: Shape(tuple(sizes_from(size))), (size,))


@at(IMAGE, "extract_patches")
def extract_patches(machine: Machine, arguments: Arguments) -> Value:
    """(batch, height, width, channels) to (batch, rows, columns, window height * window width * channels)."""
    value = argument(arguments, 0, "images")
    settings = [argument(arguments, at_ + 1, name) for at_, name in enumerate(("sizes", "strides", "rates", "padding"))]
    windows, strides, rates, padding = settings

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        batch, lengths, channels = parts(shapes[0], 2, False)
        window, step, spread = (spatial(each, 2, False) for each in (windows, strides, rates))
        made = [window_length(length, a, b, word(padding), c)
                for length, a, b, c in zip(lengths, window, step, spread, strict=True)]  # fmt: skip
        return joined(batch, made, rules.times(channels, window[0] * window[1]), False)

    return operation(machine, [value], shape_of, settings)


@at(("keras.ops.image",), "extract_patches")
def extract_patches_of_keras(machine: Machine, arguments: Arguments) -> Value:
    """As TensorFlow's, with ``size`` for both sides, and steps of a whole window unless ``strides`` says otherwise."""
    value, size = argument(arguments, 0, "images"), argument(arguments, 1, "size")
    strides, rate = argument(arguments, 2, "strides"), argument(arguments, 3, "dilation_rate")
    padding = argument(arguments, 4, "padding")
    if argument(arguments, 5, "data_format") not in (None, "channels_last"):
        return machine.unknown("patches of channels_first are not followed", arguments.text, value)

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        batch, lengths, channels = parts(shapes[0].of_rank(4, "extract_patches"), 2, False)
        window = _sides(size)
        step = window if strides is None else _sides(strides)
        spread: tuple[Count, Count] = (1, 1) if rate is None else _sides(rate)
        mode = "valid" if padding is None else word(padding)
        made = [window_length(length, a, b, mode, c)
                for length, a, b, c in zip(lengths, window, step, spread, strict=True)]  # fmt: skip
        return joined(batch, made, rules.times(channels, window[0] * window[1]), False)

    return operation(machine, [value], shape_of, (size, strides, rate, padding))


def _sides(value: Value) -> tuple[Count, Count]:
    """One size for both sides, or one for each."""
    sizes = sizes_from(value if isinstance(value, (tuple, list)) else (value, value))
    if len(sizes) != 2 or sizes[0] is None or sizes[1] is None:
        raise Undetermined("the window is not known")
    return sizes[0], sizes[1]


def _blocks(deep: bool) -> Handler:
    """``space_to_depth`` (``deep``) and back."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        value, block = argument(arguments, 0, "input"), argument(arguments, 1, "block_size")
        layout = argument(arguments, 3, "data_format")

        def shape_of(shapes: Sequence[Shape]) -> Shape:
            first, by = channels_first(layout), integer(block, "the block size")
            batch, lengths, channels = parts(shapes[0], 2, first)
            if deep:
                made = [None if size is None else floor_divide(size, by) for size in lengths]
                return joined(batch, made, rules.times(channels, by * by), first)
            if isinstance(channels, int) and channels % (by * by):
                raise Refused(f"depth_to_space: {channels} channels can't be cut into blocks of {by}", "size")
            left = None if channels is None else floor_divide(channels, by * by)
            return joined(batch, [rules.times(size, by) for size in lengths], left, first)

        return operation(machine, [value], shape_of, (block, layout))

    return run


_SPACES = ("tensorflow", "tensorflow.nn", "tensorflow.compat.v1", "tensorflow.compat.v1.nn")
at(_SPACES, "space_to_depth")(_blocks(deep=True))
at(_SPACES, "depth_to_space")(_blocks(deep=False))


@at(BACKEND, "resize_images")
def backend_resize(machine: Machine, arguments: Arguments) -> Value:
    """``K.resize_images(x, height_factor, width_factor, data_format)``."""
    value, *settings = (
        argument(arguments, at_, name) for at_, name in enumerate(("x", "height_factor", "width_factor", "data_format"))
    )
    height, width, layout = settings

    def shape_of(shapes: Sequence[Shape]) -> Shape:
        first = channels_first(layout)
        batch, lengths, channels = parts(shapes[0], 2, first)
        made = [rules.times(size, size_of(by)) for size, by in zip(lengths, (height, width), strict=True)]
        return joined(batch, made, channels, first)

    return operation(machine, [value], shape_of, settings)


@at(BACKEND, "temporal_padding")
def temporal_padding(machine: Machine, arguments: Arguments) -> Value:
    value, padding = argument(arguments, 0, "x"), argument(arguments, 1, "padding", default=(1, 1))
    return _spatially_padded(machine, value, (padding,), None)


@at(BACKEND, "spatial_2d_padding spatial_3d_padding")
def spatial_padding(machine: Machine, arguments: Arguments) -> Value:
    """Pairs of places before and after, an axis each; ((1, 1), (1, 1)) where none are given."""
    value = argument(arguments, 0, "x")
    padding = argument(arguments, 1, "padding", default=((1, 1), (1, 1)))
    items = items_of(padding)
    return _spatially_padded(machine, value, tuple(items or ()), argument(arguments, 2, "data_format"))


def _spatially_padded(machine: Machine, value: Value, padding: tuple[Value, ...], layout: Value) -> Value:
    def shape_of(shapes: Sequence[Shape]) -> Shape:
        first = channels_first(layout)
        if not padding:
            raise Undetermined("the padding is not known")
        batch, lengths, channels = parts(shapes[0], len(padding), first)
        made = [rules.summed((size, *sizes_from(pair))) for size, pair in zip(lengths, padding, strict=True)]
        return joined(batch, made, channels, first)

    return operation(machine, [value], shape_of, (padding, layout))
