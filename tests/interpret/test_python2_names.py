"""Names of Python 2 in code that Python 3 parses too."""

from __future__ import annotations

from lint_params.interpret import analyse_text

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
