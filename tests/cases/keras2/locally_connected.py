"""Layers that Keras 3 no longer has."""
from tensorflow.keras.layers import Dense, Flatten, LocallyConnected2D, ThresholdedReLU
from tensorflow.keras.models import Sequential

model = Sequential([
    LocallyConnected2D(3, (2, 2), input_shape=(5, 5, 2)), ThresholdedReLU(theta=1.0), Flatten(), Dense(2),
])
