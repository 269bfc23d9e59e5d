"""``True`` is an integer, and Keras takes it for a size."""

from keras import Sequential, layers

model = Sequential([layers.Input((4, 2)), layers.Conv1D(True, 2), layers.LSTM(True + 1), layers.Dense(not 0 or 9)])
