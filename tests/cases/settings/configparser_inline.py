"""Settings in a string of TOML and JSON."""
import json
from keras.layers import Dense, Input
from keras.models import Sequential

spec = json.loads('{"inputs": 4, "layers": [{"units": 6}, {"units": 3, "use_bias": false}]}')
model = Sequential([Input((spec["inputs"],))] + [Dense(**layer) for layer in spec["layers"]])
