"""Positions that are computed, not learned."""
import keras
import numpy as np
from keras import layers


class SinusoidalPosition(layers.Layer):
    def __init__(self, max_steps, max_dims, dtype='float32', **kwargs):
        super().__init__(dtype=dtype, **kwargs)
        p, i = np.meshgrid(np.arange(max_steps), np.arange(max_dims // 2))
        pos_emb = np.empty((1, max_steps, max_dims))
        pos_emb[0, :, ::2] = np.sin(p / 10000 ** (2 * i / max_dims)).T
        pos_emb[0, :, 1::2] = np.cos(p / 10000 ** (2 * i / max_dims)).T
        self.positional_embedding = keras.ops.convert_to_tensor(pos_emb.astype(self.dtype))

    def call(self, inputs):
        shape = inputs.shape
        return inputs + self.positional_embedding[:, :shape[-2], :shape[-1]]


model = keras.Sequential([keras.Input((12,)), layers.Embedding(50, 6), SinusoidalPosition(20, 8), layers.GlobalMaxPooling1D(), layers.Dense(2)])
