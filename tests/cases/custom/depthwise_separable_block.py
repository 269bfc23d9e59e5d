"""Depthwise and pointwise convolutions with normalisation, configured by name."""
import keras
from keras import layers

ACTS = {"relu6": layers.ReLU(6.0).__class__, "swish": layers.Activation}


class DSConv(layers.Layer):
    def __init__(self, filters, stride=1, use_norm=True):
        super().__init__()
        self.dw = layers.DepthwiseConv2D(3, strides=stride, padding="same", use_bias=not use_norm)
        self.pw = layers.Conv2D(filters, 1, use_bias=not use_norm)
        self.norms = [layers.BatchNormalization() for _ in range(2)] if use_norm else [layers.Identity(), layers.Identity()]

    def call(self, x):
        x = self.norms[0](self.dw(x))
        return self.norms[1](self.pw(x))


model = keras.Sequential([keras.Input((16, 16, 3)), DSConv(8, 2), DSConv(12), DSConv(6, use_norm=False), layers.Flatten()])
