"""Known architectures and other chains, as programs: every kind of layer whose multiply-accumulates are counted."""

from __future__ import annotations

_HEAD = "import keras\nfrom keras import layers\nfrom keras.layers import *\n"


def _chain(*lines: str) -> str:
    return _HEAD + "model = keras.Sequential([\n" + "".join(f"    {line},\n" for line in lines) + "])\n"


def _vgg(*blocks: tuple[int, int]) -> str:
    return (
        _HEAD + f"model = keras.Sequential([Input((224, 224, 3))])\nfor filters, times in {list(blocks)}:\n"
        "    for _ in range(times):\n        model.add(Conv2D(filters, 3, padding='same', activation='relu'))\n"
        "    model.add(MaxPooling2D(2))\n"
        "for units in (4096, 4096):\n    model.add(Dense(units, activation='relu')"
        " if len(model.layers) and 'dense' in model.layers[-1].name else Flatten())\n"
        "model.add(Dense(4096, activation='relu'))\nmodel.add(Dense(1000, activation='softmax'))\n"
    )


_MOBILENET = (
    "def block(model, filters, stride):\n"
    "    model.add(DepthwiseConv2D(3, strides=stride, padding='same', use_bias=False))\n"
    "    model.add(BatchNormalization())\n    model.add(ReLU(6.0))\n"
    "    model.add(Conv2D(filters, 1, padding='same', use_bias=False))\n"
    "    model.add(BatchNormalization())\n    model.add(ReLU(6.0))\n"
)


def _mobilenet(side: int, alpha: float, classes: int) -> str:
    blocks = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    return (
        _HEAD + _MOBILENET + f"model = keras.Sequential([Input(({side}, {side}, 3))])\n"
        f"model.add(Conv2D(int(32 * {alpha}), 3, strides=2, padding='same', use_bias=False))\n"
        "model.add(BatchNormalization())\nmodel.add(ReLU(6.0))\n"
        f"for filters, stride in {blocks}:\n    block(model, int(filters * {alpha}), stride)\n"
        f"model.add(GlobalAveragePooling2D())\nmodel.add(Dense({classes}, activation='softmax'))\n"
    )


ARCHITECTURES = {
    "LeNet-5": _chain(
        "Input((32, 32, 1))", "Conv2D(6, 5, activation='tanh')", "AveragePooling2D(2)",
        "Conv2D(16, 5, activation='tanh')", "AveragePooling2D(2)", "Flatten()", "Dense(120)", "Dense(84)", "Dense(10)",
    ),
    "AlexNet": _chain(
        "Input((227, 227, 3))", "Conv2D(96, 11, strides=4, activation='relu')", "MaxPooling2D(3, 2)",
        "Conv2D(256, 5, padding='same')", "MaxPooling2D(3, 2)", "Conv2D(384, 3, padding='same')",
        "Conv2D(384, 3, padding='same')", "Conv2D(256, 3, padding='same')", "MaxPooling2D(3, 2)",
        "Flatten()", "Dense(4096)", "Dropout(0.5)", "Dense(4096)", "Dropout(0.5)", "Dense(1000)",
    ),
    "VGG11": _vgg((64, 1), (128, 1), (256, 2), (512, 2), (512, 2)),
    "VGG16": _vgg((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)),
    "MobileNet 1.0": _mobilenet(224, 1.0, 1000),
    "MobileNet 0.25, visual wake words": _mobilenet(96, 0.25, 2),
    "DS-CNN, key words": _HEAD + "model = keras.Sequential([Input((49, 10, 1)), Conv2D(64, (10, 4), strides=2,"
    " padding='same'), BatchNormalization(), ReLU()])\nfor _ in range(4):\n    model.add(DepthwiseConv2D(3,"
    " padding='same'))\n    model.add(BatchNormalization())\n    model.add(ReLU())\n    model.add(Conv2D(64, 1))\n"
    "    model.add(BatchNormalization())\n    model.add(ReLU())\nmodel.add(AveragePooling2D((25, 5)))\n"
    "model.add(Flatten())\nmodel.add(Dense(12, activation='softmax'))\n",
    "Autoencoder, anomaly detection": _HEAD + "model = keras.Sequential([Input((640,))])\n"
    "for units in [128] * 4 + [8] + [128] * 4:\n    model.add(Dense(units))\n    model.add(BatchNormalization())\n"
    "    model.add(Activation('relu'))\nmodel.add(Dense(640))\n",
    "Network in network": _chain(
        "Input((32, 32, 3))", "Conv2D(192, 5, padding='same')", "Conv2D(160, 1)", "Conv2D(96, 1)",
        "MaxPooling2D(3, 2, padding='same')", "Conv2D(192, 5, padding='same')", "Conv2D(192, 1)", "Conv2D(192, 1)",
        "AveragePooling2D(3, 2, padding='same')", "Conv2D(192, 3, padding='same')", "Conv2D(192, 1)", "Conv2D(10, 1)",
        "GlobalAveragePooling2D()",
    ),
    "All convolutional": _chain(
        "Input((32, 32, 3))", "Conv2D(96, 3, padding='same')", "Conv2D(96, 3, strides=2, padding='same')",
        "Conv2D(192, 3, padding='same')", "Conv2D(192, 3, strides=2, padding='same')", "Conv2D(192, 3)",
        "Conv2D(192, 1)", "Conv2D(10, 1)", "GlobalAveragePooling2D()",
    ),
    "Perceptron": _chain("Input((784,))", "Dense(512)", "Dropout(0.2)", "Dense(512)", "Dropout(0.2)", "Dense(10)"),
    "Text, bag of convolutions": _chain(
        "Input((40,))", "Embedding(5000, 32)", "Conv1D(64, 5, activation='relu')", "GlobalMaxPooling1D()", "Dense(1)",
    ),
    "WaveNet's dilated stack": _HEAD + "model = keras.Sequential([Input((128, 4))])\nfor rate in (1, 2, 4, 8):\n"
    "    model.add(Conv1D(16, 2, padding='causal', dilation_rate=rate))\nmodel.add(Conv1D(4, 1))\n",
    "LSTM, stacked": _chain(
        "Input((6, 13))", "LSTM(5, return_sequences=True, unroll=True)", "LSTM(7, unroll=True)", "Dense(3)",
    ),
    "GRU, both ways": _chain(
        "Input((5, 9))", "Bidirectional(GRU(6, return_sequences=True, unroll=True))",
        "GRU(4, reset_after=False, unroll=True)",
    ),
    "Recurrent, simple": _chain(
        "Input((5, 9))", "SimpleRNN(6, return_sequences=True, unroll=True)",
        "RNN(LSTMCell(4), unroll=True)", "RepeatVector(4)", "SimpleRNN(3, unroll=True)",
    ),
    "Over time": _chain(
        "Input((5, 12, 12, 2))", "TimeDistributed(Conv2D(4, 3))", "TimeDistributed(MaxPooling2D(2))",
        "TimeDistributed(Flatten())", "TimeDistributed(Dense(8))", "LSTM(3, unroll=True)",
    ),
    "Over time, a model": _HEAD + "inner = keras.Sequential([Input((10, 10, 1)), Conv2D(3, 3), Flatten(), Dense(4)])\n"
    "model = keras.Sequential([Input((5, 10, 10, 1)), TimeDistributed(inner), GRU(3, unroll=True)])\n",
    "Generator of a DCGAN": _chain(
        "Input((100,))", "Dense(7 * 7 * 32, use_bias=False)", "Reshape((7, 7, 32))",
        "Conv2DTranspose(16, 5, strides=2, padding='same')", "BatchNormalization()", "LeakyReLU()",
        "Conv2DTranspose(1, 5, strides=2, padding='same', activation='tanh')",
    ),
    "Discriminator of a DCGAN": _chain(
        "Input((28, 28, 1))", "Conv2D(64, 5, strides=2, padding='same')", "LeakyReLU(0.2)", "Dropout(0.3)",
        "Conv2D(128, 5, strides=2, padding='same')", "LeakyReLU(0.2)", "Flatten()", "Dense(1)",
    ),
    "Separable": _chain(
        "Input((32, 32, 3))", "SeparableConv2D(16, 3, padding='same')", "SeparableConv2D(8, 3, depth_multiplier=2)",
        "DepthwiseConv2D(5, depth_multiplier=3, strides=2)", "UpSampling2D(2)", "GlobalMaxPooling2D()", "Dense(4)",
    ),
    "Separable, 1D": _chain(
        "Input((64, 3))", "SeparableConv1D(16, 3, padding='same')", "DepthwiseConv1D(5, depth_multiplier=2)",
        "Conv1DTranspose(4, 4, strides=2, padding='same')", "Flatten()", "Dense(4)",
    ),
    "C3D, small": _chain(
        "Input((8, 16, 16, 3))", "Conv3D(8, 3, padding='same')", "MaxPooling3D((1, 2, 2))", "Conv3D(16, 3)",
        "GlobalAveragePooling3D()", "Dense(5)",
    ),
    "Video, recurrent": _chain(
        "Input((3, 8, 8, 2))", "ConvLSTM2D(4, 3, padding='same', return_sequences=True, unroll=True)",
        "ConvLSTM2D(3, 3, strides=2, unroll=True)", "Flatten()", "Dense(2)",
    ),
    "Lines and volumes, recurrent": _chain(
        "Input((3, 24, 2))", "ConvLSTM1D(4, 3, padding='same', return_sequences=True, unroll=True)",
        "ConvLSTM1D(6, 3, strides=2, return_sequences=True, unroll=True)", "Reshape((3, 11, 3, 2, 1))",
        "ConvLSTM3D(2, 2, unroll=True)", "Flatten()", "Dense(2)",
    ),
    "Einsum": _chain(
        "Input((6, 8))", "EinsumDense('abc,cd->abd', output_shape=(6, 5), bias_axes='d')",
        "EinsumDense('abc,cde->abde', output_shape=(6, 2, 3))", "EinsumDense('...x,xy->...y', output_shape=4)",
        "Flatten()", "Dense(1)",
    ),
    "Nested": _HEAD + "encoder = keras.Sequential([Input((8, 8, 1)), Conv2D(4, 3), Flatten(), Dense(6)])\n"
    "model = keras.Sequential([Input((8, 8, 1)), encoder, SpectralNormalization(Dense(5)), PReLU(), Dense(2)])\n",
    "Channels first": _HEAD + "model = keras.Sequential([Input((3, 16, 16))])\n"
    "model.add(ZeroPadding2D(1, data_format='channels_first'))\n"
    "model.add(Permute((2, 3, 1)))\nmodel.add(Conv2D(4, 3, strides=2))\nmodel.add(Permute((3, 1, 2)))\n"
    "model.add(LayerNormalization())\nmodel.add(Dense(3))\n",
}  # fmt: skip
