"""``compute_output_shape`` builds nothing in Keras 3."""
# expect: unbuilt

from keras import Sequential, layers

model = Sequential([layers.Dense(2)])
wide = model.compute_output_shape((None, 6))
other = Sequential([layers.Input((3,)), layers.Dense(wide[-1] * 4)])
