"""Layer names made with f-strings and format."""
from keras.layers import Dense, Input
from keras.models import Sequential

model = Sequential(name=f"mlp_{3}x{16:03d}")
model.add(Input(shape=(10,), name="features"))
for i in range(3):
    model.add(Dense(16, name=f"hidden_{i}"))
model.add(Dense(2, name="{}_{}".format("out", 2)))
model.add(Dense(1, name="last_%d" % 1))
