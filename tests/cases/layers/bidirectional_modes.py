"""Bidirectional with each merge mode and a backward layer of its own."""
from keras import Input, Sequential
from keras.layers import GRU, LSTM, Bidirectional, Dense, SimpleRNN

model = Sequential([
    Input((10, 4)),
    Bidirectional(LSTM(5, return_sequences=True)),
    Bidirectional(LSTM(5, return_sequences=True), merge_mode='sum'),
    Bidirectional(GRU(3, return_sequences=True), merge_mode='ave', name='both'),
    Bidirectional(LSTM(4, return_sequences=True), backward_layer=LSTM(4, return_sequences=True, go_backwards=True), merge_mode='mul'),
    Bidirectional(SimpleRNN(2)),
    Dense(1),
])
