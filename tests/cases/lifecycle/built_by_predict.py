"""Built by predict."""
import numpy as np
from keras.models import Sequential
from keras.layers import LSTM, Dense

model = Sequential([LSTM(4), Dense(1)])
model.predict(np.zeros((3, 7, 2)))
