"""Built by fit, and by a call on a tensor, in tf_keras."""
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, LSTM
from tensorflow.keras.models import Sequential

x = np.zeros((64, 5, 3), 'float32')
y = np.zeros((64, 1), 'float32')
model = Sequential([LSTM(4), Dense(1)])
model.compile(loss='mse', optimizer='sgd')
model.fit(x, y, batch_size=16)
called = Sequential([Dense(3), Dense(2)])
called(tf.ones((2, 7)))
