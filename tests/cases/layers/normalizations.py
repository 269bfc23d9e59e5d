"""Normalisation layers and their options."""
from keras import Input, Sequential
from keras.layers import BatchNormalization, GroupNormalization, LayerNormalization, RMSNormalization, UnitNormalization, Dense, SpectralNormalization

model = Sequential([
    Input((6, 6, 8)), BatchNormalization(scale=False), BatchNormalization(center=False, axis=1), GroupNormalization(4),
    LayerNormalization(axis=[1, 2]), LayerNormalization(center=False), RMSNormalization(), UnitNormalization(),
    SpectralNormalization(Dense(4)), BatchNormalization(trainable=False),
])
