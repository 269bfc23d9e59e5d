"""Normalization adapted to an array, or with given statistics."""
import numpy as np
from keras import Sequential, layers, Input

x = np.ones((50, 4), "float32")
normalizer = layers.Normalization(axis=-1)
normalizer.adapt(x)
model = Sequential([Input((4,)), normalizer, layers.Dense(3)])
fixed = Sequential([Input((4,)), layers.Normalization(mean=0., variance=1.), layers.Dense(3)])
fresh = Sequential([Input((4,)), layers.Normalization(), layers.Dense(3)])
