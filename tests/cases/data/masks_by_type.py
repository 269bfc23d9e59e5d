"""An index is a mask where its elements are truth values, whatever they are made of."""

import numpy as np
from keras import Sequential, layers

x = np.zeros((20, 4))
kept = np.array([1, 0, 1, 1]).astype(bool)
given = np.array([1, 0, 0, 1], dtype=bool)
numbers = np.array([True, False, True], dtype=int)  # columns 1, 0 and 1

by_mask = Sequential([layers.Input(x[:, kept].shape[1:]), layers.Dense(5)])
by_dtype = Sequential([layers.Input(x[:, given].shape[1:]), layers.Dense(5)])
by_number = Sequential([layers.Input(x[:, numbers].shape[1:]), layers.Dense(5)])

most = np.array([2, 7, 5]).astype("int32")
by_largest = Sequential(
    [layers.Input((3,)), layers.Dense(int(most.max()) + 1), layers.Dense(int(np.prod([2, 3], initial=2)))]
)
