"""The wrapper comes from a package; the builder is only passed along."""
from keras.models import Sequential
from keras.layers import Dense, Input
from scikeras.wrappers import KerasRegressor


def larger_model():
    model = Sequential()
    model.add(Input(shape=(13,)))
    model.add(Dense(13, kernel_initializer='normal', activation='relu'))
    model.add(Dense(6, kernel_initializer='normal', activation='relu'))
    model.add(Dense(1, kernel_initializer='normal'))
    model.compile(loss='mean_squared_error', optimizer='adam')
    return model


estimator = KerasRegressor(model=larger_model, epochs=100, batch_size=5, verbose=0)
