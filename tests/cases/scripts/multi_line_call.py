"""Calls broken over lines, with comments and trailing commas."""
from tensorflow import keras

model = (
    keras
    .Sequential(
        [
            keras.layers.Input(
                shape=(
                    16,  # features
                ),
            ),
            # keras.layers.Dense(1000),
            keras.layers.Dense(
                units=8,
                use_bias=False,
            ),
        ],
        name=(
            "broken"
            "_lines"
        ),
    )
)
