"""model.build gives the input shape."""
from keras.models import Sequential
from keras.layers import Conv1D, Dense, GlobalMaxPooling1D

model = Sequential([Conv1D(8, 3), GlobalMaxPooling1D(), Dense(2)])
model.build((None, 50, 4))
other = Sequential()
other.add(Dense(3))
other.build(input_shape=(16, 5))
other.add(Dense(1))
