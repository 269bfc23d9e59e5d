"""One builder, called with several sizes: a variant each."""
from keras.models import Sequential
from keras.layers import Dense, Input


def build_model(units, n_features=10):
    model = Sequential()
    model.add(Input(shape=(n_features,)))
    model.add(Dense(units, activation='relu'))
    model.add(Dense(1))
    return model


small = build_model(8)
large = build_model(64)
wide = build_model(8, n_features=20)
named = build_model(n_features=3, units=2)
