"""Text of the checked project made safe for a terminal: it may hold anything, escape sequences too."""

from __future__ import annotations

import functools
import re

_UNSAFE = (
    r"(?<=#)#(?=\[)|(?<!\S):(?=:)|"
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
"""Control characters, those that turn the direction of text or do not show, halves of surrogate pairs, and what is no
character at all; with that, all that XML 1.0 can't hold (https://www.w3.org/TR/xml/#charsets). And what is a command to
GitHub's runner, which looks for ``::`` at the beginning of every line of output, and for ``##[`` anywhere in it
(https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs)."""


_HALF = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    r"""The text with all that would not simply show written as ``\x1b``, ``\u202e``."""
    if text.isascii() and text.isprintable() and "::" not in text and "##[" not in text:
        return text
    return _unsafe().sub(_escaped, text)


@functools.cache
def _unsafe() -> re.Pattern[str]:
    """Compiled where a text asks for it, which takes a millisecond."""
    return re.compile(_UNSAFE)


def printable_lines(text: str) -> str:
    """The same, with line ends kept as they are."""
    return "".join(part if part in ("\r", "\n") else printable(part) for part in re.split("([\r\n])", text))


def whole(text: str) -> str:
    r"""The text with halves of surrogate pairs written as ``\xff``: all else a JSON string carries."""
    return _HALF.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not UTF-8
        code -= 0xDC00
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_SIGNS = re.compile(r"([\\`*_\[\]<>|#&~])")


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SIGNS.sub(r"\\\1", printable(text))


def code_text(text: str) -> str:
    """Text as code in a line of Markdown, in a cell of a table too."""
    shown = printable(text).replace("|", "\\|")
    ticks = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if "`" in shown else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def width(text: str) -> int:
    """Columns that the text takes in a terminal."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
