"""Defaults taken from a global when the function is defined."""
from keras.models import Sequential
from keras.layers import Dense, Input

N = 4


def build(n=N, m=N * 2):
    return Sequential([Input((n,)), Dense(m)])


N = 100
build()
