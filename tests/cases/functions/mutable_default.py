"""Hidden sizes with a default list, as many write it."""
from keras.models import Sequential
from keras.layers import Dense, Input


def mlp(input_dim, hidden=[64, 32], output_dim=1):
    model = Sequential()
    model.add(Input(shape=(input_dim,)))
    for h in hidden:
        model.add(Dense(h, activation="relu"))
    model.add(Dense(output_dim))
    return model


mlp(5)
mlp(5, hidden=[10] * 3)
mlp(5, hidden=())
