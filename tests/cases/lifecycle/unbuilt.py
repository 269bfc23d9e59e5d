"""Nothing says the input shape: Keras has no weights either."""
# expect: unbuilt
from keras.models import Sequential
from keras.layers import Dense, Dropout

model = Sequential([Dense(10), Dropout(0.5), Dense(4)])
