"""A builder whose sizes only its callers know."""
# expect: partial
# try: build(units=7, features=3)
from keras.models import Sequential
from keras.layers import Dense, Input, LSTM


def build(units, features):
    model = Sequential()
    model.add(Input((20, features)))
    model.add(LSTM(units, return_sequences=True))
    model.add(LSTM(16))
    model.add(Dense(8))
    model.add(Dense(units * 2))
    return model
