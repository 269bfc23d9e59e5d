"""Programs that read, set, copy and derive layers and models build what Keras builds; what it refuses is no number."""

# ruff: noqa: E501 -- a program is one line of a table, however long

from __future__ import annotations

import keras
import pytest

from tests.interpret.programs import agrees, in_keras, models

FIRST = "first = Sequential([Input((6,)), Dense(4, name='a'), Dense(3, name='b')])\n"
FUNCTIONAL = "i = Input((6,))\nx = Dense(4, name='a')(i)\ny = Dense(3, name='b')(x)\nwhole = Model(i, y)\n"
TWO = "i, j = Input((6,)), Input((4,))\nboth = Model([i, j], Concatenate()([Dense(3)(i), Dense(2)(j)]))\n"
SIZED = "model = Sequential([Input((6,)), Dense({}, name='z')])\n"

EXACT = [
    # What a program reads from layers and models.
    FIRST + SIZED.format("first.layers[0].units"),
    FIRST + SIZED.format("len(first.layers)"),
    FIRST + SIZED.format("len(first.layers.copy()) + first._layers.copy()[-1].units"),
    FIRST + SIZED.format("len(first._layers) + first._layers[1].units"),
    "bare = Sequential([Dense(4)])\n" + SIZED.format("10 * len(bare._layers)"),
    "bare = Sequential([Dense(4)])\nbare.build((None, 6))\n" + SIZED.format("10 * len(bare._layers)"),
    FIRST + SIZED.format("len(first.weights)"),
    FIRST + SIZED.format("len(first.trainable_weights) + len(first.layers[0].weights)"),
    FIRST + "first.layers[0].trainable = False\n" + SIZED.format("len(first.trainable_variables) + len(first.non_trainable_weights)"),
    FIRST + SIZED.format("first.output_shape[-1]"),
    FIRST + SIZED.format("first.input_shape[-1]"),
    FIRST + SIZED.format("first.layers[0].output.shape[1]"),
    FIRST + SIZED.format("first.get_layer('b').units"),
    FIRST + SIZED.format("first.get_layer(index=0).units"),
    FIRST + SIZED.format("first.layers[0].kernel.shape[0]"),
    FIRST + SIZED.format("first.layers[0].bias.shape[0]"),
    FIRST + SIZED.format("first.count_params()"),
    FIRST + SIZED.format("len(first.layers[0].name) + len(first.name)"),
    FUNCTIONAL + SIZED.format("len(whole.layers)"),
    FUNCTIONAL + SIZED.format("whole.output.shape[-1] + whole.input.shape[-1]"),
    FUNCTIONAL + SIZED.format("len(whole.inputs) + len(whole.outputs)"),
    FUNCTIONAL + SIZED.format("whole.get_layer('a').units"),
    # Models over the tensors of others.
    FIRST + "part = Model(first.inputs, first.layers[0].output)\nmodel = Sequential([part, Dense(5)])\n",
    FIRST + "model = Sequential()\nfor layer in first.layers[:1]:\n    model.add(layer)\nmodel.add(Dense(9))\nmodel.build((None, 6))\n",
    FIRST + "first.trainable = False\nmodel = Sequential([Input((6,)), first, Dense(2)])\n",
    FIRST + "first.pop()\nmodel = Sequential([Input((6,)), first, Dense(2)])\n",
    FUNCTIONAL + "model = Sequential([whole, Dense(2)])\n",
    FUNCTIONAL + "whole.trainable = False\nmodel = Sequential([Input((6,)), whole, Dense(2)])\n",
    "i = Input((6,))\na = Dense(4)(i)\nb = Dense(4)(i)\nc = Add()([a, b])\nd = Concatenate()([c, a])\nmodel = Sequential([Model(i, d), Dense(2)])\n",
    "i = Input((8, 8, 3))\nx = Conv2D(4, 3, padding='same')(i)\nx = x + x\nx = GlobalAveragePooling2D()(x)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "shared = Dense(6)\ni = Input((6,))\nmodel = Sequential([Model(i, shared(shared(i))), Dense(2)])\n",
    # Layers built of several shapes.
    "a = MultiHeadAttention(num_heads=3, key_dim=4)\na.build((2, 4, 8), (2, 5, 7))\n" + SIZED.format("a.count_params()"),
    "a = MultiHeadAttention(num_heads=3, key_dim=4)\na.build((2, 4, 8), (2, 5, 7), (2, 5, 6))\n" + SIZED.format("a.count_params()"),
    "a = MultiHeadAttention(3, 4)\na.build(query_shape=(2, 4, 8), value_shape=(2, 5, 7))\n" + SIZED.format("a.count_params()"),
    "import keras\na = keras.layers.GroupQueryAttention(4, 4, 2)\na.build((2, 4, 8), key_shape=(2, 5, 6), value_shape=(2, 5, 7))\n" + SIZED.format("a.count_params()"),
    "a = Attention(use_scale=True)\na.build([(2, 3, 4), (2, 4, 4)])\n" + SIZED.format("1 + a.count_params()"),
    "a = AdditiveAttention()\na.build(input_shape=[(2, 3, 4), (2, 4, 4), (2, 4, 4)])\n" + SIZED.format("a.count_params()"),
    "a = Add()\na.build([(2, 3), (2, 3)])\n" + SIZED.format("1 + a.count_params()"),
    "a = LSTM(4)\na.build(sequences_shape=(2, 3, 4))\n" + SIZED.format("a.count_params()"),
    # What it sets.
    "d = Dense(4)\nd.trainable = False\nmodel = Sequential([Input((6,)), d])\n",
    "d = Dense(4)\nd.units = 9\nmodel = Sequential([Input((6,)), d])\n",
    "d = Dense(4)\nd.use_bias = False\nmodel = Sequential([Input((6,)), d])\n",
    "model = Sequential([Input((6,)), Dense(4), Dense(2)])\nfor layer in model.layers:\n    layer.trainable = isinstance(layer, Dense) and layer.units > 3\n",
    "model = Sequential([Input((6,)), Dense(4), BatchNormalization(), Dense(2)])\nfor layer in model.layers:\n    if 'norm' in layer.name:\n        layer.trainable = False\n",
    "model = Sequential(name='n')\nmodel.add(Input((6,)))\nmodel.add(Dense(4))\nmodel.pop()\nmodel.add(Dense(5))\n",
    "model = Sequential([Input((6,)), Dense(4)])\nmodel.layers[-1].trainable = False\nmodel.add(Dense(2))\n",
    # Layers of its own.
    "class Wide(Dense):\n    def __init__(self, **kwargs):\n        super().__init__(9, **kwargs)\nmodel = Sequential([Input((6,)), Wide()])\n",
    "class Wide(Dense):\n    pass\nmodel = Sequential([Input((6,)), Wide(5, use_bias=False)])\n",
    "class Wide(Dense):\n    def __init__(self, units, factor=2, **kwargs):\n        super().__init__(units * factor, **kwargs)\n        self.factor = factor\nmodel = Sequential([Input((6,)), Wide(5), Wide(2, factor=4)])\n",
    "class Own(Layer):\n    def __init__(self, n):\n        super().__init__()\n        self.d = Dense(n)\n    def call(self, x):\n        return self.d(x)\nmodel = Sequential([Input((6,)), Own(4), Dense(2)])\n",
    "class Own(Layer):\n    def build(self, shape):\n        self.w = self.add_weight(shape=(shape[-1], 3), name='w')\n        self.b = self.add_weight(shape=(3,), trainable=False, name='b')\n    def call(self, x):\n        return x @ self.w + self.b\nmodel = Sequential([Input((6,)), Own(), Dense(2)])\n",
    "class Own(Layer):\n    def __init__(self):\n        super().__init__()\n        self.ds = [Dense(3), Dense(4)]\n    def call(self, x):\n        for d in self.ds:\n            x = d(x)\n        return x\nmodel = Sequential([Input((6,)), Own(), Dense(2)])\n",
    "class Own(Layer):\n    def call(self, x):\n        return x[:, :2]\nmodel = Sequential([Input((6,)), Own(), Dense(2)])\n",
    "class Net(Sequential):\n    def __init__(self, n):\n        super().__init__()\n        self.add(Dense(n))\n        self.add(Dense(2))\nmodel = Net(5)\nmodel.build((None, 6))\n",
    "class Net(Model):\n    def __init__(self, n):\n        i = Input((6,))\n        super().__init__(i, Dense(n)(Dense(3)(i)))\nmodel = Sequential([Input((6,)), Net(4), Dense(2)])\n",
    "class Net(Model):\n    def __init__(self, n):\n        i = Input((6,))\n        super().__init__(inputs=[i], outputs=Dense(n)(i), name='net')\nmodel = Sequential([Input((6,)), Net(4), Dense(2)])\n",
    # Operations between layers.
    "import keras\ni = Input((4, 6))\nx = keras.ops.reshape(i, (-1, 24))\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.transpose(i, (0, 2, 1))\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.mean(i, axis=1)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.sum(i, axis=-1, keepdims=True)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.concatenate([i, i], axis=-1)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.stack([i, i], axis=-1)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.split(i, 2, axis=-1)[0]\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.expand_dims(i, -1)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 1, 6))\nx = keras.ops.squeeze(i, 2)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.tile(i, (1, 1, 2))\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.repeat(i, 3, axis=2)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.matmul(i, keras.ops.transpose(i, (0, 2, 1)))\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.einsum('bij,bkj->bik', i, i)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.pad(i, ((0, 0), (1, 1), (2, 0)))\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4,), dtype='int32')\nx = keras.ops.one_hot(i, 7)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.max(i, axis=(1,))\nx = keras.ops.maximum(x, 0)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    # Models of models, of functions, and of all kinds of layers.
    FIRST + "model = Sequential()\nmodel.add(first)\nmodel.add(Dense(2))\nmodel.pop()\nmodel.add(Dense(5))\n",
    FIRST + "model = Sequential(first.layers[1:])\nmodel.build((None, 4))\n",
    FIRST + "model = Sequential(layers=[Input((6,)), first, Dense(2)], name='m', trainable=False)\n",
    FIRST + "model = Sequential([Input((6,)), first.layers[0], Dense(2)])\n",
    FIRST + "x = first(Input((6,)))\nmodel = Sequential([first, Dense(x.shape[1])])\n",
    FIRST + "for layer in first.layers:\n    layer.trainable = False\nfirst.layers[1].trainable = True\nmodel = Sequential([Input((6,)), first])\n",
    "i = Input((6,))\nx = Dense(6)(i)\nx = Add()([x, i])\nx = Multiply()([x, i])\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "i = Input((6,))\na, b = Dense(3)(i), Dense(4)(i)\nm = Model(i, [a, b])\nmodel = Sequential([Input((m.outputs[1].shape[-1],)), Dense(len(m.outputs))])\n",
    "i = Input((5, 6))\nx, h = GRU(4, return_sequences=True, return_state=True)(i)\nmodel = Sequential([Model(i, x), LSTM(3)])\n",
    "i = Input((5, 6))\nx, h, c = LSTM(4, return_state=True)(i)\nmodel = Sequential([Model(i, h), Dense(3)])\n",
    "model = Sequential([Input((5, 6)), TimeDistributed(Sequential([Input((6,)), Dense(4), Dense(2)])), Flatten(), Dense(3)])\n",
    "model = Sequential([Input((5, 6)), Bidirectional(LSTM(4, return_sequences=True), merge_mode='ave'), Bidirectional(GRU(3), merge_mode='concat'), Dense(1)])\n",
    "model = Sequential([Input((5, 6)), RNN([LSTMCell(4), GRUCell(3)]), Dense(1)])\n",
    "model = Sequential([Input((5, 6)), Lambda(lambda x: x[:, :2], output_shape=(2, 6)), Flatten(), Dense(1)])\n",
    "model = Sequential([Input((5, 6)), Permute((2, 1)), Reshape((-1, 10)), Conv1D(4, 3, padding='same'), GlobalMaxPooling1D(), Dense(1)])\n",
    "model = Sequential([Input((8, 8, 3)), ZeroPadding2D(((1, 0), (2, 1))), Cropping2D(1), SeparableConv2D(5, 3, depth_multiplier=2), UpSampling2D((2, 3)), AveragePooling2D(2), Flatten(), Dense(2)])\n",
    "import keras\nclass Own(Layer):\n    def __init__(self, units, rate=0.5, **kwargs):\n        super().__init__(**kwargs)\n        self.units, self.rate = units, rate\n        self.drop = Dropout(rate)\n    def build(self, shape):\n        self.kernel = self.add_weight(shape=[shape[-1], self.units], initializer='zeros', name='kernel')\n        super().build(shape)\n    def call(self, x, training=None):\n        x = self.drop(x, training=training)\n        return keras.ops.matmul(x, self.kernel)\nmodel = Sequential([Input((6,)), Own(4), Own(units=3, name='o')])\n",
    "class Block(Layer):\n    def __init__(self, n, k):\n        super().__init__()\n        self.ls = []\n        for i in range(k):\n            self.ls.append(Dense(n * (i + 1)))\n        self.norm = BatchNormalization() if k > 1 else None\n    def call(self, x):\n        for l in self.ls:\n            x = l(x)\n        if self.norm is not None:\n            x = self.norm(x)\n        return x\nmodel = Sequential([Input((6,)), Block(2, 3), Block(4, 1), Dense(2)])\n",
    "class Res(Layer):\n    def __init__(self):\n        super().__init__()\n        self.a, self.b = Dense(6, activation='relu'), Dense(6)\n    def call(self, x):\n        y = self.b(self.a(x))\n        return x + y\nmodel = Sequential([Input((6,)), Res(), Res(), Dense(2)])\n",
    "import keras\nclass Att(Layer):\n    def build(self, shape):\n        self.w = self.add_weight(name='w', shape=(shape[-1], 1))\n        self.b = self.add_weight(name='b', shape=(shape[1], 1), initializer='zeros')\n    def call(self, x):\n        e = keras.ops.tanh(keras.ops.matmul(x, self.w) + self.b)\n        a = keras.ops.softmax(e, axis=1)\n        return keras.ops.sum(x * a, axis=1)\nmodel = Sequential([Input((5, 6)), LSTM(4, return_sequences=True), Att(), Dense(2)])\n",
    "import keras\nclass Split(Layer):\n    def call(self, x):\n        a, b = keras.ops.split(x, 2, axis=-1)\n        return a * b\n    def compute_output_shape(self, shape):\n        return (*shape[:-1], shape[-1] // 2)\nmodel = Sequential([Input((6,)), Split(), Dense(2)])\n",
    "class Net(Model):\n    def __init__(self, n):\n        super().__init__()\n        self.d = Dense(n)\n    def call(self, x):\n        return self.d(x)\nmodel = Sequential([Input((6,)), Net(4), Dense(2)])\n",
    "def block(m, n, norm=True, **kw):\n    m.add(Dense(n, use_bias=not norm, **kw))\n    if norm:\n        m.add(BatchNormalization())\n    m.add(Activation('relu'))\n    return m\nmodel = block(block(Sequential([Input((6,))]), 4), 3, norm=False, activation='tanh')\n",
    "layers_of = {'dense': lambda n: Dense(n), 'drop': lambda n: Dropout(n / 10)}\nmodel = Sequential([Input((6,)), *[layers_of[k](v) for k, v in [('dense', 4), ('drop', 2), ('dense', 3)]]])\n",
    "model = Sequential([Input((6,))])\nfor n, act in zip([8, 4, 2], ['relu', 'tanh', None]):\n    match act:\n        case 'relu': model.add(Dense(n, activation=act))\n        case None: model.add(Dense(n, use_bias=False))\n        case other: model.add(Dense(n, activation=other)); model.add(Dropout(0.1))\n",
    "def gen():\n    yield Input((6,))\n    for n in (4, 3):\n        yield Dense(n)\n        yield ReLU()\nmodel = Sequential(list(gen()))\n",
    "class Cfg:\n    units = 4\n    depth: int = 2\n    def make(self):\n        return [Dense(self.units // (i + 1)) for i in range(self.depth)]\nmodel = Sequential([Input((6,))] + Cfg().make())\n",
    "from functools import partial\nD = partial(Dense, activation='relu', use_bias=False)\nmodel = Sequential([Input((6,)), D(4), D(3, use_bias=True), D(units=2, activation=None)])\n",
    "try:\n    model = Sequential([Input((6,)), Dense(-1)])\nexcept ValueError:\n    model = Sequential([Input((6,)), Dense(3)])\n",
    "import keras\nwith keras.name_scope('x') if hasattr(keras, 'name_scope') else None:\n    model = Sequential([Input((6,)), Dense(3)])\n",
    "model = Sequential([Input((6,)), Dense(8, kernel_regularizer='l2'), PReLU(), GaussianNoise(0.1), LayerNormalization(scale=False), Dense(2)])\n",
    "model = Sequential([Input((5,), dtype='int32'), Embedding(10, 4, mask_zero=True), SpatialDropout1D(0.1), Masking(), GRU(3, reset_after=False), RepeatVector(2), GRU(3), Dense(2)])\n",
    "model = Sequential([Input((8, 8, 4)), DepthwiseConv2D(3, depth_multiplier=2), Conv2D(8, (1, 3), strides=(2, 1), groups=4), GroupNormalization(4), Conv2DTranspose(3, 3, strides=2, padding='same'), GlobalAveragePooling2D(keepdims=True), Flatten(), Dense(2)])\n",
    "model = Sequential([Input((6,)), UnitNormalization(), SpectralNormalization(Dense(4)), Dense(2)])\n",
    "n = [4, 3]\nmodel = Sequential([Input((6,)), Dense(n.pop()), Dense(n.pop()), Dense(len(n) + 1)])\n",
    "inp = Input((8, 8, 3))\nx = inp\nfor f in (4, 8):\n    x = Conv2D(f, 3, padding='same')(x)\n    x = MaxPooling2D()(x)\nfeat = Model(inp, Flatten()(x))\nfeat.trainable = False\nmodel = Sequential([feat, Dense(2)])\n",
    "base = Sequential([Input((8, 8, 3)), Conv2D(4, 3), Flatten()])\nmodel = Sequential([base, Dense(base.output_shape[-1] // 12), Dense(base.layers[0].filters)])\n",
    FUNCTIONAL + "model = Sequential([TimeDistributed(whole), Flatten(), Dense(2)])\nmodel.build((None, 5, 6))\n",
    FUNCTIONAL + "model = Sequential([Input((5, 6)), TimeDistributed(whole), Flatten(), Dense(2)])\n",
    FIRST + "import keras\nmodel = Sequential([keras.models.clone_model(first), Dense(2)])\n",
    FIRST + "first.pop()\nfirst.pop()\nfirst.add(Dense(5))\nmodel = Sequential([first, Dense(2)])\n",
    "model = Sequential([Input((6,)), Dense(4), Dense(3)])\nwhile len(model.layers) > 1:\n    model.pop()\nmodel.add(Dense(2))\n",
    "model = Sequential()\nmodel.add(Dense(3))\nmodel.add(Dense(2))\nmodel.build((None, 6))\nmodel.pop()\n",
    "model = Sequential([Dense(3), Dense(2)])\nmodel.build((None, 6))\nmodel.add(Dense(4))\n",
    "model = Sequential([Input((6,)), Dense(units=4, activation=None, use_bias=False), Dense(2, 'relu', False)])\n",
    "model = Sequential([Input((8, 8, 3)), Conv2D(4, (3, 2), (1, 2), 'same', None, (1, 1), 1, 'relu', False), Flatten(), Dense(2)])\n",
    "model = Sequential([Input((None, 6)), LSTM(4, return_sequences=1), LSTM(3, return_sequences=0), Dense(2)])\n",
    "import keras\nbase = keras.applications.MobileNet(weights=None, include_top=False, input_shape=(64, 96, 3), pooling='avg')\nmodel = Sequential([base, Dense(2)])\n",
    "import keras\nbase = keras.applications.MobileNetV2(weights=None, include_top=False, input_shape=(None, None, 3), alpha=0.5, pooling='max')\nmodel = Sequential([base, Dense(2)])\n",
    "words = StringLookup(vocabulary=['a', 'b', 'c'])\nmodel = Sequential([Input((3,)), Embedding(words.vocabulary_size(), 4), Flatten(), Dense(2)])\n",
    "words = TextVectorization(vocabulary=['a', 'b', 'c'])\nmodel = Sequential([Input((3,)), Embedding(words.vocabulary_size(), 4), Flatten(), Dense(2)])\n",
    "def first(x, count=1):\n    return x[:, :count]\nmodel = Sequential([Input((5, 6)), Lambda(first, arguments={'count': 3}), Flatten(), Dense(2)])\n",
    "class Cell(GRUCell):\n    def call(self, inputs, states, training=None):\n        return super().call(inputs, states, training=training)\nmodel = Sequential([Input((5, 3)), RNN(Cell(4)), Dense(2)])\n",
    # What a loop that freezes layers asks of them.
    "model = Sequential([Input((3,)), Dense(4), BatchNormalization(), Dropout(0.1), Dense(2)])\nfor layer in model.layers:\n    if layer.__class__.__name__ == 'BatchNormalization':\n        layer.trainable = False\n",
    "model = Sequential([Input((3,)), Dense(4), BatchNormalization(), Dropout(0.1), Dense(2)])\nfor layer in model.layers:\n    layer.trainable = type(layer).__name__ not in ('BatchNormalization', 'Dropout')\n",
    "model = Sequential([Input((8, 8, 3)), Conv2D(4, 3), DepthwiseConv2D(3), BatchNormalization(), Flatten(), Dense(3)])\nfor layer in model.layers:\n    if 'DepthwiseConv2D' in str(type(layer)) or 'BatchNorm' in repr(layer):\n        layer.trainable = False\n    elif 'Conv2D' not in str(layer):\n        model.add(Dense(2))\n",
    "import keras\nbase = keras.applications.MobileNet(input_shape=(64, 64, 3), include_top=False, weights=None, alpha=0.25)\nfor layer in base.layers:\n    if hasattr(layer, 'kernel'):\n        layer.trainable = False\n    if hasattr(layer, 'gamma'):\n        layer.trainable = True\nmodel = Sequential([base, GlobalMaxPool2D(), Dense(4)])\n",
    "kinds = [Dense(4), Dense(3, use_bias=False), Reshape((3, 1)), Conv1D(4, 1), SeparableConv1D(4, 1), DepthwiseConv1D(1), BatchNormalization(), BatchNormalization(center=False), LayerNormalization(scale=False), ReLU(), LSTM(3, return_sequences=True), Bidirectional(GRU(2, return_sequences=True)), TimeDistributed(Dense(2)), PReLU(), Dropout(0.1)]\nnames = ['kernel', 'bias', 'gamma', 'beta', 'embeddings']\ndef asked():\n    return [Dense(1 + sum(2 ** at * hasattr(kind, name) for at, name in enumerate(names))) for kind in kinds]\nbefore = asked()\nfirst = Sequential([Input((3,)), *kinds])\nmodel = Sequential([Input((6,)), *before, *asked()])\n",
    "model = Sequential([Input((3,)), Dense(4, 'relu'), Dense(3, activation='softmax'), Dense(2)])\nimport keras\nfor layer in model.layers:\n    if layer.activation == keras.activations.softmax:\n        layer.trainable = False\n    if layer.activation == keras.activations.linear:\n        model.add(Dense(7))\n    if layer.activation is None:\n        model.add(Dense(11))\n    if layer.activation.__name__ == 'relu':\n        model.add(Dense(5))\nmodel.add(Dense(4, activation=model.layers[0].activation))\n",
    "model = Sequential([Input((18, 18, 3)), Conv2D(4, 3, strides=2, padding='SAME'), Conv2D(3, 1), MaxPooling2D(2), SeparableConv2D(3, (2, 1)), Flatten(), Dense(3)])\nfor layer in model.layers[:4]:\n    if getattr(layer, 'kernel_size', None) == (1, 1):\n        layer.trainable = False\n    if layer.strides == (2, 2):\n        model.add(Dense(7))\n    model.add(Dense({'same': 9, 'valid': 4}[layer.padding]))\nmodel.add(Dense(model.layers[0].kernel_size[0] + model.layers[2].pool_size[1] + model.layers[0].strides[0]))\n",
    "model = Sequential([Input((3,)), Dense(4), Dense(3, dtype='float64')])\nfor layer in model.layers:\n    if layer.dtype == 'float32':\n        layer.trainable = False\n",
    "import math\nimport numpy as np\nmodel = Sequential([Input((3,)), Dense(3 if np.zeros(2, dtype='uint8').dtype == np.uint8 else 5), Dense(3 if np.float32.__name__ == 'float32' else 5), Dense(3 if math.sqrt.__name__ == 'sqrt' else 5)])\nmodel.add(Dense(3 if type(model).__name__ == 'Sequential' else 5))\n",
    "import keras\nbase = keras.applications.MobileNet(input_shape=(32, 32, 3), include_top=False, weights=None, alpha=0.25)\nmodel = Sequential([base, Flatten(), Dense(3)])\nfor layer in model.layers:\n    if layer.__class__.__name__ == 'Functional':\n        layer.trainable = False\n",
    "model = Sequential([Input((8, 8, 3)), Conv2D(4, 3), DepthwiseConv2D(3), BatchNormalization(), Flatten(), Dense(3, name='Head')])\nfor layer in model.layers:\n    if 'Conv2D' in f'{layer}' or 'norm' in str(layer).lower():\n        layer.trainable = False\n    if repr(layer).split()[0] == '<Dense':\n        model.add(Dense(len(str(layer))))\n",
    # Enumerations and command lines that stand in the program.
    "from enum import Enum, auto\nclass Kind(Enum):\n    A = auto()\n    B = auto()\n    C = A\n    D = 2\nmodel = Sequential([Input((6,)), Dense(Kind.C.value + 1), Dense(len(Kind))])\n",
    "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('--hidden', type=int, default=16)\nparser.add_argument('-d', '--depth', type=int, default=1)\nparser.add_argument('--sizes', nargs='+', type=int, default=[3])\nparser.add_argument('--bias', action='store_true')\nparser.add_argument('--twice', type=lambda text: int(text) * 2, default=1)\nparser.add_argument('act')\nargs = parser.parse_args(['--hidden=9', '-d2', '--sizes', '4', '5', '--bias', '--twice', '2', 'relu'])\nmodel = Sequential([Input((6,)), *[Dense(args.hidden, args.act, use_bias=args.bias) for _ in range(args.depth)], *[Dense(size) for size in args.sizes], Dense(args.twice)])\n",
    # Parts of layers, and layers made anew from what others are made of.
    "model = Sequential([Input((5, 3)), RNN([LSTMCell(3), GRUCell(4)])])\nmodel.layers[0].cell.cells[0].trainable = False\n",
    "model = Sequential([Input((5, 3)), Bidirectional(LSTM(4))])\nmodel.layers[0].forward_layer.trainable = False\nmodel.add(Dense(model.layers[0].backward_layer.units))\n",
    "b = Bidirectional(LSTM(4))\nb.forward_layer = LSTM(2)\nmodel = Sequential([Input((5, 3)), b, Dense(2)])\n",
    "b = Bidirectional(LSTM(4))\nb.backward_layer = LSTM(2, go_backwards=True)\nmodel = Sequential([Input((5, 3)), b, Dense(2)])\n",
    "class Frozen(Dense):\n    def __init__(self, units):\n        super().__init__(units)\n        self.trainable = False\nmodel = Sequential([Input((6,)), Frozen(4), Dense(2)])\n",
    "model = Sequential([Input((6,)), Dense(4), BatchNormalization(), Dropout(0.2)])\nfor layer in model.layers:\n    if getattr(layer, 'units', None):\n        layer.trainable = False\n    if getattr(layer, 'rate', 0) > 0.1:\n        model.add(Dense(getattr(layer, 'units', 7)))\n",
    "kinds = [Dense(4), Conv1D(4, 3), LSTM(2), Bidirectional(GRU(2)), Embedding(4, 2), ReLU(), Dropout(0.1), MaxPooling1D(), BatchNormalization(), LayerNormalization(), TimeDistributed(Dense(2)), Flatten(), Activation('relu'), SeparableConv1D(4, 3), RNN(GRUCell(2)), PReLU()]\nnames = ['units', 'filters', 'kernel_size', 'activation', 'rate', 'kernel_initializer', 'kernel_regularizer', 'bias_regularizer', 'use_bias', 'pool_size', 'momentum', 'epsilon', 'cell', 'layer', 'forward_layer', 'layers']\nmodel = Sequential([Input((6,)), *[Dense(1 + sum(2 ** at * hasattr(kind, name) for at, name in enumerate(names))) for kind in kinds]])\n",
    "a = Conv2D(4, 3, padding='same')\nchosen = a.get_config()\nchosen['filters'] = 6\nchosen['kernel_size'] = (5, 5)\nchosen.update(name='b', trainable=False)\nmodel = Sequential([Input((8, 8, 3)), a, type(a).from_config(chosen), Flatten(), Dense(2)])\n",
    FIRST + "model = Sequential([Input((5,))])\nfor layer in first.layers:\n    wider = layer.get_config()\n    wider['units'] = wider['units'] * 2\n    model.add(layer.__class__.from_config(wider))\n",
    FIRST + "model = Sequential([Input((6,)), Sequential.from_config(first.get_config()), Dense(2)])\n",
    "class Twice(Layer):\n    def __init__(self, inner):\n        super().__init__()\n        self.inner = inner\n        self.twin = inner.__class__.from_config(inner.get_config())\n    def call(self, x):\n        return self.twin(self.inner(x))\nmodel = Sequential([Input((6,)), Twice(Dense(6)), Dense(2)])\n",
    "class Own(Layer):\n    def __init__(self, units, **kwargs):\n        super().__init__(**kwargs)\n        self.units = units\n        self.d = Dense(units)\n    def call(self, x):\n        return self.d(x)\n    def get_config(self):\n        return {**super().get_config(), 'units': self.units}\nown = Own(4)\nother = own.get_config()\nother.update(units=3, name='other')\nmodel = Sequential([Input((6,)), own, Own.from_config(other)])\n",
]  # fmt: skip
REFUSED = [
    "import keras\ni = Input((4, 6))\nx = keras.ops.reshape(i, (-1, 7, 4))\nx = keras.ops.squeeze(i, 1)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.transpose(i, (0, 1))\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.split(i, 4, axis=-1)[0]\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.stack([i, i[:, 0]])\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.einsum('bij,bkj->bik', i)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.squeeze(i, 2)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.concatenate([i, i[:, :2]], axis=-1)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.mean(i, axis=5)\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    "import keras\ni = Input((4, 6))\nx = keras.ops.pad(i, ((0, 0), (1, 1)))\nmodel = Sequential([Model(i, x), Dense(2)])\n",
    FUNCTIONAL + "model = Sequential([Input((5,)), whole, Dense(2)])\n",
    FIRST + "model = Sequential([Input((5,)), first, Dense(2)])\n",
    TWO + "model = Sequential([both, Dense(2)])\nmodel.build((None, 6))\n",
    TWO + "model = Sequential([Input((6,)), both, Dense(2)])\n",
    "model = Sequential([Input((6,)), Dense(5, units=5)])\n",
    "model = Sequential([Input((6,)), Dense('4')])\n",
    "model = Sequential([Input((6,)), Dense([4])])\n",
    "model = Sequential([Input((6,)), Dense(0)])\n",
    "model = Sequential([Input((6,)), Dense(4, wrong=1)])\n",
    "model = Sequential([Input((8, 8, 3)), Conv2D(4, (3, 3, 3))])\n",
    "model = Sequential([Input((8, 8, 3)), Conv2D(4, 'x')])\n",
    "model = Sequential([Input((8, 8, 3)), Conv2D(4, 3, strides=0)])\n",
    "model = Sequential([Input((8, 8, 3)), Conv2D(4, 3, padding='none')])\n",
    "model = Sequential([Input((8, 8, 3)), Conv2D(4, 3, groups=2)])\n",
    "model = Sequential([Input((8, 8, 3)), MaxPooling2D(-1)])\n",
    "model = Sequential([Input((6,)), LeakyReLU(negative_slope=None)])\n",
    "model = Sequential([Input((6,)), Reshape((4, 2))])\n",
    "model = Sequential([Input((6,)), Dropout(1.5)])\n",
    "model = Sequential([Input((6,)), Embedding(0, 3)])\n",
    "model = Sequential([Input((5, 6)), LSTM(4), LSTM(3)])\n",
    "model = Sequential([Input((5, 6)), RNN([Dense(4)])])\n",
    "model = Sequential([Input((5, 6)), RNN(4)])\n",
    "model = Sequential([Input((5, 6)), Bidirectional(Dense(3))])\n",
    "model = Sequential([Input((6,)), TimeDistributed(Dense(3))])\n",
    "model = Sequential([Input((5, 6)), MultiHeadAttention(2, 3)])\n",
    "import keras\nmodel = Sequential([keras.applications.VGG16(weights=None, include_top=False, input_shape=(16, 16, 3))])\n",
    "import keras\nmodel = Sequential([keras.applications.VGG16(weights=None, input_shape=(None, None, 3))])\n",
    "import keras\nmodel = Sequential([keras.applications.MobileNet(weights=None, include_top=False, input_shape=(64, 64))])\n",
    "import keras\nmodel = Sequential([keras.applications.MobileNetV2(weights=None, alpha='x', include_top=False, input_shape=(64, 64, 3))])\n",
]  # fmt: skip
"""Programs that Keras does not take."""


@pytest.mark.parametrize("text", EXACT)
def test_what_keras_builds(text: str) -> None:
    keras.utils.clear_session(free_memory=False)
    real = in_keras(text)["model"]
    found = [model for model in models(text) if model.variable == "model"]
    assert len(found) == 1
    assert found[0].params == real.count_params(), found[0].reason
    assert agrees(found[0], real)


@pytest.mark.parametrize("text", REFUSED)
def test_what_keras_refuses_is_no_number(text: str) -> None:
    keras.utils.clear_session(free_memory=False)
    with pytest.raises((ValueError, TypeError)):
        in_keras(text)
    assert [model for model in models(text) if model.variable == "model" and model.status == "exact"] == []
