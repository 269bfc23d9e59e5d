"""Code of Python 2 is recognised where a parser stumbles over it."""

from __future__ import annotations

import ast

import pytest

from lint_params.source.python2 import explained, sign_of_python2

PYTHON2 = [
    "print 'x'",
    "print x, y",
    "print >>sys.stderr, 'x' % y, z; print x",
    "print('%d' % x), y\nprint x",
    "try:\n    pass\nexcept E, e:\n    pass",
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


@pytest.mark.parametrize("text", PYTHON2)
def test_python_2(text: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        ast.parse(text)
    assert sign_of_python2(text, caught.value.lineno or 1)
    assert "Python 2" in explained("syntax error", text, caught.value.lineno or 1)


@pytest.mark.parametrize("text", OTHER)
def test_merely_broken(text: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        ast.parse(text)
    assert explained("syntax error", text, caught.value.lineno or 1) == "syntax error"
