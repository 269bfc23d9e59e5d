"""Preprocessing and augmentation of images. Source: ``keras/src/layers/preprocessing/image_preprocessing/``.

None has weights, and few change the shape. Keras 3 looks at the shape in those few alone; tf.keras runs the operation,
which takes one image or a batch of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from lint_params.keras.base import KerasLayer, Older
from lint_params.model.dimension import Dimension, equal
from lint_params.model.errors import Refused
from lint_params.model.shape import Shape, Shapes

_RANGE = "value_range=(0, 255)"
_FILL = "fill_mode='reflect', interpolation='bilinear', seed=None, fill_value=0.0"


class _Image(KerasLayer):
    generations: ClassVar[tuple[str, ...]] = ("3",)
    ranks_of_tf: ClassVar[tuple[int, ...]] = (3, 4)

    def check(self) -> None:
        value = self.args.value("value_range") if "value_range" in self.args else (0, 255)
        if not isinstance(value, (list, tuple)) or len(value) != 2:
            raise Refused(f"value_range of {self.keras_name} must be two numbers", "argument", "value_range")

    def checked(self, inputs: Shapes) -> Shapes:
        if self.setting.generation != "3" and isinstance(inputs, Shape) and not inputs.open and self.ranks_of_tf:
            self._require(inputs, self.ranks_of_tf)
        return super().checked(inputs)

    def _require(self, shape: Shape, ranks: tuple[int, ...]) -> None:
        if len(shape.sizes) not in ranks:
            raise Refused(f"{self.keras_name} reads an image or a batch of images, not {shape}", "rank")

    def _channels_first(self) -> bool:
        form = self.args.value("data_format") if "data_format" in self.args else None
        return (form or self.setting.data_format if self.setting.generation == "3" else form) == "channels_first"


class _Sized(_Image):
    """Images come out with ``height`` and ``width``."""

    generations: ClassVar[tuple[str, ...]] = ("3", "tf2")

    def check(self) -> None:
        self._side("height")
        self._side("width")

    def _side(self, name: str) -> Dimension:
        """The size asked for; Keras 3 lets ``None`` pass as a shape of unknown size."""
        newest = self.setting.generation == "3"
        return self.args.optional_size(name, least=0) if newest else self.args.size(name, least=0)

    def _resized(self, shape: Shape, axis: int) -> Shape:
        """The shape with the height put at ``axis``, and the width after it."""
        return shape.replaced(axis, self._side("height")).replaced(axis + 1, self._side("width"))

    def output_shape(self, shape: Shape) -> Shapes:
        if not shape.open:
            self._require(shape, (3, 4))
        return self._resized(shape, shape.rank - (2 if self._channels_first() else 3))


class _Crop(_Sized):
    """A part of each image."""

    def _resized(self, shape: Shape, axis: int) -> Shape:
        """tf.keras crops or resizes, by what the size turns out to be; where that is open, it forgets the batch too."""
        open_size = any(size is None for size in shape.sizes[axis : axis + 2])
        forgets = self.setting.generation != "3" and shape.rank == 4 and open_size
        return super()._resized(shape.replaced(0, None) if forgets else shape, axis)


class CenterCrop(_Crop):
    """The middle of an image. Source: ``center_crop.py``."""

    signature = "height, width, data_format=None"
    older: ClassVar[Mapping[str, Older]] = {"tf2": Older("height, width")}


class RandomCrop(_Crop):
    """Some part of an image. Source: ``random_crop.py``."""

    signature = "height, width, seed=None, data_format=None, name=None"
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older("height, width, seed=None, force_generator=False, rng_type=None")
    }

    def output_shape(self, shape: Shape) -> Shapes:
        shape.at_least_rank(2 if self._channels_first() else 3, "RandomCrop")
        return self._resized(shape, shape.rank - (2 if self._channels_first() else 3))


class Resizing(_Sized):
    """Source: ``resizing.py``; a shape of other than four sizes is taken for one image."""

    signature = (
        "height, width, interpolation='bilinear', crop_to_aspect_ratio=False, pad_to_aspect_ratio=False, "
        "fill_mode='constant', fill_value=0.0, antialias=False, data_format=None"
    )
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older("height, width, interpolation='bilinear', crop_to_aspect_ratio=False")
    }

    def output_shape(self, shape: Shape) -> Shapes:
        axis = (1 if self._channels_first() else 0) + (1 if shape.rank == 4 else 0)
        shape.at_least_rank(axis + 2, "Resizing")
        return self._resized(shape, axis)


class _Augmentation(_Image):
    """The shape stays."""


class _OldAugmentation(_Augmentation):
    """One that tf.keras has too, with a generator of its own."""

    generations: ClassVar[tuple[str, ...]] = ("3", "tf2")


def _tf2(signature: str) -> Mapping[str, Older]:
    return {"tf2": Older(f"{signature}, force_generator=False, rng_type=None")}


class Rescaling(_OldAugmentation):
    """Source: ``keras/src/layers/preprocessing/rescaling.py``."""

    signature = "scale, offset=0.0"
    ranks_of_tf = ()


class RandomBrightness(_OldAugmentation):
    """Source: ``random_brightness.py``."""

    signature = f"factor, {_RANGE}, seed=None"
    older = _tf2(signature)


class RandomContrast(_OldAugmentation):
    """Source: ``random_contrast.py``."""

    signature = f"factor, {_RANGE}, seed=None"
    older = _tf2("factor, seed=None")
    ranks_of_tf = (3, 4, 5, 6)


class RandomFlip(_OldAugmentation):
    """Source: ``random_flip.py``."""

    signature = "mode='horizontal_and_vertical', seed=None, data_format=None"
    older = _tf2("mode='horizontal_and_vertical', seed=None")

    def check(self) -> None:
        if self.setting.generation != "3":  # Keras 3 looks at it when the layer runs
            self.args.choice("mode", ("horizontal", "vertical", "horizontal_and_vertical"))


class RandomRotation(_OldAugmentation):
    """Source: ``random_rotation.py``."""

    signature = f"factor, {_FILL}, data_format=None"
    older = _tf2(f"factor, {_FILL}")


class RandomTranslation(_OldAugmentation):
    """Source: ``random_translation.py``."""

    signature = f"height_factor, width_factor, {_FILL}, data_format=None"
    older = _tf2(f"height_factor, width_factor, {_FILL}")


class RandomZoom(_OldAugmentation):
    """Source: ``random_zoom.py``."""

    signature = f"height_factor, width_factor=None, {_FILL}, data_format=None"
    older = _tf2(f"height_factor, width_factor=None, {_FILL}")


class RandomHeight(_OldAugmentation):
    """The height is any. Source: ``tf_keras/src/layers/preprocessing/image_preprocessing.py``."""

    signature = "factor, interpolation='bilinear', seed=None, force_generator=False, rng_type=None"
    generations: ClassVar[tuple[str, ...]] = ("tf2",)

    def output_shape(self, shape: Shape) -> Shapes:
        return shape.replaced(shape.rank - 3, None)


class RandomWidth(_OldAugmentation):
    """The width is any. Source: ``tf_keras/src/layers/preprocessing/image_preprocessing.py``."""

    signature = RandomHeight.signature
    generations: ClassVar[tuple[str, ...]] = ("tf2",)

    def output_shape(self, shape: Shape) -> Shapes:
        return shape.replaced(shape.rank - 2, None)


class AugMix(_Augmentation):
    """Source: ``aug_mix.py``."""

    signature = (
        f"{_RANGE}, num_chains=3, chain_depth=3, factor=0.3, alpha=1.0, all_ops=True, interpolation='bilinear', "
        "seed=None, data_format=None"
    )


class AutoContrast(_Augmentation):
    """Source: ``auto_contrast.py``."""

    signature = _RANGE


class ContrastLimitedAdaptiveHistogramEqualization(_Augmentation):
    """Source: ``clahe.py``."""

    signature = f"{_RANGE}, clip_limit=4.0, tile_grid_size=(8, 8), data_format=None"


class CutMix(_Augmentation):
    """Source: ``cut_mix.py``."""

    signature = "factor=1.0, seed=None, data_format=None"


class Equalization(_Augmentation):
    """Source: ``equalization.py``."""

    signature = f"{_RANGE}, bins=256, data_format=None"


class MaxNumBoundingBoxes(_Augmentation):
    """Pads the boxes that come with images; an input without boxes stays. Source: ``max_num_bounding_box.py``."""

    signature = "max_number, fill_value=-1"


class MixUp(_Augmentation):
    """Source: ``mix_up.py``."""

    signature = "alpha=0.2, data_format=None, seed=None"


class RandAugment(_Augmentation):
    """Source: ``rand_augment.py``."""

    signature = f"{_RANGE}, num_ops=2, factor=0.5, interpolation='bilinear', seed=None, data_format=None"


class RandomColorDegeneration(_Augmentation):
    """Reads images of three channels. Source: ``random_color_degeneration.py``."""

    signature = f"factor, {_RANGE}, data_format=None, seed=None"

    def output_shape(self, shape: Shape) -> Shapes:
        if not shape.open:
            self._require(shape, (3, 4))
            channels = shape[-3 if self._channels_first() else -1]
            if channels is not None and equal(channels, 3) is False:
                raise Refused(f"RandomColorDegeneration reads images of 3 channels, not {channels}", "size")
        return shape


class RandomColorJitter(_Augmentation):
    """Source: ``random_color_jitter.py``."""

    signature = (
        f"{_RANGE}, brightness_factor=None, contrast_factor=None, saturation_factor=None, hue_factor=None, seed=None, "
        "data_format=None"
    )


class RandomElasticTransform(_Augmentation):
    """Source: ``random_elastic_transform.py``."""

    signature = (
        f"factor=1.0, scale=1.0, interpolation='bilinear', fill_mode='reflect', fill_value=0.0, {_RANGE}, seed=None, "
        "data_format=None"
    )


class RandomErasing(_Augmentation):
    """Source: ``random_erasing.py``."""

    signature = f"factor=1.0, scale=(0.02, 0.33), fill_value=None, {_RANGE}, seed=None, data_format=None"


class RandomGaussianBlur(_Augmentation):
    """Source: ``random_gaussian_blur.py``."""

    signature = f"factor=1.0, kernel_size=3, sigma=1.0, {_RANGE}, data_format=None, seed=None"


class RandomGrayscale(_Augmentation):
    """Grey, with as many channels. Source: ``random_grayscale.py``."""

    signature = "factor=0.5, data_format=None, seed=None"


class RandomHue(_Augmentation):
    """Source: ``random_hue.py``."""

    signature = f"factor, {_RANGE}, data_format=None, seed=None"


class RandomInvert(_Augmentation):
    """Source: ``random_invert.py``."""

    signature = f"factor=1.0, {_RANGE}, seed=None, data_format=None"


class RandomPerspective(_Augmentation):
    """Source: ``random_perspective.py``."""

    signature = "factor=1.0, scale=1.0, interpolation='bilinear', fill_value=0.0, seed=None, data_format=None"


class RandomPosterization(_Augmentation):
    """Source: ``random_posterization.py``."""

    signature = f"factor, {_RANGE}, data_format=None, seed=None"


class RandomSaturation(_Augmentation):
    """Source: ``random_saturation.py``."""

    signature = f"factor, {_RANGE}, data_format=None, seed=None"


class RandomSharpness(_Augmentation):
    """Source: ``random_sharpness.py``."""

    signature = f"factor, {_RANGE}, data_format=None, seed=None"


class RandomShear(_Augmentation):
    """Source: ``random_shear.py``."""

    signature = (
        "x_factor=0.0, y_factor=0.0, interpolation='bilinear', fill_mode='reflect', fill_value=0.0, data_format=None, "
        "seed=None"
    )


class Solarization(_Augmentation):
    """Source: ``solarization.py``."""

    signature = f"addition_factor=0.0, threshold_factor=0.0, {_RANGE}, seed=None"
