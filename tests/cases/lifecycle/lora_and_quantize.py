"""Low-rank adapters and integers in place of kernels, put into layers that are built."""

from keras import Sequential, layers

model = Sequential([layers.Input((8,)), layers.Dense(16), layers.Embedding(10, 4), layers.Flatten(), layers.Dense(4)])
model.layers[0].enable_lora(3)
model.layers[1].enable_lora(rank=2)

sequence = Sequential([layers.Input((8, 2)), layers.EinsumDense("abc,cd->abd", (None, 6), bias_axes="d")])
sequence.add(layers.Conv1D(3, 2))
sequence.layers[0].enable_lora(1)
sequence.layers[1].enable_lora(2)

small = Sequential([layers.Input((8,)), layers.Dense(16), layers.BatchNormalization(), layers.Dense(4)])
small.quantize("int8")

one = Sequential([layers.Input((8,)), layers.Dense(16)])
one.layers[0].quantize("int8")
