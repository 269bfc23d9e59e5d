"""Models in models."""
from keras.models import Sequential
from keras.layers import Dense, Input

encoder = Sequential([Input((20,)), Dense(10), Dense(4)], name='encoder')
decoder = Sequential([Input((4,)), Dense(10), Dense(20)], name='decoder')
autoencoder = Sequential([encoder, decoder])
