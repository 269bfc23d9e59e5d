"""Built by fit on arrays of known shape."""
import numpy as np
from keras.models import Sequential
from keras.layers import Dense

x = np.random.random((1000, 20))
y = np.random.randint(2, size=(1000, 1))
model = Sequential([Dense(16, activation='relu'), Dense(1, activation='sigmoid')])
model.compile(optimizer='rmsprop', loss='binary_crossentropy')
model.fit(x, y, epochs=2, batch_size=50)
