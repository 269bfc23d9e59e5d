"""Preprocessing layers against real Keras."""

from __future__ import annotations

import pytest

from lint_params.keras.base import Call, KerasLayer, Setting, bind
from lint_params.keras.registry import lookup
from lint_params.model.dimension import Size
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from tests.keras.grid import Case, Make, cases, compare, each

RANKS = each((None,), (None, 1), (None, 4), (None, 4, 1), (None, 4, 5), (None, None))
FEW_RANKS = each((None,), (None, 1), (None, 4), (None, 4, 5))
MODES = each("int", "one_hot", "multi_hot", "count", "wrong")
IMAGES = each((None, 8, 8, 3), (8, 8, 3), (None, None, None, 1), (None, 5))
MORE_IMAGES = each((None,), (None, 5), (None, 8, 3), (2, 8, 9, 1), (None, None, None, 3), (None, 2, 8, 8, 3))

AUGMENTATIONS: dict[str, tuple[object, ...]] = {
    **dict.fromkeys(
        (
            "AugMix", "AutoContrast", "ContrastLimitedAdaptiveHistogramEqualization", "CutMix", "Equalization", "MixUp",
            "RandAugment", "RandomColorJitter", "RandomElasticTransform", "RandomErasing", "RandomFlip",
            "RandomGaussianBlur", "RandomGrayscale", "RandomInvert", "RandomPerspective", "RandomShear", "Solarization",
        ),
        (),
    ),
    **dict.fromkeys(
        (
            "RandomBrightness", "RandomColorDegeneration", "RandomContrast", "RandomHue", "RandomRotation",
            "RandomSaturation", "RandomSharpness", "RandomZoom", "Rescaling",
        ),
        (0.2,),
    ),
    "RandomPosterization": (4,),
    "RandomTranslation": (0.1, 0.1),
    "MaxNumBoundingBoxes": (3,),
}  # fmt: skip
OPEN_IMAGES = each((2, None, 8, 3), (2, 8, None, 3), (2, None, None, None), (2, 8, 8, None), (2, None, 3))
"""A batch of known length, of images that are not."""
OLD_AUGMENTATIONS: dict[str, tuple[object, ...]] = {
    "RandomBrightness": (0.2,), "RandomContrast": (0.2,), "RandomFlip": ("vertical",), "RandomRotation": (0.2,),
    "RandomTranslation": (0.1, 0.1), "RandomZoom": (0.2,), "RandomHeight": (0.2,), "RandomWidth": (0.2,),
    "Rescaling": (0.2,),
}  # fmt: skip


def _images() -> list[Case]:
    found = [case for name, args in AUGMENTATIONS.items() for case in cases(name, IMAGES, *args)]
    for name, args in OLD_AUGMENTATIONS.items():
        found += cases(name, MORE_IMAGES, *args, generation="tf2")
    for generation in ("3", "tf2"):
        for name in ("CenterCrop", "RandomCrop", "Resizing"):
            found += cases(name, MORE_IMAGES, 4, 5, generation=generation)
            found += cases(name, OPEN_IMAGES, 4, 5, generation=generation)
            found += cases(name, (None, 8, 8, 3), 4, each(None, "5"), generation=generation)
        found += cases("RandomFlip", (None, 8, 8, 3), each("vertical", "sideways"), generation=generation)
        found += cases("Resizing", (None, 8, 8, 3), 4, 5, generation=generation, crop_to_aspect_ratio=True)
        found += cases("Rescaling", (None, 8, 8, 3), 0.1, generation=generation, offset=1.0, wrong=1)
        for name in ("AugMix", "RandomCrop"):
            found += cases(name, (None, 8, 8, 3), 4, 5, generation=generation, data_format="channels_first")
    for name in ("CenterCrop", "RandomCrop", "Resizing"):
        found += cases(name, each((None, 3, 8, 8), (3, 8, 8)), 4, 5, data_format="channels_first")
    found += cases("RandomColorDegeneration", each((None, 8, 8, 1), (None, 8, 8, None), (2, 2, 8, 8, 3)), 0.2)
    return found


def _encodings(generation: str) -> list[Case]:
    found = cases("CategoryEncoding", RANKS, each(7), each("one_hot", "multi_hot", "count", "binary", "int"),
                  generation=generation)  # fmt: skip
    found += cases("CategoryEncoding", (None, 1), each(0, None, 7), generation=generation)
    found += cases("Discretization", RANKS, each([1.0, 2.0]), generation=generation, output_mode=MODES)
    found += cases("Discretization", (None, 4), each(None, [1.0]), -1, generation=generation)
    found += cases("Hashing", RANKS, 7, generation=generation, output_mode=MODES)
    found += cases("Hashing", (None, 4), each(0, None), generation=generation)
    found += cases(
        "HashedCrossing", each([(None, 1)] * 2, [(None,)] * 2, [(None, 4)] * 2, [(None, 1), (None, 2)], [(None, 1)]), 7,
        generation=generation, output_mode=each("int", "one_hot", "count"),
    )  # fmt: skip
    if generation == "3":
        found += cases("Discretization", FEW_RANKS, num_bins=3, output_mode=MODES)
        found += cases("Discretization", (None, 4), [1.0], trainable=True)
        found += cases("Discretization", (None, 4), each(None, [1.0]), 3)
    return found


def _lookups(generation: str) -> list[Case]:
    words, numbers = ["a", "b", "c"], [5, 7, 9]
    found = cases("StringLookup", FEW_RANKS, generation=generation, vocabulary=words, output_mode=MODES)
    found += cases("IntegerLookup", FEW_RANKS, generation=generation, vocabulary=numbers, output_mode=MODES)
    found += cases(
        "StringLookup", (None, 1), generation=generation, vocabulary=each(words, ["[UNK]", *words]),
        num_oov_indices=each(0, 1, 2), mask_token=each(None, ""), output_mode=each("int", "multi_hot"),
    )  # fmt: skip
    found += cases("StringLookup", (None, 1), generation=generation, max_tokens=each(1, 3, 9), vocabulary=words,
                   pad_to_max_tokens=each(True, False), output_mode="multi_hot")  # fmt: skip
    found += cases("StringLookup", (None, 1), generation=generation, vocabulary=[])
    found += cases("StringLookup", (None, 1), generation=generation, vocabulary=words, invert=True, output_mode="count")
    found += cases("StringLookup", (None, 1), generation=generation, vocabulary=words, output_mode="tf_idf")
    found += cases("TextVectorization", each((None,), (None, 1), (None, 4), (None, 4, 1)), generation=generation,
                   vocabulary=words, output_mode=MODES, split=each("whitespace", None))  # fmt: skip
    found += cases("TextVectorization", each((None,), (None, 1), (None, 4)), generation=generation, vocabulary=words,
                   output_sequence_length=6, split=each("whitespace", None))  # fmt: skip
    found += cases("TextVectorization", (None, 1), generation=generation, vocabulary=words, output_mode="multi_hot",
                   output_sequence_length=6)  # fmt: skip
    if generation == "3":
        found += cases("TextVectorization", (None, 1), each(1, 9), output_mode=each("int", "multi_hot"),
                       pad_to_max_tokens=True)  # fmt: skip
        found += cases("TextVectorization", (None, 1), 9, output_sequence_length=each(None, 6))
        found += cases("StringLookup", (None, 1), output_mode="tf_idf", vocabulary=words, idf_weights=[1.0, 2.0, 3.0])
    return found


def _normalizations(generation: str) -> list[Case]:
    inputs = each((None, 5), (None,), (None, None), (None, 4, 5), (None, None, 5), (2, 8, 8, 3))
    found = cases("Normalization", inputs, each(-1, None, 1, (1, 2), (-1, 1), 0, 3), generation=generation)
    found += cases("Normalization", inputs, generation=generation, mean=each(0.0, [0.0] * 5), variance=each(1.0, None))
    found += cases("Normalization", inputs, generation=generation, mean=[0.0] * 5, variance=[1.0] * 5)
    found += cases(
        "Normalization",
        (None, 4, 5),
        generation=generation,
        dtype=each("float16", "float64", "mixed_float16", "mixed_bfloat16"),
    )
    found += cases("Normalization", (None, 4, 5), generation=generation, trainable=False, invert=True)
    return found


def _sounds() -> list[Case]:
    found = cases("MelSpectrogram", each((None, 8000), (8000,), (None, None), (2, 9000, 2)), each(2048, 512))
    found += cases("MelSpectrogram", (None, 8000), 512, 100, each(None, 0, 512, 600), num_mel_bins=each(64, 1))
    signals = each((None, 8000, 1), (None, 9000, 2), (None, None, 1), (None, 8000), (None, 100, 1), (None, 800, None))
    found += cases("STFTSpectrogram", signals, each("log", "stft", "real", "imag", "wrong"))
    found += cases("STFTSpectrogram", each((None, 8000, 2), (None, None, 1)), "psd", each(100, 128),
                   each(None, 30, 200), each(None, 128, 64))  # fmt: skip
    found += cases("STFTSpectrogram", (None, 8000, 2), padding=each("same", "valid", "causal"),
                   expand_dims=each(True, False), trainable=each(True, False))  # fmt: skip
    found += cases("STFTSpectrogram", (None, 80, 2), "psd", each(1, 2), each(None, 1))
    found += cases("STFTSpectrogram", (None, 2, 8000), data_format="channels_first")
    return found


CASES = [
    *_images(),
    *_sounds(),
    *(
        case
        for generation in ("3", "tf2")
        for part in (_encodings, _lookups, _normalizations)
        for case in part(generation)
    ),
    *cases(
        "Normalization", (None, 4, 5), axis=each("a", 1.0, (1, 2), (1, 1), -3, 3, (-1, 1)), generation=each("3", "tf2")
    ),
    *cases(
        "HashedCrossing",
        each(
            [(None,), (None, 1)],
            [(None, 1), (None,)],
            [(None, 1), (None, 1)],
            [(None, 2), (None, 2)],
            [(None,), (None,)],
        ),
        4,
        generation=each("3", "tf2"),
    ),
    *cases("IntegerLookup", (None, 4), pad_to_max_tokens=True, max_tokens=each(None, 5), vocabulary=[3, 4]),
    *cases("StringLookup", (None, 4), each(None, 5), pad_to_max_tokens=True, output_mode=each("count", "int")),
    *cases("Discretization", (None, 4), each(None, [1.0, 2.0], 3, "a"), output_mode=each("one_hot", "int")),
    *cases("Discretization", (None, 4), each(3, "a"), output_mode=each("one_hot", "int"), generation="tf2"),
    *cases("Pipeline", (None, 4), each(Make("Dense", (3,)), (Make("Dense", (3,)),), [])),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_preprocessing(case: Case) -> None:
    compare(case)


def _made(name: str, *args: object, **kwargs: object) -> KerasLayer:
    cls = lookup(name)
    assert cls is not None
    return cls(bind(cls, Call(args, kwargs), "3"), Setting())


@pytest.mark.parametrize("vocabulary", [None, "words.txt", Unknown("it is read from a file", "words")])
def test_a_vocabulary_that_is_not_in_the_source_leaves_its_size_open(vocabulary: object) -> None:
    layer = _made("StringLookup", vocabulary=vocabulary, output_mode="multi_hot", max_tokens=20)
    output = layer.apply(Shape((None, 1)))
    assert isinstance(output, Shape)
    size = output.last
    assert output.open or (isinstance(size, Size) and size.low <= 1)
    assert layer.open_reason() is None
    assert layer.count() == 0


@pytest.mark.parametrize("name", ["TorchModuleWrapper", "FlaxLayer", "JaxLayer", "TFSMLayer"])
def test_what_other_libraries_hold_is_unknown(name: str) -> None:
    layer = _made(name, Unknown("it is made elsewhere", "module"))
    output = layer.apply(Shape((None, 4)))
    assert isinstance(output, Shape)
    assert output.open
    assert layer.open_reason() is not None


def test_pipeline_is_its_layers_in_a_row() -> None:
    layer = _made("Pipeline", [_made("Rescaling", 0.1), _made("Resizing", 4, 5), _made("Dense", 2)])
    assert layer.apply(Shape((None, 8, 8, 3))) == Shape((None, 4, 5, 2))
    assert layer.count() == 3 * 2 + 2
