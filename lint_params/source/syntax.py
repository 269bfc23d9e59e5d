"""What to say of code that does not parse: in few words, and that it is Python 2 where it is."""

from __future__ import annotations

import re

MANY = 6
"""Tokens that may be named as expected; more of them tell nobody anything."""

_PLACE = re.compile(r"^(?:parser|tokenizer) error: (?:error at \d+:\d+: )?")

_SIGNS = (
    (
        re.compile(
            r"^[ \t]*print[ \t]+(?![=!<>.,+*/%&|^)\]}:-]|\(?$|(?:in|is|and|or|if|not|for|else)\b)", re.MULTILINE
        ),
        "print",
    ),
    (re.compile(r"^[ \t]*print[ \t]*>>", re.MULTILINE), "print"),
    (re.compile(r"^[ \t]*except[ \t]+[\w.()]+[ \t]*,[ \t]*\w+[ \t]*:", re.MULTILINE), "except E, name"),
    (re.compile(r"^[ \t]*raise[ \t]+\w[\w.]*[ \t]*,", re.MULTILINE), "raise E, value"),
    (re.compile(r"^[ \t]*exec[ \t]+[\w'\"]", re.MULTILINE), "exec"),
    (re.compile(r"<>"), "<>"),
    (re.compile(r"\b0[0-7]+\b(?![.\w])(?<![.\w]0)"), "octal numbers as 0777"),
    (re.compile(r"\b\d+[lL]\b"), "long numbers as 1L"),
    (re.compile(r"\b[uU][rR]['\"]"), "ur'' strings"),
    (re.compile(r"^[ \t]*def[ \t]+\w+[ \t]*\([^)]*\([^)]*\)[^=]*\)[ \t]*:", re.MULTILINE), "tuple parameters"),
    (re.compile(r"`[^`\n]+`"), "backquotes"),
)


def sign_of_python2(text: str, line: int) -> str | None:
    """What only Python 2 allows at about that line of text that does not parse; ``None`` where nothing does.

    Only for text that a parser of Python 3 has refused: the same signs stand in strings of good code.
    """
    lines = text.split("\n")[max(line - 2, 0) : line + 1]
    near = "\n".join(lines)
    for sign, name in _SIGNS:
        if sign.search(near):
            return name
    return None


def explained(message: str, text: str, line: int) -> str:
    """The message of libcst's parser in plain words; for code of Python 2, that it is."""
    sign = sign_of_python2(text, line)
    return _plain(message) if sign is None else f"this is Python 2 ({sign}), which can't be parsed"


def _plain(message: str) -> str:
    """Without the place, which is told apart, and without a list of all tokens that there are."""
    words = _PLACE.sub("", message)
    expected = words.removeprefix("expected one of ")
    if expected != words and len(expected.split(" ")) > MANY:
        return "syntax error"
    return f"syntax error: {words}" if words else "syntax error"
