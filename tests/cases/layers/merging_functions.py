"""The functions of Keras that merge tensors, in models that a chain holds."""
from keras import Input, Model, Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D, add, average, concatenate, dot, maximum, multiply
from keras.layers import minimum, subtract

LENGTH = 12


def branches(sizes):
    image = Input((LENGTH, 5, 1))
    pooled = [MaxPooling2D((LENGTH - size + 1, 1))(Conv2D(4, (size, 5))(image)) for size in sizes]
    return Model(image, concatenate(pooled))


model = Sequential([Input((LENGTH, 5, 1)), branches([3, 4, 5]), Flatten(), Dense(2)])

inputs = Input((6, 4))
sums = [merge([inputs, inputs]) for merge in (add, average, maximum, minimum, multiply, subtract)]
side_by_side = concatenate(sums, axis=1)
products = dot([side_by_side, side_by_side], axes=2, normalize=True)
both = concatenate(inputs=[products, side_by_side], axis=-1, name="both")
merged = Sequential([Model(inputs, both), Dense(3)])
