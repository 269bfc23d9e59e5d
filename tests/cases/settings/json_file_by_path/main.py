"""The same by a path relative to the program's own, read as text."""
# expect: assumed
import json
import os
from pathlib import Path
from keras.layers import Dense, Input
from keras.models import Sequential

HERE = os.path.dirname(os.path.abspath(__file__))
a = json.loads(open(os.path.join(HERE, 'settings', 'model.json')).read())
b = json.loads((Path(__file__).parent / 'settings' / 'model.json').read_text())
model = Sequential([Input((a['inputs'],)), Dense(b['units'])])
