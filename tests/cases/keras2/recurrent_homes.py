"""Recurrent layers, wrappers and embeddings at home in modules of their own."""
from keras.layers.embeddings import Embedding
from keras.layers.recurrent import GRU, LSTM
from keras.layers.wrappers import Bidirectional, TimeDistributed
from keras.layers import Dense
from keras.models import Sequential

model = Sequential()
model.add(Embedding(50, 8, input_length=12))
model.add(Bidirectional(LSTM(4, return_sequences=True)))
model.add(GRU(3, return_sequences=True))
model.add(TimeDistributed(Dense(2)))
