"""assert, pass and docstrings between."""
from keras.models import Sequential
from keras.layers import Dense, Input


def build(n_classes):
    """Two classes need one output."""
    assert n_classes >= 2, n_classes
    if n_classes == 2:
        units, activation = 1, 'sigmoid'
    else:
        units, activation = n_classes, 'softmax'
    model = Sequential([Input((5,))])
    model.add(Dense(units, activation=activation))
    return model


build(2)
build(7)
