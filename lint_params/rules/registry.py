"""Every rule, by its code; imported when there is something that it could speak about."""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lint_params.rules.base import Context, Rule

MODULES: Mapping[str, str] = {
    "LP101": "layer_parameters",
    "LP102": "model_parameters",
    "LP103": "size",
    "LP104": "share",
    "LP105": "growth",
    "LP106": "activation",
    "LP107": "macs",
    "LP200": "refused.other",
    "LP201": "refused.needs_sequence",
    "LP202": "refused.wrong_rank",
    "LP203": "refused.negative_size",
    "LP204": "refused.undefined_size",
    "LP205": "refused.groups",
    "LP206": "refused.reshape",
    "LP207": "refused.unknown_argument",
    "LP208": "refused.missing_argument",
    "LP209": "refused.wrong_value",
    "LP210": "refused.duplicate_name",
    "LP211": "refused.contradicting_input",
    "LP212": "refused.not_a_layer",
    "LP213": "refused.merge",
    "LP301": "uncounted",
    "LP401": "advice.flatten_into_dense",
    "LP402": "advice.bias_before_normalization",
    "LP403": "advice.wide_recurrent_input",
    "LP404": "advice.separable_convolution",
    "LP405": "advice.large_embedding",
    "LP406": "advice.no_fused_kernel",
    "LP407": "advice.linear_stack",
    "LP408": "advice.dropout_at_the_end",
    "LP409": "advice.needless_time_distributed",
    "LP410": "advice.oversize_kernel",
    "LP411": "advice.gru_for_lstm",
    "LP501": "training.softmax_of_one",
    "LP502": "training.sigmoid_with_categorical",
    "LP503": "training.probabilities_as_logits",
    "LP504": "training.softmax_with_binary",
    "LP505": "training.crossentropy_of_one",
    "LP506": "training.no_probabilities",
    "LP507": "training.target_shape",
    "LP508": "training.sequence_for_vector",
    "LP509": "training.embedding_of_floats",
    "LP510": "training.trainable_after_compile",
    "LP511": "training.data_shape",
    "LP901": "unreadable",
    "LP902": "unused_suppression",
}
"""By code, in order, the module of this package whose ``RULE`` has it."""

COMMENTS = "LP902"
"""The rule about comments that silence nothing, which is asked when all others have spoken."""

FAMILIES = ("LP1", "LP2", "LP3", "LP4", "LP5", "LP9")


@functools.cache
def rules() -> Mapping[str, Rule]:
    """The rules in the order of their codes."""
    return {code: rule(code) for code in MODULES}


def rule(code: str) -> Rule:
    """The rule of a code; raises ``KeyError`` where there is none."""
    found: Rule = importlib.import_module(f"lint_params.rules.{MODULES[code]}").RULE
    return found


def speaking(context: Context) -> Iterator[Rule]:
    """The rules that are on and may have something to say of a file, but for that of unused suppressions."""
    for code in MODULES:
        if code != COMMENTS and context.settings.enabled(code) and _may_speak(code)(context):
            yield rule(code)


def is_code(text: str) -> bool:
    """Whether a text is the code of a rule, or the beginning of one: ``LP101``, ``LP1``, ``LP``."""
    if re.fullmatch(r"LP\d{0,3}", text, re.ASCII) is None:
        return False
    return len(text) == 2 or text in FAMILIES or any(code.startswith(text) for code in MODULES)


def codes_of(given: str | Iterable[str]) -> tuple[str, ...]:
    """Codes or prefixes of rules; of a text, those between its commas. Raises ``ValueError`` for one of no rule."""
    parts = given.split(",") if isinstance(given, str) else given
    codes = tuple(code.strip().upper() for code in parts if code.strip())
    for code in codes:
        if not is_code(code):
            raise ValueError(f"no rule has the code or prefix {code!r}")
    return codes


# What there must be for a rule to speak. Most files have none of it, and to import a rule takes a millisecond.


def _may_speak(code: str) -> Callable[[Context], bool]:
    return _GATES.get(code) or _GATES.get(code[:3]) or _always


def _always(context: Context) -> bool:
    return True


def _has_budget(context: Context) -> bool:
    return bool(context.settings.budgets)


def _has_fault(context: Context) -> bool:
    return bool(context.result.faults) or any(site.layer.fault is not None for site in context.sites())


def _is_trained(context: Context) -> bool:
    return any(model.events for model in context.result.models)


def _has_embedding_inside(context: Context) -> bool:
    return any(site.index > 0 and site.layer.type == "Embedding" for site in context.sites())


_GATES: Mapping[str, Callable[[Context], bool]] = {
    "LP1": _has_budget,
    "LP2": _has_fault,
    "LP5": _is_trained,
    "LP509": _has_embedding_inside,
}
"""By code or family; what is not here is asked always."""
