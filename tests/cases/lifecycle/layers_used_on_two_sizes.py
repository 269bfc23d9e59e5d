"""Layers built on one number of features and used on another: Keras 3 builds the model where nothing looks again."""

from keras import Sequential, layers

shared = [layers.LSTM(4, return_sequences=True), layers.LayerNormalization(), layers.Bidirectional(layers.GRU(3))]
first = Sequential([layers.Input((10, 8)), *shared, layers.Dense(1)])
second = Sequential([layers.Input((10, 6)), *shared, layers.Dense(2)])
steps = layers.TimeDistributed(layers.Dense(3))
third = Sequential([layers.Input((10, 8)), steps, layers.Flatten()])
fourth = Sequential([layers.Input((4, 5)), steps, layers.GlobalMaxPooling1D()])
slope = layers.PReLU()
fifth = Sequential([layers.Input((5,)), slope])
sixth = Sequential([layers.Input((6,)), slope, layers.Dense(2)])
