"""Newswires as vectors of ten thousand words."""
import numpy as np
from keras import layers, models
from keras.datasets import reuters

DIMENSION = 1000


def vectorize_sequences(sequences, dimension=DIMENSION):
    results = np.zeros((len(sequences), dimension))
    for i, sequence in enumerate(sequences[:2]):
        results[i, sequence] = 1.
    return results


(train_data, train_labels), (test_data, test_labels) = reuters.load_data(num_words=DIMENSION)
x_train = vectorize_sequences(train_data)
model = models.Sequential([layers.Input((x_train.shape[1],)), layers.Dense(64), layers.Dense(46, activation='softmax')])
