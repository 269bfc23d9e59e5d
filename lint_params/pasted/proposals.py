"""By class, how a row of it is read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lint_params.pasted import guesses, windows
from lint_params.pasted.guesses import Propose


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
    "RandomZoom", "RandomContrast", "RandomTranslation",
)  # fmt: skip

PROPOSALS: Mapping[str, Proposal] = {
    "Dense": Proposal(guesses.dense),
    "Embedding": Proposal(guesses.embedding),
    "LSTM": Proposal(guesses.lstm),
    "GRU": Proposal(guesses.gru),
    "SimpleRNN": Proposal(guesses.simple_rnn),
    "Flatten": Proposal(guesses.plain),
    "Reshape": Proposal(guesses.reshape),
    "RepeatVector": Proposal(guesses.repeat),
    "Permute": Proposal(guesses.permute),
    "PReLU": Proposal(guesses.slopes),
    "BatchNormalization": Proposal(guesses.normalization),
    "LayerNormalization": Proposal(guesses.normalization, whole=False),
    "TimeDistributed": Proposal(guesses.time_distributed, whole=False),
    "Bidirectional": Proposal(guesses.bidirectional, whole=False),
    **{name: Proposal(guesses.same) for name in _SAME},
    **{f"Conv{rank}D": Proposal(windows.convolution(rank), whole=False) for rank in (1, 2, 3)},
    **{f"Convolution{rank}D": Proposal(windows.convolution(rank), whole=False) for rank in (1, 2, 3)},
    **{f"Conv{rank}DTranspose": Proposal(windows.transposed(rank), whole=False) for rank in (1, 2, 3)},
    **{f"SeparableConv{rank}D": Proposal(windows.separable(rank), whole=False) for rank in (1, 2)},
    **{f"DepthwiseConv{rank}D": Proposal(windows.depthwise(rank), whole=False) for rank in (1, 2)},
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
