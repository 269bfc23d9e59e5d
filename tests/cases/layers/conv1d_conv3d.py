"""1D and 3D kin."""
from keras import Input, Sequential
from keras.layers import (AveragePooling1D, Conv1D, Conv1DTranspose, Conv3D, Conv3DTranspose, Cropping1D, Cropping3D,
                          GlobalAveragePooling3D, GlobalMaxPooling1D, MaxPooling1D, MaxPooling3D, SeparableConv1D,
                          UpSampling1D, UpSampling3D, ZeroPadding1D, ZeroPadding3D)

Sequential([
    Input((64, 3)), Conv1D(4, 5, strides=2), ZeroPadding1D((1, 2)), MaxPooling1D(3), SeparableConv1D(6, 3), UpSampling1D(2),
    Conv1DTranspose(5, 3, strides=2), Cropping1D(1), AveragePooling1D(2, strides=1, padding='same'), GlobalMaxPooling1D(),
])
Sequential([
    Input((12, 12, 12, 1)), Conv3D(2, 3), MaxPooling3D(), UpSampling3D((1, 2, 1)), ZeroPadding3D(1), Cropping3D(((0, 1), (1, 0), (1, 1))),
    Conv3DTranspose(3, 2, strides=2), GlobalAveragePooling3D(),
])
