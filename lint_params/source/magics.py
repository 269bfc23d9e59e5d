"""What a notebook cell holds besides Python: magics, shell lines, help. Taken out so that the rest stays in its place.

Source of the rules: ``IPython/core/inputtransformer2.py``. Nothing of it is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_params.source.tokens import TOKEN

_CELL_MAGIC = re.compile(r"\s*%%(\w+)")

PYTHON_CELL_MAGICS = frozenset(
    "time timeit capture prun memit mprun lprun snakeviz scalene notify wandb heat px local debug".split()
)
"""Cell magics that run the body as Python in the notebook's own names; the body of others is text to us."""

_STATEMENT_MAGIC = re.compile(r"%(?:time|prun|memit|notify)(?:[ \t]+-\w+(?:[ \t]+\d+)?)*[ \t]+(?=[^\s-])")
"""Line magics that run the rest of the line as Python, with their options."""

_COMPOUND = re.compile(r"(?:for|while|if|with|try|def|class|async|match|@)\b|[%!?]")

_ESCAPED = re.compile(r"[%!?,;/]")
_HELP = re.compile(r"%{0,2}(?!\d)[\w*]+(?:\.\w+|\[-?\d+\])*\?{1,2}[ \t]*$")
_ENDS_IN_HELP = re.compile(r"^[^#'\"]*[\w*\])]\?{1,2}[ \t]*$")

_AUTOMAGIC = re.compile(
    r"(?:pip3?|conda|mamba|cd|ls|ll|mkdir|rmdir|rm|cp|mv|cat|less|more|man|clear|who|whos|matplotlib|pylab|load_ext"
    r"|reload_ext|autoreload|config|env|set_env|tensorflow_version|writefile|run)"
    r"[ \t]+(?!(?:in|is|and|or|if|not|for|else|as)\b)[\w./~$\"'-]"
)
"""Line magics that IPython also takes without their ``%``; two words side by side are no Python."""

_ASSIGNED = re.compile(r"(?<![=!<>+\-*/%&|^:@])=[ \t]*(?=[%!])(?!=[ \t]*!=)")
_UNKNOWN = "get_ipython()"
"""A value that nobody can know without running the cell."""


def python_of(text: str) -> str:
    """The Python of a code cell; what is not Python becomes ``pass``, an unknown value, or nothing.

    Lines stay where they were, and so do columns, but in a cell that is indented as a whole (IPython takes the
    indentation off).
    """
    magic = _CELL_MAGIC.match(text)
    if magic:
        if magic[1] not in PYTHON_CELL_MAGICS:
            return ""
        end = text.find("\n", magic.start(1))
        text = "\n" * text.count("\n", 0, end) + text[end:] if end >= 0 else ""
    if not re.search(r"[%!?]|^[ \t]*(?:[,;/\w])", text, re.MULTILINE):
        return text
    return "".join(_lines(_dedented(text)))


def _dedented(text: str) -> str:
    """Without the indentation of the first line, where the cell is indented as a whole."""
    first = re.match(r"(?:[ \t]*\n)*([ \t]+)\S", text)
    if not first:
        return text
    return re.sub(rf"^{first[1]}", "", text, flags=re.MULTILINE)


def _lines(text: str) -> Iterator[str]:
    """The logical lines of the text, each rewritten if it is not Python."""
    at = 0
    while at < len(text):
        start = at
        while at < len(text) and text[at] in " \t\f":
            at += 1
        indent = text[start:at]
        if _is_escape(text, at):
            end = _physical_end(text, at)
            yield indent + _replaced(text[at:end].rstrip("\n")) + "\n" * text.count("\n", at, end)
        else:
            end, assigned = _logical_end(text, at)
            if assigned is not None:
                end = _physical_end(text, assigned)
                escape = _assigned(text[assigned:end].rstrip("\n"))
                yield text[start:assigned] + escape + "\n" * text.count("\n", assigned, end)
            else:
                yield text[start:end]
        at = end


def _is_escape(text: str, at: int) -> bool:
    if at >= len(text) or text[at] == "\n":
        return False
    if _ESCAPED.match(text, at):
        return True
    line = text[at : _line_end(text, at)]
    if _AUTOMAGIC.match(line):
        return True
    return line.rstrip().endswith("?") and bool(_HELP.match(line) or _ENDS_IN_HELP.match(line))


def _replaced(text: str) -> str:
    """What stands for a line of escapes: its Python, where it runs some, else ``pass``."""
    start = _statement(text)
    # "if 1:" keeps the statement in its column: no magic that runs one is shorter than "%time ".
    return "pass" if start is None else "if" + "1:".rjust(start - 3) + " " + text[start:]


def _assigned(text: str) -> str:
    """What stands for the escape behind ``x =``."""
    start = _statement(text)
    return _UNKNOWN if start is None else " " * start + text[start:]


def _statement(text: str) -> int | None:
    """Where the simple statement begins that a magic runs on its own line; ``None`` where there is none."""
    magic = _STATEMENT_MAGIC.match(text)
    if not magic or "\n" in text or _COMPOUND.match(text, magic.end()):
        return None
    kinds = [token.lastgroup for token in TOKEN.finditer(text, magic.end())]
    return magic.end() if kinds.count("open") == kinds.count("close") else None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _physical_end(text: str, at: int) -> int:
    """Behind the line's end, and behind those that backslashes join to it."""
    while True:
        end = _line_end(text, at)
        if end == len(text):
            return end
        joined = text[at:end].rstrip(" \t").endswith("\\")
        at = end + 1
        if not joined:
            return at


def _logical_end(text: str, at: int) -> tuple[int, int | None]:
    """The end of the logical line of Python, and where an escape begins behind ``=`` outside brackets, if one does."""
    depth = 0
    while token := TOKEN.match(text, at):
        kind = token.lastgroup
        at = token.end()
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "newline" and not depth:
            return at, None
        elif kind == "mark" and not depth and (assigned := _ASSIGNED.match(text, token.start())):
            return at, assigned.end()
    return len(text), None
