"""An embedding with weights passed in."""
import numpy as np
from tf_keras.layers import Dense, Embedding, Flatten
from tf_keras.models import Sequential

vocab_size = 30
embedding_matrix = np.zeros((vocab_size, 10))
model = Sequential()
model.add(Embedding(vocab_size, 10, weights=[embedding_matrix], input_length=4, trainable=False))
model.add(Flatten())
model.add(Dense(1, activation='sigmoid'))
