"""EinsumDense and Dense with low-rank adaptation."""
from keras import Input, Sequential, layers

model = Sequential([
    Input((8, 16)), layers.EinsumDense("abc,cde->abde", output_shape=(None, 4, 5), bias_axes="de"), layers.Reshape((8, 20)),
    layers.Dense(6, lora_rank=2), layers.Dense(3),
])
