"""A text classifier with masking and pooling."""
from keras import Input, Sequential
from keras.layers import Conv1D, Dense, Dropout, Embedding, GlobalAveragePooling1D, GlobalMaxPooling1D, LSTM, SpatialDropout1D

Sequential([
    Input((None,), dtype='int32'), Embedding(1000, 16, mask_zero=True), SpatialDropout1D(.2), LSTM(8), Dropout(.5), Dense(1),
])
Sequential([Input((50,)), Embedding(input_dim=300, output_dim=8, trainable=False), Conv1D(6, 3), GlobalMaxPooling1D(), Dense(1)])
