"""Models that end at a layer of another one: of a pretrained architecture, of a graph, of a chain."""
from keras import Input, Model, Sequential
from keras.applications import VGG16
from keras.layers import Add, Concatenate, Conv2D, Dense, Dropout, Flatten

base = VGG16(weights=None, input_shape=(32, 32, 3), classes=7)
to_a_block = Model(inputs=base.input, outputs=base.get_layer("block2_pool").output)
for layer in to_a_block.layers[:-4]:
    layer.trainable = False
from_a_block = Sequential([to_a_block, Flatten(), Dense(3)])
from_the_last_but_one = Sequential([Model(base.inputs, base.layers[-2].output), Dense(3)])
between = Sequential(
    [Model(base.layers[1].input, base.get_layer("block1_conv2").output), Conv2D(2, 3), Flatten(), Dense(4)]
)

inputs = Input((6,))
wide = Dense(8, name="wide")(inputs)
narrow = Dense(2, name="narrow")(wide)
graph = Model(inputs, Concatenate()([wide, narrow]))
up_to_wide = Sequential([Model(inputs, graph.get_layer("wide").output), Dense(5)])
from_wide = Sequential([Model(wide, narrow), Dense(5)])
doubled = Sequential([Model(graph.input, Add()([graph.layers[1].output, wide])), Dense(4)])

chain = Sequential([Input((9,)), Dense(7), Dropout(0.1), Dense(5, name="code"), Dense(9)])
encoder = Model(chain.inputs, chain.get_layer("code").output)
with_encoder = Sequential([encoder, Dense(1)])
truncated = Sequential([Model(inputs=chain.inputs, outputs=chain.layers[-2].output), Dense(2)])
longer = Sequential([Model(chain.inputs, Dense(3)(chain.layers[0].output)), Dense(2)])
whole = Sequential([Model(chain.inputs, Dense(4)(chain.outputs[0])), Dense(2)])
