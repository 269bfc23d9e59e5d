"""A layer lists the weights that train before those that do not, whatever the order they are added in."""

from keras import Sequential, layers


class Mixed(layers.Layer):
    def build(self, input_shape):
        for index in range(4):
            self.add_weight(shape=(input_shape[-1], index + 1), name=f"w{index}", trainable=index % 2 == 1)

    def call(self, inputs):
        return inputs


model = Sequential([layers.Input((5,)), Mixed(), Mixed(trainable=False, name="frozen")])
