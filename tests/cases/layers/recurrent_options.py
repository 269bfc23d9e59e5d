"""LSTM, GRU and SimpleRNN with their options."""
from keras import Input, Sequential
from keras.layers import GRU, LSTM, Bidirectional, Dense, Masking, RepeatVector, SimpleRNN, TimeDistributed

Sequential([
    Input((12, 5)),
    Masking(mask_value=0.),
    LSTM(6, return_sequences=True, use_bias=False, unit_forget_bias=False, dropout=.1, recurrent_dropout=.1),
    GRU(4, return_sequences=True, reset_after=False),
    GRU(4, return_sequences=True, reset_after=True, go_backwards=True),
    SimpleRNN(3, activation='relu', unroll=True),
    RepeatVector(4),
    LSTM(2, return_sequences=True, stateful=False),
    TimeDistributed(Dense(1)),
])
