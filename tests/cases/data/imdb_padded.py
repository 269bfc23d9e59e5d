"""Reviews padded to one length."""
from keras.datasets import imdb
from keras.layers import Dense, Embedding, LSTM, Input
from keras.models import Sequential
from keras.utils import pad_sequences

max_features, maxlen = 20000, 80
(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=max_features)
x_train = pad_sequences(x_train, maxlen=maxlen)
model = Sequential()
model.add(Input(shape=x_train.shape[1:]))
model.add(Embedding(max_features, 128))
model.add(LSTM(128, dropout=0.2, recurrent_dropout=0.2))
model.add(Dense(1, activation='sigmoid'))
