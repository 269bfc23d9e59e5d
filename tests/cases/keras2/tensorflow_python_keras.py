"""Imports below tensorflow.python.keras."""
from tensorflow.python.keras.layers import Dense, Dropout
from tensorflow.python.keras.models import Sequential

model = Sequential()
model.add(Dense(7, input_dim=4, activation='relu'))
model.add(Dropout(0.1))
model.add(Dense(2))
