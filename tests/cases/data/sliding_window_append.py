"""Sequences appended one by one in a loop of known bounds."""
import numpy as np
from keras.layers import Dense, Input, LSTM
from keras.models import Sequential

look_back = 3
data = np.linspace(0, 1, 50)
X, Y = [], []
for i in range(len(data) - look_back - 1):
    X.append(data[i:i + look_back])
    Y.append(data[i + look_back])
X = np.array(X)
X = np.reshape(X, (X.shape[0], 1, X.shape[1]))
model = Sequential()
model.add(Input((X.shape[1], look_back)))
model.add(LSTM(4))
model.add(Dense(1))
