"""How wide integers are packed is not followed: nothing is claimed of the layers."""
# expect: partial

from keras import Sequential, layers

model = Sequential([layers.Input((8,)), layers.Dense(16), layers.ReLU(), layers.Dense(4)])
model.quantize("int4")
