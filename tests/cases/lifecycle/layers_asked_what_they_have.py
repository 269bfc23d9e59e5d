"""``hasattr`` on layers: what is a model has layers, what has weights has a kernel."""

from keras import Sequential, layers


def freeze(model, count):
    for index, layer in enumerate(model.layers):
        if hasattr(layer, "layers"):
            freeze(layer, 1)
        elif hasattr(layer, "kernel") and index < count:
            layer.trainable = False


inner = Sequential([layers.Input((4,)), layers.Dense(3), layers.Dense(2)])
model = Sequential([layers.Input((3,)), layers.Dense(4), layers.ReLU(), inner, layers.Dense(5)])
freeze(model, 2)
