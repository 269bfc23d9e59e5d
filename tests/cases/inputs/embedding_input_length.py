"""input_length, which Keras 3 takes and ignores."""
from keras.models import Sequential
from keras.layers import Dense, Embedding, Flatten, Input, LSTM

max_words, embed_dim, maxlen = 5000, 32, 100
model = Sequential()
model.add(Input((maxlen,)))
model.add(Embedding(max_words, embed_dim, input_length=maxlen))
model.add(Flatten())
model.add(Dense(1, activation='sigmoid'))
