"""Preprocessing of features and text. Source: ``keras/src/layers/preprocessing/``.

What ``adapt`` learns from data is not known here: a vocabulary's size is what the arguments say, else a size without a
name. Lookup tables are no parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from lint_params.keras.base import KerasLayer, Older
from lint_params.model.dimension import INFINITY, Count, Dimension, Size, equal, upper
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes, nameless
from lint_params.model.unknown import Unknown
from lint_params.model.weight import Weight

_NEW: tuple[str, ...] = ("3", "tf2")


class Normalization(KerasLayer):
    """Mean and variance of the axes that are kept, and a count, unless they are given.

    Source: ``keras/src/layers/preprocessing/normalization.py``.
    """

    signature = "axis=-1, mean=None, variance=None, invert=False"
    generations: ClassVar[tuple[str, ...]] = _NEW

    def check(self) -> None:
        if (self.args.value("mean") is None) != (self.args.value("variance") is None):
            raise Refused("Normalization needs both mean and variance, or neither", "argument", "mean")
        mean, variance = _nested(self.args.value("mean")), _nested(self.args.value("variance"))
        if self.setting.generation == "3" and None not in (mean, variance) and mean != variance:
            raise Refused("mean and variance of Normalization must have the same shape", "argument", "variance")

    def _kept(self, shape: Shape) -> list[Dimension]:
        """The sizes of the axes with a mean of their own, in order."""
        value = self.args.value("axis")
        given = [] if value is None else list(value) if isinstance(value, (tuple, list)) else [value]
        axes = [axis for axis in given if isinstance(axis, int)]
        if any(isinstance(axis, (str, float)) for axis in given):
            raise Refused(f"axis of Normalization must be whole numbers, not {value!r}", "argument", "axis")
        if len(axes) < len(given):
            raise Undetermined("axis of Normalization is unknown")
        if shape.open and all(axis < 0 for axis in axes):
            return [shape.features("Normalization", axis) for axis in sorted(axes)]
        rank = shape.rank
        if not all(-rank <= axis < rank for axis in axes):
            raise Refused(f"axis {value} of Normalization is out of range for {shape}", "rank", "axis")
        places = [axis % rank for axis in axes]
        if len(set(places)) < len(places):
            raise Refused(f"axis {value} of Normalization names an axis of {shape} twice", "argument", "axis")
        return [shape.features("Normalization", place) for place in sorted(places)]

    def weights(self, shape: Shape) -> Iterator[Weight]:
        kept = self._kept(shape)
        mean = self.args.value("mean")
        if mean is not None:
            self._check_given(mean, kept)
            return
        dtype = None if self.setting.generation == "3" else self.compute_dtype
        yield self.weight("mean", kept, False, dtype)
        yield self.weight("variance", kept, False, dtype)
        yield self.weight("count", (), trainable=False, dtype="int64")

    def _check_given(self, mean: object, kept: Sequence[Dimension]) -> None:
        if not isinstance(mean, (list, tuple)) or any(isinstance(item, (list, tuple)) for item in mean):
            return
        if not kept or (len(mean) != 1 and equal(kept[-1], len(mean)) is False):
            raise Refused(f"mean of Normalization has {len(mean)} values, which don't fit its input", "size", "mean")


def _nested(value: object) -> tuple[int, ...] | None:
    """The shape of a number or of lists of them; ``None`` for what is not plain."""
    if isinstance(value, (int, float)):
        return ()
    if not isinstance(value, (list, tuple)) or not value:
        return None
    inner = _nested(value[0])
    return None if inner is None else (len(value), *inner)


# Encodings: each value becomes an index, or a vector of a known depth.


class _Encoding(KerasLayer):
    generations: ClassVar[tuple[str, ...]] = _NEW
    modes: ClassVar[tuple[str, ...]] = ("int", "one_hot", "multi_hot", "count")
    renamed_modes: ClassVar[Mapping[str, str]] = {}

    def check(self) -> None:
        self._mode()
        if self.args.value("sparse") is True and self._mode() == "int":
            raise Refused(
                f"{self.keras_name} gives sparse output only if output_mode is not 'int'", "argument", "sparse"
            )

    def _mode(self) -> str:
        value = self.args.value("output_mode")
        mode = self.renamed_modes.get(value, value) if isinstance(value, str) else value
        if mode not in self.modes:
            allowed = ", ".join(map(repr, self.modes))
            raise Refused(f"output_mode of {self.keras_name} must be one of {allowed}", "argument", "output_mode")
        return str(mode)

    def depth(self) -> Count:
        """The length of the vectors."""
        raise NotImplementedError

    def output_shape(self, shape: Shape) -> Shapes:
        mode = self._mode()
        if mode == "int":
            return shape
        if self.setting.generation == "3":
            return self.encoded(shape, mode, self.depth())
        return self._encoded_by_tf(shape, mode, self.depth())

    def encoded(self, shape: Shape, mode: str, depth: Count) -> Shape:
        """One vector an element (``one_hot``), or one for all elements along the last axis."""
        return _each_element(shape, depth) if mode == "one_hot" else shape.with_last(depth)

    def _encoded_by_tf(self, shape: Shape, mode: str, depth: Count) -> Shape:
        """tf.keras allows outputs of two dimensions at most (``encode_categorical_inputs``)."""
        output = _each_element(shape, depth) if mode == "one_hot" else shape.with_last(depth)
        if not output.open and len(output.sizes) > 2:
            raise Refused(f"{self.keras_name} gives two dimensions at most if output_mode is {mode!r}", "rank")
        return output


def _followed(shape: Shape, size: Dimension) -> Shape:
    return Shape((*shape.sizes, size), shape.open, shape.reason)


def _each_element(shape: Shape, depth: Count) -> Shape:
    """A vector in place of each element; a last axis of one is taken for an element."""
    if not shape.open and len(shape.sizes) <= 1:
        return _followed(shape, depth)
    last = shape.last
    single = False if last is None else equal(last, 1)
    if single is None or (shape.open and not shape.sizes):
        raise Undetermined(f"whether the last size of {shape} is 1 decides the rank of what comes out")
    return shape.with_last(depth) if single else _followed(shape, depth)


class CategoryEncoding(_Encoding):
    """Vectors of ``num_tokens``. Source: ``keras/src/layers/preprocessing/category_encoding.py``."""

    signature = "num_tokens=None, output_mode='multi_hot', sparse=False"
    older: ClassVar[Mapping[str, Older]] = {"tf2": Older(signature, {"max_tokens": "num_tokens"})}
    modes = ("one_hot", "multi_hot", "count")
    renamed_modes: ClassVar[Mapping[str, str]] = {"binary": "multi_hot"}

    def check(self) -> None:
        super().check()
        self.depth()

    def depth(self) -> Count:
        return self.args.size("num_tokens")


class Discretization(_Encoding):
    """The number of the bin a value falls in. Source: ``keras/src/layers/preprocessing/discretization.py``."""

    signature = (
        "bin_boundaries=None, num_bins=None, epsilon=0.01, output_mode='int', sparse=False, dtype=None, name=None"
    )
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older("bin_boundaries=None, num_bins=None, epsilon=0.01, output_mode='int', sparse=False")
    }
    closed = ("3",)

    def check(self) -> None:
        super().check()
        boundaries, bins = self.args.value("bin_boundaries"), self.args.value("num_bins")
        if (boundaries is None) == (bins is None) and (self.setting.generation == "3" or bins is not None):
            raise Refused("Discretization needs either bin_boundaries or num_bins", "argument", "num_bins")
        self.args.optional_size("num_bins", least=0)

    def depth(self) -> Count:
        boundaries = self.args.value("bin_boundaries")
        if isinstance(boundaries, (list, tuple, str)):  # Keras 3 counts the letters of a text
            return len(boundaries) + 1
        if boundaries is not None:
            self._check_boundaries(boundaries)
            raise Undetermined("the number of bin_boundaries of Discretization is unknown")
        if self.setting.generation == "3":
            return self.args.size("num_bins", least=0)
        return nameless()

    def _check_boundaries(self, value: object) -> None:
        if isinstance(value, (int, float, str)):
            raise Refused(
                f"bin_boundaries of Discretization must be a list, not {value!r}", "argument", "bin_boundaries"
            )

    def output_shape(self, shape: Shape) -> Shapes:
        if self.setting.generation == "tf2":
            self._check_boundaries(self.args.value("bin_boundaries"))
        return super().output_shape(shape)

    def encoded(self, shape: Shape, mode: str, depth: Count) -> Shape:
        if mode == "one_hot":
            return super().encoded(shape, mode, depth)
        if shape.rank < 2:
            return Shape((depth,))
        return Shape((shape[0], *shape.sizes[2:], depth))


class Hashing(_Encoding):
    """The number of the bin a value hashes to. Source: ``keras/src/layers/preprocessing/hashing.py``."""

    signature = "num_bins, mask_value=None, salt=None, output_mode='int', sparse=False"

    def check(self) -> None:
        super().check()
        self.depth()

    def depth(self) -> Count:
        return self.args.size("num_bins")

    def encoded(self, shape: Shape, mode: str, depth: Count) -> Shape:
        return shape.with_last(depth)


class HashedCrossing(_Encoding):
    """The bin that two features together hash to. Source: ``keras/src/layers/preprocessing/hashed_crossing.py``."""

    signature = "num_bins, output_mode='int', sparse=False"
    modes = ("int", "one_hot")

    def depth(self) -> Count:
        return self.args.size("num_bins")

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        return iter(())

    def output_of(self, inputs: Shapes) -> Shapes:
        newest = self.setting.generation == "3"
        if not isinstance(inputs, list) or len(inputs) < 2 or (newest and len(inputs) > 2):
            raise Refused("HashedCrossing reads a list of two inputs", "rank")
        first, second = inputs[:2]
        lasts = (first.last, second.last) if first.sizes and second.sizes else (None, None)
        if equal(*lasts) is False or (newest and (lasts[0] is None) != (lasts[1] is None)):
            raise Refused(f"HashedCrossing needs inputs of one shape, not {first} and {second}", "merge")
        if not newest and not first.open:
            self._check_columns(inputs)
        return self.output_shape(first)

    def _check_columns(self, inputs: list[Shape]) -> None:
        first = inputs[0].sizes
        if len(first) > 2 or (len(first) == 2 and (first[1] is None or equal(first[1], 1) is False)):
            raise Refused(f"HashedCrossing reads inputs of shape (batch,) or (batch, 1), not {inputs[0]}", "rank")
        if any(len(shape.sizes) != len(first) for shape in inputs if not shape.open):
            raise Refused("HashedCrossing needs inputs of one shape", "merge")


# Lookups: what is encoded is the index of a value in a vocabulary.


class _Lookup(_Encoding):
    modes = ("int", "one_hot", "multi_hot", "count", "tf_idf")
    renamed_modes: ClassVar[Mapping[str, str]] = {"binary": "multi_hot", "tf-idf": "tf_idf"}

    def check(self) -> None:
        super().check()
        most = self.args.optional_size("max_tokens", least=2)
        if self.args.value("pad_to_max_tokens") is True and most is None:
            raise Refused("pad_to_max_tokens needs max_tokens", "argument", "max_tokens")
        if "num_oov_indices" in self.args:
            self.args.size("num_oov_indices", least=0)
        if "invert" in self.args and self.args.flag("invert") and self._mode() != "int":
            raise Refused("output_mode must be 'int' when invert is true", "argument", "output_mode")
        vocabulary = self.args.value("vocabulary")
        if isinstance(vocabulary, (list, tuple)):
            self._check_vocabulary(vocabulary, most)

    def _check_vocabulary(self, vocabulary: Sequence[object], most: Count | None) -> None:
        if not vocabulary:
            raise Refused(f"the vocabulary of {self.keras_name} is empty", "argument", "vocabulary")
        if self._mode() == "tf_idf" and self.args.value("idf_weights") is None:
            raise Refused("a vocabulary in mode 'tf_idf' needs idf_weights", "argument", "idf_weights")
        size = self.vocabulary_size()
        if most is not None and equal(size, most) is False and upper(most) < size:
            raise Refused(f"the vocabulary has {size} entries, more than max_tokens {most}", "argument", "vocabulary")

    def weights(self, shape: Shape) -> Iterator[Weight]:
        """In tf.keras 2 what ``adapt`` counts for ``tf_idf``; the frequencies have no fixed size, and count 0.

        Source: ``tf_keras/src/layers/preprocessing/index_lookup.py``.
        """
        if self.setting.generation == "tf2" and self._mode() == "tf_idf" and self.args.value("vocabulary") is None:
            yield self.weight("num_documents", (), trainable=False, dtype="int64")

    def special_tokens(self) -> list[object]:
        """The tokens before the vocabulary: the mask (in mode ``int``), and those out of vocabulary."""
        mask = self.args.value("mask_token")
        masks = [mask] if mask is not None and self._mode() == "int" else []
        return masks + [self.args.value("oov_token")] * self.args.integer("num_oov_indices")

    def vocabulary_size(self) -> int:
        """How many indices there are; raises ``Undetermined`` where the arguments do not say."""
        vocabulary = self.args.value("vocabulary")
        if not isinstance(vocabulary, (list, tuple)):
            raise Undetermined(f"the vocabulary of {self.keras_name} is not in the source")
        special = self.special_tokens()
        start = list(vocabulary[: len(special)])
        if any(isinstance(token, Unknown) for token in start):
            raise Undetermined(f"whether the vocabulary of {self.keras_name} has its special tokens is unknown")
        return len(vocabulary) + (0 if start == special else len(special))

    def depth(self) -> Count:
        if self.args.flag("pad_to_max_tokens"):
            return self.args.size("max_tokens", least=2)
        if self.args.value("vocabulary") is None:  # adapt() finds it
            most = self.args.optional_size("max_tokens", least=2)
            return Size.symbol("?", object(), 1, INFINITY if most is None else upper(most))
        try:
            return self.vocabulary_size()
        except Undetermined:
            return nameless()


class StringLookup(_Lookup):
    """Strings to their indices. Source: ``keras/src/layers/preprocessing/string_lookup.py``."""

    signature = (
        "max_tokens=None, num_oov_indices=1, mask_token=None, oov_token='[UNK]', vocabulary=None, idf_weights=None, "
        "invert=False, output_mode='int', pad_to_max_tokens=False, sparse=False, encoding='utf-8', name=None, "
        "salt=None"
    )
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(
            "max_tokens=None, num_oov_indices=1, mask_token=None, oov_token='[UNK]', vocabulary=None, "
            "idf_weights=None, encoding='utf-8', invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False"
        )
    }


class IntegerLookup(_Lookup):
    """Integers to their indices. Source: ``keras/src/layers/preprocessing/integer_lookup.py``."""

    _BEFORE = (
        "max_tokens=None, num_oov_indices=1, mask_token=None, oov_token=-1, vocabulary=None, vocabulary_dtype='int64', "
        "idf_weights=None, invert=False, output_mode='int', sparse=False, pad_to_max_tokens=False"
    )
    signature = f"{_BEFORE}, oov_method='floormod', salt=None, name=None"
    older: ClassVar[Mapping[str, Older]] = {"tf2": Older(_BEFORE)}


class TextVectorization(_Lookup):
    """Text to tokens to indices. Source: ``keras/src/layers/preprocessing/text_vectorization.py``."""

    signature = (
        "max_tokens=None, standardize='lower_and_strip_punctuation', split='whitespace', ngrams=None, "
        "output_mode='int', output_sequence_length=None, pad_to_max_tokens=False, vocabulary=None, idf_weights=None, "
        "sparse=False, ragged=False, encoding='utf-8', name=None"
    )
    older: ClassVar[Mapping[str, Older]] = {"tf2": Older(signature.replace(", name=None", ""))}

    @property
    def modes_of_generation(self) -> tuple[str, ...]:
        return self.modes if self.setting.generation == "3" else ("int", "multi_hot", "count", "tf_idf")

    def check(self) -> None:
        if self._mode() not in self.modes_of_generation:
            raise Refused(f"output_mode of TextVectorization can't be {self._mode()!r}", "argument", "output_mode")
        super().check()
        length = self.args.value("output_sequence_length")
        if length is not None and self._mode() != "int":
            raise Refused("output_sequence_length is for output_mode 'int' alone", "argument", "output_sequence_length")

    def special_tokens(self) -> list[object]:
        return ["", "[UNK]"] if self._mode() == "int" else ["[UNK]"]

    def output_shape(self, shape: Shape) -> Shapes:
        mode, split = self._mode(), self.args.value("split")
        if self.setting.generation == "3":
            if mode == "int":
                return Shape((shape[0], self.args.optional_size("output_sequence_length")))
            if split is not None:
                shape = _followed(shape, None)
            elif not shape.open and len(shape.sizes) <= 1:
                shape = _followed(shape, 1)
            return self.encoded(shape, mode, self.depth())
        return self._output_of_tf(shape, mode, split)

    def _output_of_tf(self, shape: Shape, mode: str, split: object) -> Shape:
        """tf.keras splits one text an element: of (batch,) or (batch, …, 1)."""
        tokens = shape
        if split is not None:
            if shape.rank > 1:
                if shape.last is None or equal(shape.last, 1) is False:
                    raise Refused(f"TextVectorization splits the one text in a last axis of 1, not of {shape}", "rank")
                shape = shape[:-1]
            tokens = _followed(shape, None)
        if mode != "int":
            return self._encoded_by_tf(tokens, mode, self.depth())
        length = self.args.optional_size("output_sequence_length")
        return tokens if length is None else tokens.with_last(None if split is None else length)


LOOKUPS = (IntegerLookup, StringLookup, TextVectorization)
"""The layers that have a vocabulary."""


class Pipeline(KerasLayer):
    """Layers one after another. Source: ``keras/src/layers/preprocessing/pipeline.py``."""

    signature = "layers, name=None"
    closed = ("3",)
    generations: ClassVar[tuple[str, ...]] = ("3",)

    def _layers(self) -> list[KerasLayer]:
        value = self.args.value("layers")
        if not isinstance(value, (list, tuple)):
            raise Refused("layers of Pipeline must be a list", "argument", "layers")
        if not value:
            raise Refused("Pipeline needs at least one layer", "argument", "layers")
        layers = [layer for layer in value if isinstance(layer, KerasLayer)]
        if len(layers) < len(value):
            raise Undetermined("not every layer of the Pipeline is known")
        return layers

    def sublayers(self) -> Sequence[KerasLayer]:
        value = self.args.raw("layers")
        return [item for item in value if isinstance(item, KerasLayer)] if isinstance(value, (list, tuple)) else []

    def build_sublayers_of(self, inputs: Shapes) -> None:
        self.output_of(inputs)

    def output_of(self, inputs: Shapes) -> Shapes:
        for layer in self._layers():
            inputs = layer.apply(inputs)
        return inputs
