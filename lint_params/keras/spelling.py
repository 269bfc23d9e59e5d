"""Known words near to one that is not known: ``'rleu'`` is ``'relu'`` with two letters swapped."""

from __future__ import annotations

from functools import lru_cache

ACTIVATIONS = (
    "celu", "elu", "exponential", "gelu", "glu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh",
    "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu",
    "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus",
    "swish", "tanh", "tanh_shrink", "threshold",
)  # fmt: skip
"""Activations by name. Source: ``keras/src/activations/__init__.py``."""

ACTIVATION_LAYERS = ("ELU", "LeakyReLU", "PReLU", "ReLU", "Softmax", "ThresholdedReLU")
"""What tf.keras 2 takes beside them. Source: ``deserialize`` in ``tf_keras/src/activations.py``."""


@lru_cache(maxsize=1_000)  # a loop may make the same slip ten thousand times
def nearest(written: str, known: tuple[str, ...]) -> str | None:
    """The one known word that ``written`` is most likely meant to be; ``None`` where there is none, or more than one.

    At most one slip of the pen in every three letters and two in all, none of them in the first letter or in digits:
    ``lrelu`` and ``relu2`` are other functions, not ``relu``.
    """
    limit, found = min(2, len(written) // 3), list[str]()
    for word in dict.fromkeys(known):
        if word[:1].lower() != written[:1].lower() or _digits(word) != _digits(written):
            continue
        slips = distance(written.lower(), word.lower())
        if slips < limit:
            limit, found = slips, [word]
        elif slips == limit:
            found.append(word)
    return found[0] if len(found) == 1 else None


def distance(a: str, b: str) -> int:
    """Letters left out, put in, changed, or swapped with the next one, between two words."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            row.append(min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != other)))
            if i > 1 and j > 1 and (letter, a[i - 2]) == (b[j - 2], other):
                row[j] = min(row[j], before[j - 2] + 1)
        before, last = last, row
    return last[-1]


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))
