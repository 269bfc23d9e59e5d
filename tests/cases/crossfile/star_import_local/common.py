"""Everything the scripts share."""
from keras.layers import *
from keras.models import Sequential

SIZE = 13
_hidden = 99


def head(n):
    return Dense(n, activation='softmax')
