"""What to say of code that does not parse: in few words, and that it is Python 2 where it is."""

from __future__ import annotations

import ast
import re
import warnings

from lint_params.records import dataclass

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


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with code that does not parse, and where; line and column count from 1."""

    message: str
    line: int
    column: int


def mistake(text: str, message: str, line: int, column: int) -> Mistake:
    """The mistake in code that libcst's parser refused, with its message and place.

    Python's own parser says it better, and knows the place where libcst's tokenizer does not; it only parses. Where it
    takes the code (a Python that is newer than libcst), libcst's words are made plain.
    """
    error = _python_says(text)
    if error is not None and error.lineno is not None:
        message, line, column = f"syntax error: {error.msg}", error.lineno, error.offset or 1
    else:
        message = _plain(message)
    lines = text.count("\n") + 1
    line, column = min(max(line, 1), lines), max(column, 1)
    sign = sign_of_python2(text, line)
    return Mistake(message if sign is None else f"this is Python 2 ({sign}), which can't be parsed", line, column)


def _python_says(text: str) -> SyntaxError | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return error
    except (ValueError, MemoryError, RecursionError):
        return None
    return None


def _plain(message: str) -> str:
    """Without the place, which is told apart, and without a list of all tokens that there are."""
    words = _PLACE.sub("", message)
    expected = words.removeprefix("expected one of ")
    if expected != words and len(expected.split(" ")) > MANY:
        return "syntax error"
    return f"syntax error: {words}" if words else "syntax error"
