"""The same name for one model after another, as in notebooks run downwards."""
from keras.models import Sequential
from keras.layers import Dense, LSTM, Input

model = Sequential()
model.add(Input((6, 2)))
model.add(LSTM(4))
model.add(Dense(1))

model = Sequential()
model.add(Input((6, 2)))
model.add(LSTM(8, return_sequences=True))
model.add(LSTM(8))
model.add(Dense(1))
