"""Arrays whose elements are set after they are made: what was in them is no longer known."""
# expect: partial
# given: int(np.max(widths)) = 9
# given: int(max(depths)) = 7
# given: targets.shape[1] = 2
import numpy as np
from keras.datasets import mnist
from keras.layers import Dense
from keras.models import Sequential
from keras.utils import to_categorical

widths = np.array([1, 2, 3])
widths[0] = 9
depths = np.array([1, 2, 3])
depths.fill(7)
(_, labels), _ = mnist.load_data()
labels[labels > 1] = 1
targets = to_categorical(labels)
model = Sequential([Dense(int(np.max(widths)), input_shape=(3,)), Dense(int(max(depths))), Dense(targets.shape[1])])
