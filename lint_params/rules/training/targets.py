"""Whether the shape of what is to be learnt fits the output of a model, as Keras compares the two in a loss.

Source: ``squeeze_or_expand_to_same_rank`` in ``keras/src/losses/loss.py``; targets of one dimension get a second one
of size 1 (``keras/src/trainers/data_adapters/``).
"""

from __future__ import annotations

from lint_params.model.dimension import Dimension
from lint_params.model.shape import Shape
from lint_params.rules.training.endings import CATEGORICAL, SPARSE, Ending

ELEMENTWISE = frozenset({
    "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "mean_squared_logarithmic_error",
    "binary_crossentropy", "categorical_crossentropy", "huber", "log_cosh", "poisson", "kl_divergence",
})  # fmt: skip
"""Losses that compare each number of the output with one of the target."""


def misfits(ending: Ending) -> list[Shape]:
    """The targets that can't be compared with the output number by number."""
    if ending.loss not in ELEMENTWISE and ending.loss != SPARSE:
        return []
    targets = [event.target for event in ending.training if isinstance(event.target, Shape) and not event.target.open]
    return [target for target in targets if len(target.sizes) > 0 and not _fits(ending, target)]


def is_sequence(ending: Ending, target: Shape) -> bool:
    """Whether the output has a dimension that the target lacks, or another number of steps."""
    return len(ending.shape) > 2 and len(target) <= len(ending.shape)


def _fits(ending: Ending, target: Shape) -> bool:
    output, wanted = list(ending.shape)[1:], list(target)[1:] or [1]
    if ending.loss == SPARSE:
        if ending.size == 1:
            return True
        if len(wanted) == len(output) and wanted[-1] != 1:
            return not isinstance(wanted[-1], int)
        # tf.keras flattens both, so that sizes of 1 do not count; one that is not known may be 1.
        output, wanted = _without_ones(output[:-1]), _without_ones(wanted)
        known = all(isinstance(size, int) for size in (*output, *wanted))
        return _equal(output, wanted) or not known
    if len(output) == len(wanted) + 1 and output[-1] == 1:
        output = output[:-1]
    elif len(wanted) == len(output) + 1 and wanted[-1] == 1:
        wanted = wanted[:-1]
    return _equal(output, wanted)


def _without_ones(sizes: list[Dimension]) -> list[Dimension]:
    return [size for size in sizes if size != 1]


def _equal(output: list[Dimension], wanted: list[Dimension]) -> bool:
    """Whether two lists of sizes may be equal; only integers are known to differ."""
    return len(output) == len(wanted) and all(
        a == b or not (isinstance(a, int) and isinstance(b, int)) for a, b in zip(output, wanted, strict=True)
    )


def remedy(ending: Ending, target: Shape) -> str:
    """What would make an output of one vector a sample and a target fit."""
    labels = len(target) == 1 or (len(target) == 2 and target.sizes[1] == 1)
    if ending.loss == SPARSE:
        return "it takes whole numbers, one a sample; for one-hot targets take categorical_crossentropy"
    if ending.loss in CATEGORICAL and labels:
        return "it takes one-hot targets; for whole numbers take sparse_categorical_crossentropy"
    size = target.sizes[-1] if len(target) > 1 else 1
    return f"the last layer needs {size} unit{'' if size == 1 else 's'}"
