"""Stacked LSTMs over 400 steps of 13 coefficients."""
from keras.models import Sequential
from keras.layers import LSTM, Dense, TimeDistributed

model = Sequential()
model.add(LSTM(5, return_sequences=True, input_shape=(400, 13)))
model.add(LSTM(5, return_sequences=True))
model.add(TimeDistributed(Dense(650)))
model.add(LSTM(20, return_sequences=True))
model.add(LSTM(20, return_sequences=True))
