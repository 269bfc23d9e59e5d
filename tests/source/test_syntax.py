"""Code of Python 2 is recognised where a parser stumbles over it."""

from __future__ import annotations

import ast

import libcst as cst
import pytest

from lint_params.interpret import analyse_text
from lint_params.source.syntax import Mistake, mistake

PYTHON2 = [
    "print 'x'",
    "print x, y",
    "print >>sys.stderr, 'x' % y, z; print x",
    "print('%d' % x), y\nprint x",
    "raise ValueError, 'x'",
    "exec 'x = 1'",
    "if a <> b: pass",
    "x = 0777",
    "x = 10L",
    "x = ur'a'",
    "def f(a, (b, c)):\n    pass",
    "x = `y`",
]

OTHER = ["x = (", "def f(:\n    pass", "print(x", "x = = 1", "class A\n    pass", "for x in y\n    print(x)"]


def said(text: str) -> Mistake:
    """What is said of text that libcst's parser refuses."""
    with pytest.raises(cst.ParserSyntaxError) as caught:
        cst.parse_module(text)
    error = caught.value
    return mistake(text, " ".join(error.message.split()), error.raw_line, error.raw_column + 1)


@pytest.mark.parametrize("text", PYTHON2)
def test_python_2(text: str) -> None:
    assert said(text).message.startswith("this is Python 2")


@pytest.mark.parametrize("text", OTHER)
def test_merely_broken(text: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        ast.parse(text)
    assert said(text).message == f"syntax error: {caught.value.msg}"
    assert said(text).line == caught.value.lineno


@pytest.mark.parametrize(
    "message", ["parser error: error at 2:9: expected one of " + "a, " * 40, "tokenizer error: odd"]
)
def test_what_python_itself_takes(message: str) -> None:
    found = mistake("x = 1\n", message, 7, 0)
    assert found in (Mistake("syntax error", 2, 1), Mistake("syntax error: odd", 2, 1))


def test_it_is_what_the_interpreter_says() -> None:
    text = "from keras import Sequential\nmodel = Sequential(]\n"
    (error,) = analyse_text(text).errors
    assert Mistake(error.message, error.line, error.column) == said(text)
    assert error.line == 2
