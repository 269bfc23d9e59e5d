"""Code of Python 2 is recognised where a parser stumbles over it."""

from __future__ import annotations

import ast

import libcst as cst
import pytest

from lint_params.interpret import analyse_text
from lint_params.source.syntax import explained, sign_of_python2

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


def message(text: str) -> str:
    """What is said of text that libcst's parser refuses."""
    with pytest.raises(cst.ParserSyntaxError) as caught:
        cst.parse_module(text)
    return explained(" ".join(caught.value.message.split()), text, caught.value.raw_line)


@pytest.mark.parametrize("text", PYTHON2)
def test_python_2(text: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        ast.parse(text)
    assert sign_of_python2(text, caught.value.lineno or 1)
    assert "Python 2" in message(text)


@pytest.mark.parametrize("text", OTHER)
def test_merely_broken(text: str) -> None:
    with pytest.raises(SyntaxError):
        ast.parse(text)
    assert message(text).startswith("syntax error")
    assert len(message(text)) < 80


def test_the_message_is_what_the_interpreter_says() -> None:
    (error,) = analyse_text("from keras import Sequential\nmodel = Sequential(]\n").errors
    assert error.message == message("from keras import Sequential\nmodel = Sequential(]\n")
    assert error.line == 2
