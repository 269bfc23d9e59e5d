"""A shape from an array made by random functions and boolean tests."""
import numpy as np
from keras.layers import Dense, Flatten, Input
from keras.models import Sequential

rng = np.random.default_rng(0)
images = rng.normal(size=(20, 6, 6))
noise = np.random.normal(0, 1, (20, 36))
flat = images.reshape(20, -1)
both = np.hstack([flat, noise])
model = Sequential([Input(both.shape[1:]), Dense(noise.shape[1]), Dense(int(np.prod(images.shape[1:])))])
newaxis = images[..., np.newaxis]
second = Sequential([Input(newaxis.shape[1:]), Flatten(), Dense(np.squeeze(newaxis).ndim)])
