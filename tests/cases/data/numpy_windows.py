"""Windows over a series: expand_dims, stack, transpose, concatenate."""
import numpy as np
from keras.layers import Conv1D, Dense, Flatten, Input
from keras.models import Sequential

series = np.arange(500).reshape(-1, 5)
X = np.stack([series, series * 2], axis=-1)
X = np.transpose(X, (0, 2, 1))
X = np.concatenate([X, np.ones((100, 1, 5))], axis=1)
X = X[:, :, 1:]
steps, features = X.shape[1], X.shape[-1]
y = np.expand_dims(np.zeros(100), -1)
model = Sequential([Input((steps, features)), Conv1D(4, 2), Flatten(), Dense(y.shape[1])])
model.add(Dense(X.ndim))
model.add(Dense(X.size // len(X)))
