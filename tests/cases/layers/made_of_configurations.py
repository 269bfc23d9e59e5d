"""Layers made anew of the configuration of another one, changed before: entries set, taken out, or put together."""
from keras import Input, Sequential
from keras.layers import Dense, Dropout

layer = Dense(3, activation="relu", name="first")
config = layer.get_config()
config["units"] += 1
config.pop("name")
model = Sequential([Input((2,)), layer, Dense.from_config(config)])
model.add(Dense.from_config({**layer.get_config(), "units": 6, "name": "third"}))
other = Dropout(0.5, name="drop").get_config()
other["rate"] = other.get("rate") / 2
del other["name"]
model.add(Dropout.from_config(other))
last = layer.get_config()
last["name"] = "last_" + last["name"]
last.update(units=last["units"] * 5, use_bias=False)
model.add(Dense.from_config(last))
model.add(Dense(5 if model.built else 6))

late = Sequential([Dense(3)])
late.add(Dense(7 if late.built else 8))
late.build((None, 2))
late.add(Dense(9 if late.built else 10))
model.add(Dense(model.get_layer(None, 1).units + model.get_layer(index=-1).units))
try:
    model.get_layer("missing")
except ValueError:
    model.add(Dense(11))
try:
    model.get_layer(index=20)
except ValueError:
    model.add(Dense(12))
