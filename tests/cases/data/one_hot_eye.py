"""Labels from eye, unique and max."""
import numpy as np
from keras.layers import Dense, Input
from keras.models import Sequential

labels = np.array([0, 1, 2, 3, 1, 2])
one_hot = np.eye(4)[labels]
n_classes = len(np.unique(labels))
model = Sequential([Input((one_hot.shape[1],)), Dense(n_classes), Dense(int(labels.max()) + 1)])
