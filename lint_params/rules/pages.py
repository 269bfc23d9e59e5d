"""A rule as a page: its own documentation, and the examples that the tests run."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.config.settings import DEFAULT_SELECT
from lint_params.rules.base import Example, Rule


def page(rule: Rule) -> str:
    """The page of a rule, in Markdown."""
    return "\n".join(_lines(rule)) + "\n"


def default_text(rule: Rule) -> str:
    """Whether a rule speaks without being asked to."""
    return "on by default" if any(rule.code.startswith(prefix) for prefix in DEFAULT_SELECT) else "opt in"


def _lines(rule: Rule) -> Iterator[str]:
    yield f"# {rule.code} {rule.name}"
    yield ""
    yield f"{sentence(rule.summary)} ({default_text(rule)})"
    yield ""
    for line in rule.documentation.strip("\n").split("\n"):
        yield line
        if line.startswith("## "):
            yield ""
    for heading, examples in (("Programs it reports", rule.invalid), ("Programs it accepts", rule.valid)):
        if examples:
            yield from ("", f"## {heading}")
        for number, example in enumerate(examples):
            yield from (("", "or") if number else ())
            yield from _example(example)


def _example(example: Example) -> Iterator[str]:
    yield from ("", "```python", example.source.rstrip("\n"), "```")
    if example.config:
        yield from ("", "with", "", "```yaml", example.config.rstrip("\n"), "```")
    if example.baseline is not None:
        yield from ("", "and a baseline that was written for", "", "```python", example.baseline.rstrip("\n"), "```")


def sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
