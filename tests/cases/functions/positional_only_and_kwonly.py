"""Python 3 signatures with / and *."""
from keras.models import Sequential
from keras.layers import Dense, Input


def build(n, /, *, hidden: int = 7, bias: bool = True) -> Sequential:
    return Sequential([Input((n,)), Dense(hidden, use_bias=bias)])


build(3)
build(4, hidden=2, bias=False)
