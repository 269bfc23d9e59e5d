"""By class, how a row of it is read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lint_params.keras.arguments import parse_signature
from lint_params.keras.registry import lookup
from lint_params.model.shape import Shape
from lint_params.pasted import guesses, windows
from lint_params.pasted.guesses import Guess, Propose, Question
from lint_params.records import dataclass, replace

LAST, FIRST = "channels_last", "channels_first"
"""Which axis holds the channels, in all layers of a model."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """``whole`` says that, where the input is known, the guesses are all there can be: a single one that fits is then
    the answer, and none that fits a contradiction."""

    propose: Propose
    whole: bool = True


_SAME = (
    "Dropout", "Activation", "ReLU", "LeakyReLU", "ELU", "Softmax", "ThresholdedReLU", "GaussianNoise",
    "GaussianDropout", "AlphaDropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "Masking",
    "ActivityRegularization", "UnitNormalization", "Rescaling", "Identity", "RandomFlip", "RandomRotation",
    "RandomZoom", "RandomContrast", "RandomTranslation", "RandomBrightness",
)  # fmt: skip

ELEMENTWISE = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")
MERGING = (*ELEMENTWISE, "Concatenate", "Dot", "Merge")
"""Classes that read several others."""

ANY_OUTPUT = ("Lambda", "TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer", "TensorFlowOp", "GetItem")
"""Classes whose output is what a function of the program gives."""

RETURNING_STATES = ("LSTM", "GRU", "SimpleRNN", "CuDNNLSTM", "CuDNNGRU")

PROPOSALS: Mapping[str, Proposal] = {
    "Dense": Proposal(guesses.dense),
    "Embedding": Proposal(guesses.embedding),
    "LSTM": Proposal(guesses.lstm),
    "GRU": Proposal(guesses.gru),
    "SimpleRNN": Proposal(guesses.simple_rnn),
    "CuDNNLSTM": Proposal(guesses.cudnn_lstm),
    "CuDNNGRU": Proposal(guesses.cudnn_gru),
    "TimeDistributedDense": Proposal(guesses.dense),
    "Flatten": Proposal(guesses.flatten),
    "Reshape": Proposal(guesses.reshape),
    "RepeatVector": Proposal(guesses.repeat),
    "Permute": Proposal(guesses.permute),
    "PReLU": Proposal(guesses.slopes),
    "BatchNormalization": Proposal(guesses.normalization),
    "GroupNormalization": Proposal(guesses.group_normalization, whole=False),
    "Normalization": Proposal(guesses.scaling, whole=False),
    "Resizing": Proposal(guesses.resizing),
    "TextVectorization": Proposal(guesses.text_vectorization, whole=False),
    "Concatenate": Proposal(guesses.concatenation),
    "Dot": Proposal(guesses.dot, whole=False),
    "LayerNormalization": Proposal(guesses.normalization, whole=False),
    "TimeDistributed": Proposal(guesses.time_distributed, whole=False),
    "Bidirectional": Proposal(guesses.bidirectional, whole=False),
    **{name: Proposal(guesses.same) for name in _SAME},
    **{name: Proposal(guesses.plain) for name in ELEMENTWISE},
    **{f"Conv{rank}D": Proposal(windows.convolution(rank), whole=False) for rank in (1, 2, 3)},
    **{f"Convolution{rank}D": Proposal(windows.convolution(rank), whole=False) for rank in (1, 2, 3)},
    **{f"Conv{rank}DTranspose": Proposal(windows.transposed(rank), whole=False) for rank in (1, 2, 3)},
    **{f"SeparableConv{rank}D": Proposal(windows.separable(rank), whole=False) for rank in (1, 2)},
    **{f"DepthwiseConv{rank}D": Proposal(windows.depthwise(rank), whole=False) for rank in (1, 2)},
    "ConvLSTM2D": Proposal(windows.recurrent_convolution, whole=False),
    **{f"LocallyConnected{rank}D": Proposal(windows.locally_connected(rank), whole=False) for rank in (1, 2)},
    **{
        f"{kind}Pooling{rank}D": Proposal(windows.pooling(rank), whole=False)
        for kind in ("Max", "Average")
        for rank in (1, 2, 3)
    },
    **{
        f"Global{kind}Pooling{rank}D": Proposal(guesses.global_pooling)
        for kind in ("Max", "Average")
        for rank in (1, 2, 3)
    },
    **{f"UpSampling{rank}D": Proposal(guesses.upsampling(rank), whole=False) for rank in (1, 2, 3)},
    **{f"ZeroPadding{rank}D": Proposal(guesses.margins("padding", rank, 1), whole=False) for rank in (1, 2, 3)},
    **{f"Cropping{rank}D": Proposal(guesses.margins("cropping", rank, -1), whole=False) for rank in (1, 2, 3)},
}


def takes_format(kind: str) -> bool:
    """Whether a class has its channels on an axis that can be chosen, and that its numbers depend on."""
    cls = lookup(kind)
    return cls is not None and kind != "Flatten" and "data_format" in parse_signature(cls.signature).defaults


def proposed(kind: str, asked: Question, order: str) -> Iterable[Guess]:
    """Guesses of a class, in a model that has its channels on the axis that ``order`` says."""
    propose = PROPOSALS[kind].propose
    return propose(asked) if order == LAST or not takes_format(kind) else _channels_first(propose, asked)


def _channels_first(propose: Propose, asked: Question) -> Iterator[Guess]:
    """What would be proposed with the channels last, turned."""
    read = asked.input
    if read is not None:
        read = Shape((read.sizes[0], *read.sizes[2:], *read.sizes[1:2]))
    output = (asked.output[0], *asked.output[2:], *asked.output[1:2]) if len(asked.output) > 2 else asked.output
    for guess in propose(Question(read, output, asked.params)):
        turned = guess.input
        if turned is not None:
            turned = Shape((turned.sizes[0], turned.sizes[-1], *turned.sizes[1:-1]))
        yield replace(guess, arguments={**guess.arguments, "data_format": FIRST}, input=turned)
