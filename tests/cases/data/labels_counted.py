"""The number of classes, read off the labels of known data sets."""
import numpy as np
from keras.datasets import cifar10, mnist, reuters
from keras.layers import Dense
from keras.models import Sequential
from keras.utils import to_categorical

(_, rare), _ = reuters.load_data(num_words=1000, test_split=0.2)
(images, digits), _ = mnist.load_data()
(_, kinds), _ = cifar10.load_data()
kinds = kinds.flatten()
model = Sequential([
    Dense(int(np.max(rare)) + 1, input_shape=(1000,)),
    Dense(int(rare.max()) + 1),
    Dense(len(np.unique(digits))),
    Dense(len(set(kinds))),
    Dense(int(max(digits)) + 1),
    Dense(to_categorical(kinds.astype('int32')).shape[1]),
])
