"""``lint-params rule``: a rule's documentation in the terminal; all rules, one line each, without a code."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from lint_params.cli.console import style_of, warn, write
from lint_params.cli.options import Parser, Stop
from lint_params.report.style import Style
from lint_params.report.wrapping import told, wrapped
from lint_params.rules.base import Rule
from lint_params.rules.pages import page
from lint_params.rules.registry import is_code, rules

EXAMPLES = """\
examples:
  lint-params rule                    the list of all rules
  lint-params rule LP2                those of a family
  lint-params rule LP101              the page of one

exit status: 0 all well, 2 there is no such rule"""


def add_arguments(parser: Parser) -> None:
    parser.description = "The documentation of a rule, or the list of all."
    parser.epilog = EXAMPLES
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code, or a prefix such as LP2 for a list of them")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to write it (default: text)")


def run(options: argparse.Namespace) -> int:
    """Show what is asked for; the exit status."""
    code = (options.code or "LP").upper()
    if not is_code(code):
        warn(f"lint-params: no rule has the code or prefix {options.code!r}; `lint-params rule` lists them")
        raise Stop(2)
    chosen = [rule for name, rule in rules().items() if name.startswith(code)]
    if options.format == "json":
        write(json.dumps([_as_json(rule) for rule in chosen], indent=2) + "\n")
        return 0
    style = style_of(sys.stdout, options.color)
    if code in rules():
        write(_page(rules()[code], style))
    else:
        width = max((len(rule.name) for rule in chosen), default=0)
        write("".join(f"{line}\n" for rule in chosen for line in _line(rule, width, style)))
    return 0


def _line(rule: Rule, width: int, style: Style) -> Iterator[str]:
    """A rule in a list."""
    name = f"{rule.name:<{width}}"
    before, painted = f"{rule.code}  {name}  ", f"{style.paint(rule.code, 'cyan')}  {name}  "
    return told(rule.summary, style, before, painted, len(before))


def _page(rule: Rule, style: Style) -> str:
    """The page of a rule for a terminal: headings stand out, programs are set in, and paragraphs flow for a person."""
    lines: list[str] = []
    paragraph: list[str] = []
    inside = False
    for line in [*page(rule).split("\n"), ""]:
        if line.startswith("```"):
            inside = not inside
        elif inside:
            lines.append(f"    {line}" if line else "")
        elif line and style.terminal and not line.startswith(("#", "-", "|")):
            paragraph.append(line)
        else:
            lines += wrapped(" ".join(paragraph), style.width) if paragraph else []
            paragraph = []
            lines.append(style.paint(line.lstrip("#").lstrip(), "bold") if line.startswith("#") else line)
    return "\n".join(lines[:-1])


def _as_json(rule: Rule) -> dict[str, object]:
    return {"code": rule.code, "name": rule.name, "summary": rule.summary, "documentation": rule.documentation}
