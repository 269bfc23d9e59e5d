"""2D convolutions: strides, groups, dilation, depthwise, separable, transposed."""
from keras import Input, Sequential
from keras.layers import AveragePooling2D, Conv2D, Conv2DTranspose, DepthwiseConv2D, Flatten, SeparableConv2D

model = Sequential([
    Input((33, 31, 4)),
    Conv2D(8, (5, 3), strides=(2, 1), padding='same', use_bias=False),
    Conv2D(12, 3, groups=4),
    Conv2D(6, 3, dilation_rate=(2, 1), padding='valid'),
    DepthwiseConv2D(3, depth_multiplier=2, padding='same'),
    SeparableConv2D(10, 3, depth_multiplier=2),
    AveragePooling2D((2, 3), strides=2, padding='same'),
    Conv2DTranspose(5, 4, strides=2, padding='same'),
    Conv2DTranspose(3, 3, strides=3, padding='valid', output_padding=1),
    Flatten(),
])
