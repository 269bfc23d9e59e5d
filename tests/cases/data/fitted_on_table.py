# expect: partial
# given: features.shape[1] = 3
# given: features.to_numpy().shape[1] = 3
"""A model that takes its input shape from a table, whose width the source does not say: a formula, no fault."""
import pandas as pd
from keras import Sequential
from keras.layers import Dense

rows = {name: [float(index) for index in range(8)] for name in "abcd"}
table = pd.read_json("measured.json") if not rows else pd.get_dummies(pd.DataFrame(rows))
features = table.drop("d", axis=1)
model = Sequential([Dense(5), Dense(1)])
model.compile(loss="mse")
model.fit(features, table["d"])
called = Sequential([Dense(2)])
called(features.to_numpy())
