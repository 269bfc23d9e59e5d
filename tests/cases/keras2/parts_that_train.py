# expect: partial
"""What trains where the program freezes a part of a layer that only Keras names."""
import tf_keras as keras
from tf_keras import layers

recurrent = layers.LSTM(2, return_sequences=True)
model = keras.Sequential([keras.Input((4, 6)), recurrent, layers.Bidirectional(layers.LSTM(3))])
recurrent.cell.trainable = False
model.layers[1].forward_layer.trainable = False
