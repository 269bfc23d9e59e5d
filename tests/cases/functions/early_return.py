"""A guard that returns early."""
from keras.models import Sequential
from keras.layers import Dense, Input, LSTM


def build(kind, n=6):
    if kind == 'rnn':
        return Sequential([Input((None, n)), LSTM(5)])
    if kind not in ('mlp', 'linear'):
        raise ValueError(kind)
    model = Sequential([Input((n,))])
    if kind == 'mlp':
        model.add(Dense(20))
    model.add(Dense(1))
    return model


models = {kind: build(kind) for kind in ('rnn', 'mlp', 'linear')}
