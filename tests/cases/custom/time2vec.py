"""Time2Vec: one linear and many periodic features."""
import keras
from keras import layers, ops


class Time2Vec(layers.Layer):
    def __init__(self, kernel_size=1):
        super().__init__(trainable=True, name='Time2VecLayer')
        self.k = kernel_size

    def build(self, input_shape):
        self.wb = self.add_weight(name='wb', shape=(input_shape[1],), initializer='uniform', trainable=True)
        self.bb = self.add_weight(name='bb', shape=(input_shape[1],), initializer='uniform', trainable=True)
        self.wa = self.add_weight(name='wa', shape=(1, input_shape[1], self.k), initializer='uniform', trainable=True)
        self.ba = self.add_weight(name='ba', shape=(1, input_shape[1], self.k), initializer='uniform', trainable=True)
        super().build(input_shape)

    def call(self, inputs):
        bias = self.wb * inputs + self.bb
        dp = ops.expand_dims(inputs, -1) * self.wa
        wgts = ops.sin(dp + self.ba)
        ret = ops.concatenate([ops.expand_dims(bias, -1), wgts], -1)
        return ops.reshape(ret, (-1, inputs.shape[1] * (self.k + 1)))

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[1] * (self.k + 1))


model = keras.Sequential([keras.Input((6,)), Time2Vec(3), layers.Dense(4)])
