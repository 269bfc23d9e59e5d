"""Preprocessing of sound: spectrograms. Source: ``keras/src/layers/preprocessing/``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from lint_params.keras.base import KerasLayer
from lint_params.model.dimension import Count, Dimension, ceiling_divide, upper
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight


class MelSpectrogram(KerasLayer):
    """(batch, samples) to (batch, mel bins, frames). Source: ``keras/src/layers/preprocessing/mel_spectrogram.py``."""

    signature = (
        "fft_length=2048, sequence_stride=512, sequence_length=None, window='hann', sampling_rate=16000, "
        "num_mel_bins=128, min_freq=20.0, max_freq=None, power_to_db=True, top_db=80.0, mag_exp=2.0, min_power=1e-10, "
        "ref_power=1.0"
    )
    generations: ClassVar[tuple[str, ...]] = ("3",)

    def check(self) -> None:
        fft, length = self.args.size("fft_length"), self.args.optional_size("sequence_length", least=0)
        if isinstance(length, int) and isinstance(fft, int) and fft < length:
            raise Refused(f"fft_length {fft} is less than sequence_length {length}", "argument", "fft_length")

    def output_shape(self, shape: Shape) -> Shapes:
        bins, stride = self.args.size("num_mel_bins", least=0), self.args.size("sequence_stride")
        leading, samples = ((), shape[0]) if shape.rank == 1 else ((shape[0],), shape[1])
        return Shape((*leading, bins, None if samples is None else (samples + stride + 1) // stride))


class STFTSpectrogram(KerasLayer):
    """Frames of a signal by frequency; its kernels are weights, which train unless it is told not to.

    Source: ``keras/src/layers/preprocessing/stft_spectrogram.py``.
    """

    signature = (
        "mode='log', frame_length=256, frame_step=None, fft_length=None, window='hann', periodic=False, "
        "scaling='density', padding='valid', expand_dims=False, data_format=None"
    )
    generations: ClassVar[tuple[str, ...]] = ("3",)
    input_rank: ClassVar[int | None] = 3

    def check(self) -> None:
        self._mode()
        self.args.choice("padding", ("valid", "same"))
        length = self.args.size("frame_length")
        step, fft = self.args.optional_size("frame_step"), self.args.optional_size("fft_length")
        if isinstance(step, int) and step > upper(length):
            raise Refused(f"frame_step {step} is more than frame_length {length}", "argument", "frame_step")
        if isinstance(fft, int) and isinstance(length, int) and fft < length:
            raise Refused(f"fft_length {fft} is less than frame_length {length}", "argument", "fft_length")

    def _mode(self) -> str:
        return self.args.choice("mode", ("log", "magnitude", "psd", "real", "imag", "angle", "stft"))

    def _frequencies(self) -> Count:
        """Half the length of the transform, and one; by default the next power of two is transformed."""
        fft, length = self.args.optional_size("fft_length"), self.args.size("frame_length")
        if fft is None:
            if not isinstance(length, int):
                raise Undetermined(f"frame_length of STFTSpectrogram is {length}")
            fft = 1 << (length - 1).bit_length()
        return fft // 2 + 1

    def weights(self, shape: Shape) -> Iterator[Weight]:
        sizes = (self.args.size("frame_length"), 1, self._frequencies())
        if self._mode() != "imag":
            yield self.weight("real_kernel", sizes)
        if self._mode() != "real":
            yield self.weight("imag_kernel", sizes)

    def output_shape(self, shape: Shape) -> Shapes:
        form = self.args.value("data_format") or self.setting.data_format
        first = form == "channels_first"
        length = self.args.size("frame_length")
        step = self.args.optional_size("frame_step") or length // 2
        if step == 0:
            raise Refused("half a frame of 1 is a step of 0", "argument", "frame_length")
        samples, channels = (shape[2], shape.features(axis=1)) if first else (shape[1], shape.features())
        padded = self.args.choice("padding", ("valid", "same")) == "same"
        frames = None if samples is None else ceiling_divide(samples if padded else samples - (length - 1), step)
        if frames is not None and upper(frames) < 1:
            raise Refused(f"a frame of {length} does not fit {samples} samples", "size", "frame_length")
        frequencies = self._frequencies() * (2 if self._mode() == "stft" else 1)
        if self.args.flag("expand_dims"):
            sizes: Sequence[Dimension] = (channels, frames, frequencies) if first else (frames, frequencies, channels)
        else:
            together = frequencies * channels
            sizes = (together, frames) if first else (frames, together)
        return Shape((shape[0], *sizes))
