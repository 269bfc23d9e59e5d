"""From what Keras refuses to the rule that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lint_params.interpret.result import ProgramFault
from lint_params.keras.registry import lookup
from lint_params.model.finding import Finding
from lint_params.model.model import Fault, Layer
from lint_params.model.shape import Shape
from lint_params.rules.base import Check, Context, Example, Rule, Site, described, variant_text, worst
from lint_params.rules.refused.spelling import respelt

CODES: Mapping[str, str] = {
    "rank": "LP202",
    "size": "LP203",
    "undefined": "LP204",
    "groups": "LP205",
    "reshape": "LP206",
    "unknown-argument": "LP207",
    "missing": "LP208",
    "argument": "LP209",
    "name": "LP210",
    "incompatible": "LP211",
    "contradiction": "LP211",
    "not-a-layer": "LP212",
    "class": "LP212",
    "merge": "LP213",
}
"""The rule for a kind of ``Refused``."""

SEQUENCE = "LP201"
OTHER = "LP200"
"""The rule for a kind that has none of its own: a refusal is never left unsaid."""

RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN", "RNN", "CuDNNLSTM", "CuDNNGRU"})


def refusal(
    code: str, name: str, summary: str, documentation: str, valid: Sequence[Example], invalid: Sequence[Example]
) -> Rule:
    """A rule that tells the faults of one code."""
    return Rule(code, name, summary, documentation, _check(code), tuple(valid), tuple(invalid))


def _check(code: str) -> Check:
    def check(context: Context) -> Iterator[Finding]:
        yield from worst(
            (site.key, _of_layer(context, code, site, fault))
            for site in context.sites()
            if (fault := site.layer.fault) is not None and code_of(fault, site) == code
        )
        yield from (
            _of_program(context, code, fault) for fault in context.result.faults if code_of(fault.fault) == code
        )

    return check


def code_of(fault: Fault, site: Site | None = None) -> str:
    """The code of a fault; that of a layer also depends on the layers before it."""
    if fault.kind == "rank" and site is not None and sequence_lost_by(site) is not None:
        return SEQUENCE
    return CODES.get(fault.kind, OTHER)


def _of_layer(context: Context, code: str, site: Site, fault: Fault) -> Finding:
    message = f"Keras refuses {described(site.layer)}: {fault.message}{variant_text(site.model)}"
    fix = respelt(context, fault, site.layer.span)
    return Finding(code, "error", message, site.span, site.owner, site.layer.name, fix=fix, related=site.related)


def _of_program(context: Context, code: str, fault: ProgramFault) -> Finding:
    message = f"Keras refuses this: {fault.fault.message}"
    fix = respelt(context, fault.fault, fault.span)
    return Finding(code, "error", message, fault.span, fault.model, fault.layer, fix=fix)


def sequence_lost_by(site: Site) -> Layer | None:
    """The recurrent layer before this one that gives its last output only, where this one needs all of them.

    Layers between that leave the rank as it is (``Dropout``, ``Dense``) are looked through.
    """
    if not _needs_sequence(site.layer):
        return None
    for layer in reversed(site.siblings[: site.index]):
        if not RECURRENT.isdisjoint((layer.type, *layer.wraps)):
            return layer if (_rank(layer.input_shape), _rank(layer.output_shape)) == (3, 2) else None
        if (_rank(layer.input_shape), _rank(layer.output_shape)) != (2, 2):
            return None
    return None


def _needs_sequence(layer: Layer) -> bool:
    cls = lookup(layer.type)
    if not RECURRENT.isdisjoint((layer.type, *layer.wraps)) or layer.type == "TimeDistributed":
        return True
    return cls is not None and cls.input_rank == 3


def _rank(shape: object) -> int | None:
    return len(shape.sizes) if isinstance(shape, Shape) and not shape.open else None
