"""One layer object in two models: its weights are the same."""
from keras.models import Sequential
from keras.layers import Dense, Embedding, Flatten, Input

embedding = Embedding(100, 8)
first = Sequential([Input((6,)), embedding, Flatten(), Dense(3)])
second = Sequential([Input((4,)), embedding, Flatten(), Dense(2)])
embedding.trainable = False
