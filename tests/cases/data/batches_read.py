"""What a model reads first: batches of 32, or of any size where the last is smaller; all of one batch; what predict is
given."""
import numpy as np
from keras import Sequential
from keras.layers import Dense


def chain():
    model = Sequential([Dense(2), Dense(1)])
    model.compile(loss="mse")
    return model


for samples in (20, 64, 404):
    x, y = np.zeros((samples, 13)), np.zeros(samples)
    chain().fit(x, y)
    chain().fit(x, y, batch_size=10)
    chain().fit(x, y, validation_split=0.25)
    chain().evaluate(x, y)
    chain().predict(x)
    chain().train_on_batch(x, y)
