"""``np.c_`` and ``np.r_``."""

import numpy as np
from keras import Sequential, layers

table = np.c_[np.ones((6, 2)), np.zeros(6)]
longer = np.r_[table, table]
model = Sequential([layers.Input((table.shape[1],)), layers.Dense(longer.shape[0]), layers.Dense(longer.ndim)])
