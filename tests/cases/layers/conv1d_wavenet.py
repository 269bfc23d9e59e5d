"""Dilated causal convolutions."""
from keras import Input, Sequential
from keras.layers import Conv1D

model = Sequential()
model.add(Input(shape=[None, 1]))
for rate in (1, 2, 4, 8) * 2:
    model.add(Conv1D(filters=20, kernel_size=2, padding="causal", activation="relu", dilation_rate=rate))
model.add(Conv1D(filters=10, kernel_size=1))
