"""Findings about something that the program does with a whole model: train it, give it data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lint_params.model.finding import Finding, Related
from lint_params.model.model import Event, Model
from lint_params.rules.base import Context, title, variant_text


def misused(
    code: str,
    context: Context,
    find: Callable[[Model], Event | None],
    words: Callable[[Model, Event], str],
    there: str,
) -> Iterator[Finding]:
    """One finding for each place where ``find`` sees a fault, which ``words`` describe; ``there`` names the place where
    it is not in the file."""
    told = set()
    for model in context.result.models:
        event = find(model)
        if event is None or event.span in told:
            continue
        told.add(event.span)
        here = event.span.path == context.result.path
        yield Finding(
            code,
            "warning",
            f"{words(model, event)}{variant_text(model)}",
            event.span if here else model.span,
            title(model),
            related=() if here else (Related(event.span, there),),
        )
