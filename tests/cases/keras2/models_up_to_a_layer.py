"""Models that end at a layer of another one, in tf.keras 2: chains have an input and an output before they are called."""
from tf_keras import Model, Sequential
from tf_keras.applications import MobileNetV2
from tf_keras.layers import Dense, Dropout, Flatten, Input

base = MobileNetV2(weights=None, input_shape=(32, 32, 3), include_top=False)
to_a_block = Model(inputs=base.input, outputs=base.get_layer("block_3_project_BN").output)
for layer in to_a_block.layers[:10]:
    layer.trainable = False
from_a_block = Sequential([to_a_block, Flatten(), Dense(3)])
from_layers = Sequential([Model(base.layers[0].input, base.layers[8].output), Flatten(), Dense(2)])

chain = Sequential([Dense(7, input_shape=(9,)), Dropout(0.1), Dense(5, name="code"), Dense(9)])
encoder = Model(chain.input, chain.get_layer("code").output)
with_encoder = Sequential([encoder, Dense(1)])
truncated = Sequential([Model(inputs=chain.input, outputs=chain.layers[-2].output), Dense(2)])
whole = Sequential([Model(chain.input, Dense(4)(chain.output)), Dense(2)])

inputs = Input((6,))
hidden = Dense(8)(inputs)
between = Sequential([Model(hidden, Dense(3)(hidden)), Dense(5)])
