"""__call__, properties, and a lazily made model."""
from keras.models import Sequential
from keras.layers import Dense, Input


class Net:
    def __init__(self, n):
        self.n = n
        self._model = None

    @property
    def model(self):
        if self._model is None:
            self._model = Sequential([Input((self.n,)), Dense(self.width)])
        return self._model

    @property
    def width(self):
        return self.n * 3

    def __call__(self, units):
        self.model.add(Dense(units))
        return self.model


net = Net(4)
net(6)
net(2)
