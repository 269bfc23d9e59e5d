"""ConvLSTM over frames."""
from keras import Input, Sequential
from keras.layers import BatchNormalization, Conv3D, ConvLSTM1D, ConvLSTM2D, Flatten, Dense

Sequential([
    Input((None, 20, 20, 1)),
    ConvLSTM2D(4, (3, 3), padding='same', return_sequences=True),
    BatchNormalization(),
    ConvLSTM2D(filters=3, kernel_size=5, padding='same', return_sequences=True),
    Conv3D(1, (3, 3, 3), activation='sigmoid', padding='same'),
])
Sequential([Input((6, 12, 2)), ConvLSTM1D(3, 3, strides=2), Flatten(), Dense(1)])
