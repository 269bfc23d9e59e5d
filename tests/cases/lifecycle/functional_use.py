"""A Sequential block called on a tensor of a functional model."""
from keras import Input, Model, Sequential, layers

block = Sequential([layers.Dense(8, activation='relu'), layers.Dense(4)])
inputs = Input((3,))
x = layers.Dense(6)(inputs)
x = block(x)
outputs = layers.Dense(1)(x)
model = Model(inputs, outputs)
