"""A stateful network with a fixed batch."""
from keras import Input, Sequential
from keras.layers import LSTM, Dense

batch_size, look_back = 4, 3
model = Sequential()
model.add(Input(batch_shape=(batch_size, look_back, 1)))
model.add(LSTM(4, stateful=True, return_sequences=True))
model.add(LSTM(4, stateful=True))
model.add(Dense(1))
