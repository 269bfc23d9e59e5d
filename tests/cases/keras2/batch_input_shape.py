"""batch_input_shape on the first layer."""
from keras.models import Sequential
from keras.layers import Dense, LSTM

model = Sequential()
model.add(LSTM(32, batch_input_shape=(8, 10, 3), stateful=True, return_sequences=True))
model.add(LSTM(16, stateful=True))
model.add(Dense(1))
