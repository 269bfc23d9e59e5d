"""Whichever Keras is there."""
try:
    from keras_that_is_not_installed_here import Sequential
    from keras_that_is_not_installed_here import Dense
except ImportError:
    pass
finally:
    from keras.models import Sequential
    from keras.layers import Dense

model = Sequential([Dense(5, input_shape=(3,)), Dense(1)])
