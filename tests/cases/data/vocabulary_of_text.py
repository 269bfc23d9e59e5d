"""Sizes from a text in the source."""
from keras.layers import Dense, Embedding, Input, LSTM
from keras.models import Sequential

text = "the quick brown fox jumps over the lazy dog"
chars = sorted(list(set(text)))
char_to_int = dict((c, i) for i, c in enumerate(chars))
words = text.split()
vocab = {w: i + 1 for i, w in enumerate(dict.fromkeys(words))}
model = Sequential([Input((10,)), Embedding(len(vocab) + 1, 6), LSTM(5), Dense(len(char_to_int), activation='softmax')])
