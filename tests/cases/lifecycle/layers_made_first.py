"""Layers made first, added later, in another order."""
from keras.models import Sequential
from keras.layers import Dense, Input, Dropout

out = Dense(1)
hidden = Dense(8)
drop = Dropout(0.5)
model = Sequential()
model.add(Input((4,)))
model.add(hidden)
model.add(drop)
model.add(out)
print(hidden.units, out.name)
