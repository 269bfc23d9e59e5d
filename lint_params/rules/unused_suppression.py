"""LP902: a comment for this program that does nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_params.comments import EXPECTED, Stated, Suppression
from lint_params.model.finding import Edit, Finding, Fix
from lint_params.rules.base import Context, Example, Rule, Unused

DOCUMENTATION = """
## What it does
Finds `# lint-params: ignore[…]`, `ignore-file[…]` and `# noqa: LP…` that silence nothing, `params=` and `input=` that
belong to no layer or model, and comments that name this program but say nothing it understands.

## Why is this bad?
A suppression that outlives its reason hides the next finding; one with a slip of the pen never worked.

## Example
`layers.Dense(5)  # lint-params: ignore[LP101]`, where the layer is within its budget.

## Use instead
Remove the comment; `--fix` does.

## References
The section on suppressions in the documentation
"""

_DENSE = "from keras import Sequential, layers\nmodel = Sequential([layers.Input((13,)), layers.Dense(5)])"
VALID = (
    Example(_DENSE + "  # lint-params: ignore[LP101] -- measured\n", "budgets:\n  - max-params: 1\n"),
    Example('text = "# lint-params: ignore[LP101]"\n'),
)
INVALID = (
    Example(_DENSE + "  # lint-params: ignore[LP101]\n", "budgets:\n  - max-params: 1_000\n"),
    Example(_DENSE + "  # noqa: LP101\n"),
    Example(_DENSE + "  # lint-params: ingore[LP101]\n"),
)


def check(context: Context) -> Iterator[Finding]:
    for unused in context.unused:
        yield _finding(unused)
    for mistake in context.mistakes:
        yield Finding(RULE.code, "warning", f"{mistake.text!r} says nothing known; expected {EXPECTED}", mistake.span)


def _finding(unused: Unused) -> Finding:
    comment = unused.comment
    if isinstance(comment, Stated):
        message = f"'{comment.text}' belongs to no layer or model; expected on the line of one"
        return Finding(RULE.code, "warning", message, comment.span, fix=_removal(comment))
    every = set(unused.codes) == set(comment.codes)
    what = f"'{comment.text}'" if every else f"{', '.join(unused.codes)} in '{comment.text}'"
    fix = _removal(comment) if every and not _foreign(comment) else _rewritten(comment, unused.codes)
    return Finding(RULE.code, "warning", f"{what} silences nothing", comment.span, fix=fix)


def _foreign(comment: Suppression) -> bool:
    """Whether a ``noqa`` also names other linters' codes."""
    return comment.kind == "noqa" and len(_listed(comment.text)) > len(comment.codes)


def _listed(text: str) -> list[str]:
    """The codes of a suppression as the source lists them."""
    inside = text[text.index("[") + 1 : text.index("]")] if "[" in text else text[text.index(":") + 1 :]
    return [code for code in re.split(r"[,\s]+", inside) if code]


def _removal(comment: Suppression | Stated) -> Fix:
    return Fix("remove the comment", (Edit(comment.removal, ""),))


def _rewritten(comment: Suppression, unused: tuple[str, ...]) -> Fix:
    kept = ", ".join(code for code in _listed(comment.text) if code not in unused)
    if "[" in comment.text:
        start, end = comment.text.index("[") + 1, comment.text.index("]")
    else:
        start, end = comment.text.index(":") + 1, len(comment.text)
        kept = " " + kept
    text = comment.text[:start] + kept + comment.text[end:]
    return Fix(f"remove {', '.join(unused)} from the comment", (Edit(comment.span, text),))


RULE = Rule(
    "LP902", "unused-suppression", "a comment for this program does nothing", DOCUMENTATION, check, VALID, INVALID
)
