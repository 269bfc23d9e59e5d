"""Several statements a line."""
from keras.models import Sequential; from keras.layers import Dense, Input
m = Sequential(); m.add(Input((5,))); m.add(Dense(4)); m.add(Dense(2))
