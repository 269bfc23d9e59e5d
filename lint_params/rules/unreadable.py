"""LP901: a file, or a cell of it, that can't be read or parsed."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.finding import Finding
from lint_params.model.model import Span
from lint_params.rules.base import Context, Example, Rule

DOCUMENTATION = """
## What it does
Says which file, or which cell of a notebook, could not be read or parsed, and why. The other files are still checked.

## Why is this bad?
Nothing is known of the models in it, so silence would read as "fine".

## Example
`print "x"`: Python 2.

## Use instead
Mend the file, or leave it out: `exclude: ["legacy/**"]`.

## References
`exclude` and `max-file-size` in the configuration
"""

VALID = (Example("from keras import Sequential\n"),)
INVALID = (Example("from keras import Sequential\nmodel = Sequential([\n"),)


def check(context: Context) -> Iterator[Finding]:
    for error in context.result.errors:
        span = Span(error.path, error.line, error.column, error.line, error.column + 1, error.cell)
        yield Finding(RULE.code, "error", error.message, span)


RULE = Rule("LP901", "unreadable", "a file can't be read or parsed", DOCUMENTATION, check, VALID, INVALID)
