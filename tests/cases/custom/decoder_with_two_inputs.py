"""A decoder called on two tensors, one by name, in a functional model beside a Sequential."""
import keras
from keras import layers


class Decoder(layers.Layer):
    def __init__(self, width, heads, **kwargs):
        super().__init__(**kwargs)
        self.own = layers.MultiHeadAttention(num_heads=heads, key_dim=width)
        self.cross = layers.MultiHeadAttention(num_heads=heads, key_dim=width)
        self.project = keras.Sequential([layers.Dense(4 * width, activation="relu"), layers.Dense(width)])
        self.norm = layers.LayerNormalization()

    def call(self, inputs, encoded, mask=None):
        x = self.norm(inputs + self.own(query=inputs, value=inputs, key=inputs))
        x = x + self.cross(key=encoded, value=encoded, query=x)
        return self.project(x)


tokens = keras.Input((None,), dtype="int64")
memory = keras.Input((7, 12))
x = layers.Embedding(50, 16)(tokens)
x = Decoder(16, 2)(x, encoded=memory)
model = keras.Model([tokens, memory], keras.Sequential([layers.Dense(5)])(x))
