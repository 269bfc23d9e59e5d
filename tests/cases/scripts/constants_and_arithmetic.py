"""Sizes worked out from constants."""
import math
from keras.layers import Dense, Input, Embedding, GlobalAveragePooling1D
from keras.models import Sequential

VOCAB = 10 ** 3
DIM = 2 ** 4
WINDOW = 5
HIDDEN = int(VOCAB ** 0.5) + WINDOW // 2
model = Sequential([
    Input((2 * WINDOW + 1,)),
    Embedding(VOCAB + 2, DIM),
    GlobalAveragePooling1D(),
    Dense(HIDDEN),
    Dense(round(HIDDEN * 1.5)),
    Dense(max(1, HIDDEN - 100, min(3, 9))),
    Dense(math.ceil(HIDDEN / 4)),
    Dense(int(math.log2(256)) << 1),
    Dense(-(-HIDDEN // 5)),
    Dense(HIDDEN % 7 + 1),
    Dense(abs(-3)),
    Dense(sum([1, 2, 3])),
    Dense(len("abcd")),
    Dense(divmod(17, 5)[0]),
])
