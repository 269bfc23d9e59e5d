"""Methods that grow the model, chained."""
from keras.models import Sequential
from keras.layers import Dense, Input


class Builder:
    activation = 'relu'

    def __init__(self, n):
        self.model = Sequential([Input((n,))])
        self.count = 0

    def dense(self, units):
        self.count += 1
        self.model.add(Dense(units, activation=self.activation, name='d%d' % self.count))
        return self

    def build(self):
        return self.model


model = Builder(6).dense(5).dense(4).build()
