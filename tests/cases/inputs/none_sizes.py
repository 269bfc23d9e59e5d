"""Sizes left open with None."""
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Embedding, GlobalAveragePooling2D, GRU, LSTM, TimeDistributed, UpSampling2D

Sequential([Input((None, None, 3)), Conv2D(8, 3, strides=2), UpSampling2D(2), GlobalAveragePooling2D(), Dense(2)])
Sequential([Input((None,)), Embedding(50, 4), LSTM(3, return_sequences=True), TimeDistributed(Dense(2))])
Sequential([Input((None, 5)), GRU(2, return_sequences=True)])
