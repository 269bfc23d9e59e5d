"""Names of Python 2 in code that Python 3 parses too."""

from __future__ import annotations

import pytest

from lint_params.interpret import analyse_text
from tests.interpret.programs import value

PROGRAM = """
from keras.models import Sequential
from keras.layers import Dense

model = Sequential()
model.add(Dense(4, input_dim=3))
for _ in xrange(2):
    model.add(Dense(4))
"""


def test_xrange_is_range() -> None:
    (model,), (other,) = analyse_text(PROGRAM).models, analyse_text(PROGRAM.replace("xrange", "range")).models
    assert [layer.params for layer in model.layers] == [layer.params for layer in other.layers]


@pytest.mark.parametrize(
    "test",
    [
        "isinstance('4', basestring)",
        "isinstance(u'4', unicode)",
        "isinstance(4, (int, long))",
        "isinstance('4', six.string_types)",
        "isinstance(4, six.integer_types)",
        "six.PY3 and not six.PY2",
        "list(six.iteritems({'a': 4})) == [('a', 4)]",
        "[*six.itervalues({'a': 4})] == [4]",
        "len(list(six.moves.range(3))) == 3",
        "len(list(moved(3))) == 3",
    ],
)
def test_names_for_both(test: str) -> None:
    before = "import six\nfrom six.moves import xrange as moved\n"
    assert [value(f"4 if {each} else 5", before) for each in (test, f"not ({test})")] == [4, 5]
