"""Lambda layers whose bodies are simple."""
from keras import Input, Sequential, layers, ops
import keras

model = Sequential([
    Input((8, 6)),
    layers.Lambda(lambda x: x / 255.0),
    layers.Lambda(lambda x: ops.expand_dims(x, -1)),
    layers.Conv2D(3, 2),
    layers.Lambda(lambda t: ops.mean(t, axis=(1, 2))),
    layers.Lambda(lambda t: t * 2, output_shape=(3,)),
    layers.Dense(2),
])
