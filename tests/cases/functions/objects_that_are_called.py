"""A builder asks of what it is given whether it can be called; no class it derives from stands in the program."""
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Activation, Dense


class Scaled(tf.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def __call__(self, inputs):
        return inputs * self.factor


def function_of(identifier):
    if identifier is None or isinstance(identifier, str):
        return identifier
    if callable(identifier):
        return identifier
    raise ValueError(f"neither a name nor a function: {identifier}")


def never_called(units=6, function=Scaled(2)):
    return Sequential([Input((4,)), Dense(units), Activation(function_of(function)), Dense(units // 2)])


model = Sequential([Input((4,)), Dense(3, activation=function_of(Scaled(0.5))), Dense(2)])
