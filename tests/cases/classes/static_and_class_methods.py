"""Builders as static and class methods."""
from keras.models import Sequential
from keras.layers import Dense, Input


class Zoo:
    inputs = 9

    @staticmethod
    def linear(n):
        return Sequential([Input((n,)), Dense(1)])

    @classmethod
    def mlp(cls, *hidden):
        return Sequential([Input((cls.inputs,))] + [Dense(h) for h in hidden])


class Small(Zoo):
    inputs = 2


Zoo.linear(3)
Zoo.mlp(4, 4)
Small.mlp(5)
