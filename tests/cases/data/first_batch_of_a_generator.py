"""The width of a model read from the first batch of a generator that never ends."""

import numpy as np
from keras.layers import Dense
from keras.models import Sequential

X = np.random.rand(64, 7)
y = np.random.rand(64, 2)


def batches(size=16):
    while True:
        for start in range(0, len(X), size):
            yield X[start : start + size], y[start : start + size]


generator = batches()
x_batch, y_batch = next(generator)

model = Sequential()
model.add(Dense(5, input_dim=x_batch.shape[1]))
model.add(Dense(y_batch.shape[-1]))
