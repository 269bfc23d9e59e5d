"""A function that makes builders."""
from keras.models import Sequential
from keras.layers import Dense, Input


def builder(width):
    depth = 2

    def build(n_classes):
        model = Sequential()
        model.add(Input((width * 2,)))
        for _ in range(depth):
            model.add(Dense(width))
        model.add(Dense(n_classes))
        return model

    return build


small = builder(4)
model = small(3)
