"""A tagger of sequences of 400 steps with 13 features each."""

from keras.layers import LSTM, Dense, Input, TimeDistributed
from keras.models import Sequential


def build_model(units=5, hidden=650):
    model = Sequential()
    model.add(Input(shape=(400, 13)))
    model.add(LSTM(units, return_sequences=True))
    model.add(LSTM(units, return_sequences=True))
    model.add(TimeDistributed(Dense(hidden)))
    model.add(LSTM(20, return_sequences=True))
    model.add(LSTM(20, return_sequences=True))
    return model


model = build_model()
model.compile(optimizer="adam", loss="mse")
model.summary()
