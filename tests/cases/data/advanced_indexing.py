"""Lists and masks among the indices of an array: broadcast together, in the place of the first or in front."""
import numpy as np
from keras.layers import Dense, Flatten, Input
from keras.models import Sequential


def read(data):
    return Sequential([Input(data.shape[1:]), Flatten(), Dense(1)])


x = np.zeros((2, 3, 4, 5))
read(x[[0, 1], :, [1, 2]])
read(x[:, [0, 1], [1, 2]])
read(x[:, [0, 1], :, [1, 2]])
read(x[:, 0, [1, 2]])
read(x[[[0, 1], [1, 0]]])
read(x[..., 1:3, ::-2])
read(x[:, :, np.array([True, False] * 2)])
read(np.moveaxis(x, 1, -1)[:, [True, False, False, True]])
flat = np.zeros((10, 8))
Sequential([Input((np.size(flat, 1),)), Dense(np.size(flat))])
flat.resize((5, 16))
read(flat)
kept, counts = np.unique(np.array([3, 1, 3, 7]), return_counts=True)
Sequential([Input((7,)), Dense(len(kept)), Dense(counts.shape[0])])
