"""input_dim from data nobody has here; everything after the first layer is known."""
# expect: partial
# given: X.shape[1] = 5
import io
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

X = np.genfromtxt(io.StringIO("1 2 3 4 5\n6 7 8 9 0"))
model = Sequential()
model.add(Dense(12, input_dim=X.shape[1], activation='relu'))
model.add(Dense(8, activation='relu'))
model.add(Dense(1))
