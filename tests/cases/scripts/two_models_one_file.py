"""Two models, numbered on by Keras."""
from keras import Sequential, layers

first = Sequential([layers.Input((4,)), layers.Dense(3), layers.Dense(2)])
second = Sequential()
second.add(layers.Input((2,)))
second.add(layers.Dense(3))
second.add(layers.Dropout(0.1))
third = Sequential([layers.Input((6,)), layers.Dropout(0.2), layers.Dense(1, name='dense_1')])
