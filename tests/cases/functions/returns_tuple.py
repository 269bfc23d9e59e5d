"""Encoder and decoder returned together."""
from keras.models import Sequential
from keras.layers import Dense, Input


def make_pair(dim, code=4):
    encoder = Sequential([Input((dim,)), Dense(16), Dense(code)], name='encoder')
    decoder = Sequential([Input((code,)), Dense(16), Dense(dim)], name='decoder')
    return encoder, decoder


encoder, decoder = make_pair(30)
