"""Programs for the rules, made of tables: endings by losses, outputs by targets, readers by data, advice by sizes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.precision import found

HEAD = (
    "import keras\nimport numpy as np\nfrom keras import Sequential, layers, losses\nfrom keras.layers import *\n"
    "from elsewhere import unknown\n"
)
EVERY = "select: [LP]\n"
Chain = str

LOSSES = (
    "'mse'", "'mae'", "'mape'", "'msle'", "'kld'", "'bce'", "'hinge'", "'huber'", "'poisson'", "'log_cosh'",
    "'kullback_leibler_divergence'", "'MeanSquaredError'", "'binary_crossentropy'", "'categorical_crossentropy'",
    "'sparse_categorical_crossentropy'", "losses.BinaryCrossentropy()", "losses.BinaryCrossentropy(from_logits=True)",
    "losses.CategoricalCrossentropy(True)", "losses.SparseCategoricalCrossentropy(from_logits=unknown.flag)",
    "losses.categorical_crossentropy", "losses.Huber()", "unknown.loss", "lambda a, b: a", "None", "['mse']",
)  # fmt: skip
ENDINGS = (
    "Dense(1)", "Dense(3)", "Dense(1, activation='sigmoid')", "Dense(3, activation='sigmoid')",
    "Dense(1, activation='softmax')", "Dense(2, activation='softmax')", "Dense(1, activation='relu')",
    "Dense(3, activation='tanh')", "Dense(3, activation='linear')", "Dense(3, activation=None)",
    "Dense(3, activation=unknown.act)", "Dense(unknown.size, activation='softmax')", "Dense(3), Activation('softmax')",
    "Dense(1), Activation('sigmoid'), Activation('linear')", "Dense(3), Softmax()", "Dense(3), Softmax(axis=0)",
    "Dense(3), Softmax(axis=unknown.axis)", "Dense(3), ReLU()", "Dense(1), LeakyReLU()", "Dense(3), PReLU()",
    "Dense(3), ELU()", "Dense(3, activation=Softmax())", "Dense(3, activation=keras.activations.softmax)",
    "Dense(3, activation='softmax'), Dropout(0.1)", "Dropout(0.1), Dense(1)", "Dense(3), BatchNormalization()",
    "Sequential([Dense(3, activation='softmax')])", "Sequential([Dense(1)]), Activation('linear')",
    "Reshape((4, 5)), TimeDistributed(Dense(1, activation='softmax'))", "Reshape((4, 5)), LSTM(1)",
    "Reshape((4, 5)), GRU(3, activation='softmax')", "Lambda(lambda x: x)", "Activation('softmax')",
    "Activation('linear')", "Dense(3, activation='sigmoid', name='out')",
)  # fmt: skip
OUTPUTS: Mapping[Chain, str] = {
    "Input((20,)), Dense(1)": "20", "Input((20,)), Dense(3)": "20", "Input((20,)), Dense(unknown.size)": "20",
    "Input((5, 20)), LSTM(3, return_sequences=True)": "5, 20", "Input((5, 20)), Dense(1)": "5, 20",
    "Input((None, 20)), Dense(3)": "5, 20", "Input((4, 4, 2)), Conv2D(2, 3, padding='same')": "4, 4, 2",
    "Input((4, 4, 2)), Conv2D(1, 1)": "4, 4, 2", "Input((5, 20)), Dense(3), Lambda(lambda x: x)": "5, 20",
    "Input((1, 20)), Dense(3)": "1, 20",
}  # fmt: skip
TARGETS = (
    "64", "64, 1", "64, 3", "64, 2", "64, 5", "64, 5, 1", "64, 5, 3", "64, 6, 3", "64, 1, 3", "64, 4, 4", "64, 4, 4, 1",
    "64, 4, 4, 2", "64, unknown.n", "unknown.n, 5, 3", "64, 1, 1", "0, 3",
)  # fmt: skip
COMPARED = (
    "mse", "binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy", "kld", "hinge",
)  # fmt: skip
READERS = (
    "Input((20,)), Dense(3)", "Input((20, 1)), Conv1D(3, 1), Flatten(), Dense(1)",
    "Input((20, 3)), Flatten(), Dense(1)",
    "Input((20, 3)), Conv1D(3, 1), GlobalMaxPooling1D(), Dense(1)", "Input((None, 3)), LSTM(4), Dense(1)",
    "Input((1,)), Dense(3)", "Input((2,)), Dense(3)", "Input((8, 8, 1)), Conv2D(4, 3), Flatten(), Dense(1)",
    "Input((8, 8, 3)), Conv2D(4, 3), GlobalAveragePooling2D(), Dense(1)", "Input((20,)), Embedding(9, 2), Flatten()",
    "Input((unknown.n, 3)), GRU(4)", "Input((20,)), Lambda(lambda x: x), Dense(3)", "Input((20, 3)), Reshape((60,))",
    "Input((20,)), Sequential([Dense(3)])", "Input((20, 3)), Bidirectional(LSTM(3)), Dense(1)",
    "Input((20, 3)), TimeDistributed(Dense(2))", "Input((3, 20)), Permute((2, 1)), Dense(2)",
    "Input((20,)), Unheard(3)",
    "Input((20, 3)), BatchNormalization(), Flatten()", "Dense(3)",
    "Input((20, 3)), MaxPooling1D(3), Flatten(), Dense(1)",
)  # fmt: skip
DATA = (
    "64", "20", "64, 20", "64, 21", "64, 20, 1", "64, 1, 20", "64, 20, 3", "64, 3, 20", "64, 22, 3", "64, 20, 4",
    "64, 1", "64, 2", "64, 2, 1", "8, 8, 1", "64, 8, 8", "64, 8, 8, 1", "64, 8, 8, 3", "64, 9, 9, 3", "64, 60",
    "20, 3", "unknown.n, 20", "64, unknown.n", "64, unknown.n, 3", "64, 20, unknown.n", "64, 20, 3, 1", "",
)  # fmt: skip
USES = (
    "fit(x, y)", "evaluate(x, y)", "predict(x)", "train_on_batch(x, y)", "predict_on_batch(x)", "fit_generator(x)",
    "test_on_batch(x, y)", "fit(x=x, y=y, validation_data=(x, y))", "fit([x], y)", "__call__(x)",
    "fit(x, np.zeros(()))", "fit(np.zeros(()), y)", "fit(*unknown.data)", "fit(x, y[0])", "predict(x[0])",
)  # fmt: skip
ADVISED = (
    "Input((28, 28, {n})), Conv2D({m}, 3), MaxPooling2D(4), Flatten(), Dropout(0.5), Dense({m}), Dense(10)",
    "Input((12, {n})), Conv1D({n}, 5), BatchNormalization(), Flatten(), ReLU(), Dense({m})",
    "Input((6, 6, 6, {n})), Conv3D(8, 3, data_format='channels_last'), Flatten(), Dense({m})",
    "Input(({n}, 9, 9)), Conv2D({m}, 3, data_format='channels_first'), Flatten(), Dense({n})",
    "Input((12, {n})), Flatten(), Dense({m})",
    "Input((9, 9, {n})), Conv2D({m}, 3), Flatten(), Reshape((-1, 2)), Dense(3)",
    "Input((40, {n})), LSTM({m}), Dense(1)", "Input((40, {n})), GRU({m}, reset_after=False), Dense(1)",
    "Input((40, 5)), Dense({n}), LSTM({m}, return_sequences=True), SimpleRNN(3)",
    "Input((40, 5)), TimeDistributed(Dense({n}, use_bias=False)), GRU({m}), Dense(2)",
    "Input((40, 5)), Dense({n}, activation='relu'), Bidirectional(LSTM({m})), Dense(2)",
    "Input((40,)), Embedding({n}0, {m}), LSTM(8), Dense(1)",
    "Input((40,)), Embedding({n}00, {m}, mask_zero=True), GRU(9)",
    "Input((40,)), Embedding({n}00, {m}, trainable=False), Flatten()",
    "Input((40,)), Embedding({n}00, {m}, weights=[unknown.w]), Flatten()",
    "Input((40,)), Embedding(9, 2), Flatten(), Embedding({n}00, {m}, embeddings_initializer=unknown.w), Flatten()",
    "Input((40,)), Embedding({n}00, {m}, embeddings_initializer='ones'), Flatten()",
    "Input(({n},)), Dense({m}), Dense(10)", "Input(({n},)), Dense({m}, use_bias=False), Dense({n}, use_bias=False)",
    "Input(({n},)), Dense({m}), Dense(5, kernel_constraint='non_neg'), Dense(6), Dense(7), Dense(8, activation='relu')",
    "Input(({n},)), Dense(9, trainable=False), Dense({m}), Dense(4), Dense(4, activation=unknown.act), Dense(2)",
    "Input((5, {n})), Dense({m}, use_bias=unknown.flag), Dense(3), Dense(2, activity_regularizer='l2'), Dense(3)",
    "Input((9, 9, {n})), Conv2D({m}, 3), Flatten()", "Input((99, {n})), Conv1D({m}, 5, strides=2, dilation_rate=1)",
    "Input((9, 9, {n})), Conv2D({m}, 3, strides=(1, 2))",
    "Input((9, 9, {n})), Conv2D({m}, 3, groups=2), Conv2D({m}, 5)",
    "Input((9, 9, {n})), Conv2D({m}, 1), Conv2D({m}, (3, 1), strides=[2, 2])",
    "Input((4, 4, {n})), Conv2D({m}, 7, padding='same'), DepthwiseConv2D(5, padding='same'), Flatten(), Dense(2)",
    "Input((5, 2, {n})), SeparableConv2D({m}, (3, 6), padding='same'), Conv2D(3, 9, padding='same', dilation_rate=2)",
    "Input((3, {n})), Conv1D({m}, 4, padding='same'), Conv1D(2, [9], padding='same', strides=2)",
    "Input(({n}, 5, 2)), Conv2D({m}, 6, padding='same', data_format='channels_first'), Flatten()",
    "Input((2, 4, 3, {n})), Conv3D({m}, 4, padding='same'), Conv3D(2, (3, 3, 9), padding='same')",
    "Input((None, {n})), Conv1D({m}, 9, padding='same'), LSTM({m}, recurrent_dropout=0.1)",
    "Input((9, {n})), LSTM({m}, activation='relu'), RepeatVector(3), LSTM(3, recurrent_activation='tanh', unroll=True)",
    "Input((9, {n})), Bidirectional(GRU({m}, use_bias=False)), RepeatVector(3), RNN(LSTMCell({m}))",
    "Input((9, {n})), Bidirectional(LSTM({m}), merge_mode='sum', backward_layer=LSTM({m}, go_backwards=True))",
    "Input((9, {n})), TimeDistributed(Dense({m})), TimeDistributed(layer=Dense(4, activation='relu')), Dropout(0.1)",
    "Input((9, 9, {n})), Conv2D({m}, 3), BatchNormalization(), DepthwiseConv2D(3), BatchNormalization(axis=[3])",
    "Input((9, {n})), Conv1DTranspose({m}, 3), BatchNormalization(), SeparableConv1D(4, 3), BatchNormalization(axis=1)",
    "Input(({n},)), Dense({m}), BatchNormalization(trainable=False), Dense(3), BatchNormalization(center=False)",
    "Input(({n}, 8, 8)), Conv2D({m}, 3, data_format='channels_first'), BatchNormalization(axis=1), Conv2D(2, 3)",
    "Input(({n},)), Dense({m}), Dropout(0.3), Activation('tanh')", "Input(({n},)), Dense({m}), SpatialDropout1D(0.3)",
    "Input(({n},)), Dropout(0.2), Softmax()", "Input(({n},)), Dense({m}), GaussianDropout(unknown.rate)",
)  # fmt: skip
SIZES = ((2, 3), (13, 8), (64, 64), (128, 16), (100, 256), (400, 20), (63, 127), (32, 128), (33, 1))


def _models(chains: Iterable[tuple[Chain, str]]) -> str:
    """A program that makes each model and does something with it."""
    made = (f"m{at} = Sequential([{chain}])\n{then.format(m=f'm{at}')}" for at, (chain, then) in enumerate(chains))
    return HEAD + "".join(made)


def _programs() -> Iterator[tuple[str, str]]:
    for loss in LOSSES:
        then = f"{{m}}.compile('adam', {loss})\n"
        yield f"endings and {loss}", _models((f"Input((20,)), {ending}", then) for ending in ENDINGS)
    for loss, (chain, data) in itertools.product(COMPARED, OUTPUTS.items()):
        trained = (
            f"{{m}}.compile('adam', '{loss}')\n{{m}}.fit(np.zeros((64, {data})), np.zeros(({target},)))\n"
            for target in TARGETS
        )
        yield f"{chain} trained with {loss}", _models((chain, then) for then in trained)
    for chain in READERS:
        given = (f"{{m}}.predict(np.zeros(({data}{',' if data else ''})))\n" for data in DATA)
        yield f"{chain} on data", _models((chain, then) for then in given)
    for use in USES:
        then = f"x, y = np.zeros((64, 21)), np.zeros((64, 3))\n{{m}}.compile('adam', 'mse')\n{{m}}.{use}\n"
        later = f"{then}{{m}}.add(Dense(3))\n{{m}}.{use}\n"
        before = f"if unknown.flag:\n    {{m}}.compile('adam', 'mse')\n{then}{{m}}.trainable = False\n{{m}}.{use}\n"
        chains = [(chain, some) for some in (then, later, before) for chain in READERS[:2]]
        yield f"used by {use}", _models(chains)
    for chain in ADVISED:
        then = "{m}.compile('adam', 'mse')\n"
        yield f"{chain} advised", _models((chain.format(n=n, m=m), then) for n, m in SIZES)


PROGRAMS = dict(_programs())


def training(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """What all rules say of programs made of tables, in Keras 3 and in an older one."""
    return {
        name: {
            "newest": found.found(PROGRAMS[name], EVERY, "3"),
            "older": found.found(PROGRAMS[name], EVERY, "tf2" if len(name) % 3 else "2"),
        }
        for name in names
    }
